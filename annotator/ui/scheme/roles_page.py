"""The page that assigns the roles that nothing in the scheme has yet."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.app.scheme import apply_change, role_offer
from annotator.app.scheme.apply_change import Consequences
from annotator.app.scheme.role_offer import NO_CHOICE, RoleOffer, RoleSlot
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.scheme.roles import LabelRole
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr, trn
from annotator.ui.scheme.role_titles import role_title
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, shorten, tooltip
from annotator.ui.widgets.rule import rule

_WIDTH = 640
_BOX_WIDTH = 260
_LONGEST_NAME = 60
_Section = tuple[str, ...]


class RolesPage(Page):
    """A row for each missing role, with the names that could have it; all choices are applied in one step."""

    message = Signal(str)
    origin = ""
    """The id of the page that this one returns to; empty for the article."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, job_runner: JobRunner) -> None:
        super().__init__()
        self._session, self._job_runner = session, job_runner
        self._choices: dict[RoleSlot, str] = {}
        self._offers: list[RoleOffer] = []
        self._assigned = 0
        self.rows: dict[RoleSlot, RoleRow] = {}
        self._headings: dict[_Section, PlainLabel] = {}
        self._explanation, self._report = PlainLabel(), PlainLabel()
        self._area = QScrollArea()
        self.cancel_button, self.apply_button = QPushButton(tr("Cancel")), QPushButton(tr("Apply"))
        self._lay_out()
        self.cancel_button.clicked.connect(self.left)
        self.apply_button.clicked.connect(self.apply)
        # A job publishes changes in its own thread; the signal delivers them in the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _lay_out(self) -> None:
        title = PlainLabel(tr("Assign roles"))
        title.setProperty("role", "heading")
        self._explanation.setProperty("role", "muted")
        self._report.setProperty("role", "error")
        body = QWidget()
        body.setProperty("role", "page")
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(0, 0, 12, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._area.setWidget(body)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.apply_button.setDefault(True)
        # So that Enter presses the focused button; elsewhere on the page it applies the choices.
        self.cancel_button.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.cancel_button, self.apply_button):
            buttons.addWidget(button)
        self._rule: QFrame = rule()
        column = self.column(_WIDTH, spacing=12, tall=True)
        column.addWidget(title)
        for widget in (self._explanation, self._area, self._rule, self._report):
            if isinstance(widget, PlainLabel):
                widget.setWordWrap(True)
            column.addWidget(widget, 1 if widget is self._area else 0)
        column.addLayout(buttons)

    @property
    def explanation(self) -> str:
        """The sentence above the rows, or in their place."""
        return self._explanation.text()

    @property
    def report(self) -> str:
        """Why the last choices could not be applied; empty otherwise."""
        return self._report.text()

    # Opening and updating

    def open(self) -> None:
        """Show the roles that are missing now, with the proposals."""
        self._choices = {}
        self._show_report("")
        self._fill()
        first = next((self.rows[offer.slot].box for offer in self._offers), self.cancel_button)
        first.setFocus()

    def _follow(self, change: ChangeSet) -> None:
        if change.bulk and self.isVisible():
            self._fill()

    def _fill(self) -> None:
        """Show the present offers; a row that stays keeps its widget, and so the focus."""
        scheme = self._session.scheme
        self._offers = role_offer.role_offers(scheme, self._choices)
        self._explanation.setText(_explanation(scheme, has_rows=bool(self._offers)))
        widgets: list[QWidget] = []
        section: _Section | None = None
        for offer in self._offers:
            if _section(offer.slot) != section:
                section = _section(offer.slot)
                widgets.append(self._heading(section, scheme))
            widgets.append(self._row(offer, scheme))
        for position, widget in enumerate(widgets):
            if self._list.indexOf(widget) != position:
                self._list.insertWidget(position, widget)
            widget.show()
        for position in reversed(range(len(widgets), self._list.count() - 1)):
            self._remove(position)
        stops = [*(self.rows[offer.slot].box for offer in self._offers), self.cancel_button, self.apply_button]
        for stop, next_stop in pairwise(stops):
            self.setTabOrder(stop, next_stop)
        self._show_buttons()

    def _heading(self, section: _Section, scheme: Scheme) -> PlainLabel:
        if section not in self._headings:
            heading = self._headings[section] = PlainLabel()
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, 8, 0, 0)
        self._headings[section].setText(_section_title(section, scheme))
        return self._headings[section]

    def _row(self, offer: RoleOffer, scheme: Scheme) -> "RoleRow":
        row = self.rows.get(offer.slot)
        if row is None:
            row = self.rows[offer.slot] = RoleRow(offer.slot, scheme)
            row.box.activated.connect(lambda _, slot=offer.slot: self._choose(slot))
        row.show_offer(offer, scheme)
        return row

    def _remove(self, position: int) -> None:
        """Delete the row or heading at this position, which is not needed any more."""
        item = self._list.takeAt(position)
        widget = item.widget() if item else None
        if widget:
            self.rows = {slot: row for slot, row in self.rows.items() if row is not widget}
            self._headings = {section: heading for section, heading in self._headings.items() if heading is not widget}
            widget.hide()
            widget.deleteLater()

    def _show_buttons(self) -> None:
        rows = bool(self._offers)
        self._area.setVisible(rows)
        self._rule.setVisible(rows)
        self.apply_button.setVisible(rows)
        self.apply_button.setEnabled(not self._session.read_only and role_offer.set_roles(self._offers) is not None)
        self.cancel_button.setText(tr("Cancel") if rows else tr("Close"))

    def _show_report(self, text: str) -> None:
        self._report.setText(text)
        self._report.setVisible(bool(text))

    # Choosing and applying

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.apply_button.isEnabled():
            self.apply()
        else:
            super().keyPressEvent(event)

    def _choose(self, slot: RoleSlot) -> None:
        self._choices[slot] = self.rows[slot].box.currentData()
        self._show_report("")
        self._fill()

    def apply(self) -> None:
        """Assign the chosen roles as one step."""
        change = role_offer.set_roles(self._offers)
        if change:
            self._assigned = len(change.assignments)
            job = apply_change.apply(self._session, change)
            self._job_runner.run(tr("Assigning roles"), job, self._applied, self._refuse)

    def _applied(self, _effect: Consequences) -> None:
        self.left.emit()
        self.message.emit(
            trn(
                "Assigned {count} role. {key} undoes it",
                "Assigned {count} roles. {key} undoes it",
                self._assigned,
                key=keys_in_force.shown_key("undo"),
            )
        )

    def _refuse(self, problem: Exception) -> None:
        self._show_report(str(problem) or tr("Stopped: nothing was changed"))


class _ChoiceBox(QComboBox):
    """A list of choices that the mouse wheel scrolls past, as it stands in a page that scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class RoleRow(QWidget):
    """One missing role: its title, what it stands for, and the choice of what has it."""

    def __init__(self, slot: RoleSlot, scheme: Scheme) -> None:
        super().__init__()
        self.box = _ChoiceBox()
        self.box.setFixedWidth(_BOX_WIDTH)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        title, hint = role_title(slot.bearer, slot.role)
        if slot.bearer == "value":
            attribute = scheme.attributes_of(slot.owner_kind, slot.owner)[slot.attribute]
            title = tr("{role}: a value of {attribute}", role=title, attribute=shorten(attribute.title, _LONGEST_NAME))
        caption, explanation = PlainLabel(title), PlainLabel(hint)
        caption.setBuddy(self.box)
        explanation.setProperty("role", "muted")
        self.box.setAccessibleName(title)
        self.box.setAccessibleDescription(hint)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (caption, explanation):
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.box)

    def show_offer(self, offer: RoleOffer, scheme: Scheme) -> None:
        """Show these candidates and this choice."""
        self.box.clear()
        self.box.addItem(tr("none"), NO_CHOICE)
        for name in offer.candidates:
            title = _candidate_title(offer.slot, name, scheme)
            self.box.addItem(shorten(title, _LONGEST_NAME), name)
            self.box.setItemData(self.box.count() - 1, tooltip(title), Qt.ItemDataRole.ToolTipRole)
        self.box.setCurrentIndex(max(0, self.box.findData(offer.choice)))


def _section(slot: RoleSlot) -> _Section:
    """The group of rows that a slot belongs to: labels, links, or the attributes of one of them."""
    return (slot.owner_kind, slot.owner) if slot.owner else (slot.bearer,)


def _section_title(section: _Section, scheme: Scheme) -> str:
    match section:
        case ("label",):
            return tr("Labels")
        case ("relation",):
            return tr("Links")
        case (kind, name):
            owner = scheme.labels[name] if kind == "label" else scheme.relations[name]
            return tr("Attributes of {name}", name=shorten(owner.title, _LONGEST_NAME))
    raise ValueError(section)


def _candidate_title(slot: RoleSlot, name: str, scheme: Scheme) -> str:
    match slot.bearer:
        case "label":
            return scheme.labels[name].title
        case "relation":
            return scheme.relations[name].title
        case "attribute":
            return scheme.attributes_of(slot.owner_kind, slot.owner)[name].title
        case "value":
            return name


def _explanation(scheme: Scheme, *, has_rows: bool) -> str:
    if has_rows:
        return tr(
            "A role says what a label, link or attribute is for, whatever its name: the Demands screen, the warnings,"
            " the cast and the exports use roles."
        )
    if not scheme.labels:
        return tr("The scheme has no labels yet. Add some in the scheme editor first.")
    missing = scheme.missing_roles
    if not missing:
        return tr("Nothing to assign: the scheme has every role.")
    titles = ", ".join(
        role_title("label" if isinstance(role, LabelRole) else "relation", role).title for role in missing
    )
    return tr(
        "Nothing to assign: no label or link is without a role. To get the missing roles ({roles}), add a label or"
        " link in the scheme editor.",
        roles=titles,
    )
