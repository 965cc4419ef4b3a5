"""The page on which the scheme is shown and changed.

The parts of the scheme are on the left, the changes of the current part beside them, the form of the current change on
the right. The effect of a change is shown before the change is applied.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.scheme import apply_change
from annotator.app.scheme.apply_change import Consequences
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.scheme.scheme import Label
from annotator.i18n import tr, trn
from annotator.ui.scheme import effect_sentences
from annotator.ui.scheme.change_plan import ChangePlan, SchemePart
from annotator.ui.scheme.offered_changes import plans_for, replacement_plan
from annotator.ui.scheme.plan_form import PlanForm
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.theme import LINE_STYLES, Theme
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, shorten

if TYPE_CHECKING:
    from annotator.domain.scheme.changes import SchemeChange

_PARTS_WIDTH, _PLANS_WIDTH = 250, 210
_LONGEST_NAME = 40
_RECHECK_HEIGHT = 140
_VALUE = Qt.ItemDataRole.UserRole


class _EnterList(QListWidget):
    """A list with a signal for Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SchemePage(Page):
    """The parts of the scheme, the changes of each, and the effect of a change."""

    keeps_labels = True
    opened = Signal(str)
    """The id of an article to show."""
    roles_requested = Signal()
    """The page that assigns the missing roles is to be shown."""
    message = Signal(str)

    def __init__(self, session: Session, job_runner: JobRunner, theme: Theme) -> None:
        super().__init__()
        self._session, self._job_runner, self._theme = session, job_runner, theme
        self._plans: list[ChangePlan] = []
        self._change: SchemeChange | None = None
        self.parts, self.plans, self.recheck_list = _EnterList(), _EnterList(), _EnterList()
        self.form: PlanForm | None = None
        self._title = PlainLabel()
        self._area = QScrollArea()
        self._report = PlainLabel()
        self.preview_button, self.apply_button = QPushButton(tr("See what follows")), QPushButton(tr("Apply"))
        self.cancel_button = QPushButton()
        self._lay_out()
        self._connect()

    # Layout

    def _lay_out(self) -> None:
        title = PlainLabel(tr("Scheme"))
        title.setProperty("role", "heading")
        self._title.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._title, 1)
        for text, action in (
            (tr("Assign roles…"), self.roles_requested.emit),
            (tr("Replace by a file…"), self._replace),
            (tr("Export…"), self._export),
            (tr("Close"), self.left.emit),
        ):
            head.addWidget(_button(text, action))
        self.parts.setAccessibleName(tr("Parts of the scheme"))
        self.parts.setFixedWidth(_PARTS_WIDTH)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plans.setAccessibleName(tr("What can be changed"))
        self.plans.setFixedWidth(_PLANS_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.parts)
        body.addWidget(self.plans)
        body.addLayout(self._lay_out_right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _lay_out_right(self) -> QVBoxLayout:
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._report.setWordWrap(True)
        self.recheck_list.setAccessibleName(tr("Articles to look at again"))
        self.recheck_list.setMaximumHeight(_RECHECK_HEIGHT)
        self.cancel_button.setText(tr("Cancel"))
        self.preview_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.cancel_button, self.preview_button, self.apply_button):
            buttons.addWidget(button)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        for widget in (self._area, rule, self._report, self.recheck_list):
            column.addWidget(widget, 1 if widget is self._area else 0)
        column.addLayout(buttons)
        return column

    def _connect(self) -> None:
        self.parts.currentItemChanged.connect(lambda *_: self._list_plans())
        self.parts.entered.connect(self.plans.setFocus)
        self.plans.currentRowChanged.connect(self._show_form)
        self.plans.entered.connect(self._focus_form)
        self.preview_button.clicked.connect(self.preview)
        self.apply_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self._discard_preview)
        self.recheck_list.entered.connect(self._open_article)
        self.recheck_list.itemDoubleClicked.connect(lambda _: self._open_article())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fill()

    # The scheme

    def open(self) -> None:
        """Show the scheme as it is now."""
        self._fill()
        self.parts.setFocus()

    @property
    def report(self) -> str:
        """The text about the current change: its effect, or why it is refused."""
        return self._report.text()

    def _fill(self) -> None:
        """Fill the list of parts; the current part and change stay current if they still exist."""
        scheme, current_part, plan_row = self._session.scheme, self.current_part, self.plans.currentRow()
        self.parts.blockSignals(True)  # noqa: FBT003 - the signature of Qt
        self.parts.clear()
        self._add(SchemePart("label"), tr("The whole scheme"), 0)
        for label in scheme.labels.values():
            title = f"{label.title} ({label.name})" if label.titles else label.title
            self._add(SchemePart("label", label.name), f"{title}  {label.key}", 0, label)
            for name in label.attributes:
                self._add(SchemePart("label", label.name, name), name.replace("_", " "), 1)
        for relation in scheme.relations.values():
            self._add(SchemePart("relation", relation.name), relation.name.replace("_", " ").capitalize(), 0)
            for name in relation.attributes:
                self._add(SchemePart("relation", relation.name, name), name.replace("_", " "), 1)
        self.parts.blockSignals(False)  # noqa: FBT003
        self._title.setText(shorten(scheme.heading, _LONGEST_NAME))
        rows = [row for row in range(self.parts.count()) if self.parts.item(row).data(_VALUE) == current_part]
        self.parts.setCurrentRow(rows[0] if rows else 0)
        self.plans.setCurrentRow(max(0, min(plan_row, self.plans.count() - 1)) if rows else 0)

    def _add(self, scheme_part: SchemePart, text: str, depth: int, label: Label | None = None) -> None:
        item = QListWidgetItem("      " * depth + shorten(text, _LONGEST_NAME))
        item.setData(_VALUE, scheme_part)
        if label:
            item.setIcon(_label_icon(label, self._theme))
        self.parts.addItem(item)

    @property
    def current_part(self) -> SchemePart:
        """The current part; the whole scheme by default."""
        item = self.parts.currentItem()
        return item.data(_VALUE) if item else SchemePart("label")

    def choose(self, scheme_part: SchemePart, title: str) -> None:
        """Make this part current, and of its changes the one with this title."""
        for row in range(self.parts.count()):
            if self.parts.item(row).data(_VALUE) == scheme_part:
                self.parts.setCurrentRow(row)
        self.plans.setCurrentRow([plan.title for plan in self._plans].index(title))

    def _list_plans(self) -> None:
        self._plans = plans_for(self.current_part, self._session)
        self.plans.blockSignals(True)  # noqa: FBT003
        self.plans.clear()
        self.plans.addItems([plan.title for plan in self._plans])
        self.plans.blockSignals(False)  # noqa: FBT003
        self.plans.setCurrentRow(-1)
        self.plans.setCurrentRow(0)

    def _show_form(self, row: int) -> None:
        if 0 <= row < len(self._plans):
            self._show_plan(self._plans[row])

    def _show_plan(self, plan: ChangePlan) -> None:
        self.form = PlanForm(plan, self.current_part, self._session.scheme)
        self.form.changed.connect(self._discard_preview)
        self.form.submitted.connect(self.preview)
        self._plan = plan
        body = QWidget()
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        title = PlainLabel(plan.title)
        title.setProperty("role", "heading")
        column.addWidget(title)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area.setWidget(body)
        buttons = (self.cancel_button, self.preview_button, self.apply_button)
        for widget, next_widget in pairwise((self.plans, *self.form.tab_stops(), self.recheck_list, *buttons)):
            self.setTabOrder(widget, next_widget)
        self._discard_preview()

    def _focus_form(self) -> None:
        stops = self.form.tab_stops() if self.form else []
        (stops or [self.preview_button])[0].setFocus()

    # Preview and apply

    def _discard_preview(self) -> None:
        """Hide the effect of the previous change: the form has changed."""
        self._change = None
        self._report.clear()
        self.recheck_list.hide()
        self._show_buttons(previewed=False)

    def _show_buttons(self, *, previewed: bool) -> None:
        self.preview_button.setVisible(not previewed)
        self.preview_button.setEnabled(not self._session.read_only)
        self.apply_button.setVisible(previewed)
        self.cancel_button.setVisible(previewed)
        self.apply_button.setDefault(previewed)
        self.preview_button.setDefault(not previewed)

    def preview(self) -> None:
        """Show the effect that the change would have."""
        if self.form is None:
            return
        try:
            self._change = self._plan.change(self.form.values())
        except Refused as refusal:
            self._refuse(refusal)
            return
        job = apply_change.consequences(self._session, self._change)
        self._job_runner.run(tr("Looking at what follows"), job, self._show_consequences, self._refuse)

    def _show_consequences(self, effect: Consequences) -> None:
        self._show_report(effect_sentences.preview_text(effect))
        self._list_articles(effect)
        self._show_buttons(previewed=True)
        self.apply_button.setFocus()

    def apply(self) -> None:
        """Apply the change that is previewed."""
        if self._change:
            self._job_runner.run(
                tr("Changing the scheme"), apply_change.apply(self._session, self._change), self._applied, self._refuse
            )

    def _applied(self, effect: Consequences) -> None:
        self._fill()
        self.message.emit(effect_sentences.applied_text(effect, keys_in_force.shown_key("undo")))
        if effect.to_recheck:
            self._show_report(
                trn("{count} article to look at again:", "{count} articles to look at again:", len(effect.to_recheck))
            )
            self._list_articles(effect)
            self.recheck_list.setFocus()
        else:
            self.parts.setFocus()

    def _refuse(self, problem: Exception) -> None:
        self._show_buttons(previewed=False)
        self._show_report(str(problem) or tr("Stopped: nothing was changed"), wrong=True)

    def _show_report(self, text: str, *, wrong: bool = False) -> None:
        self._report.setProperty("role", "error" if wrong else "")
        self._report.style().unpolish(self._report)
        self._report.style().polish(self._report)
        self._report.setText(text)

    def _list_articles(self, effect: Consequences) -> None:
        self.recheck_list.clear()
        for article in effect.to_recheck:
            marks = trn("{count} mark", "{count} marks", article.marks)
            item = QListWidgetItem(f"{shorten(article.title or article.document, 60)}  ·  {marks}")
            item.setData(_VALUE, article.document)
            self.recheck_list.addItem(item)
        self.recheck_list.setCurrentRow(0)
        self.recheck_list.setVisible(bool(effect.to_recheck))

    def _open_article(self) -> None:
        item = self.recheck_list.currentItem()
        if item:
            self.opened.emit(item.data(_VALUE))

    # Files

    def _replace(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Replace the scheme"), "", tr("Schemes (*.json)"))
        if name:
            self.replace_by_file(Path(name))

    def replace_by_file(self, path: Path) -> None:
        """Show the form to replace the scheme by that of a file, with a field for each name that the file lacks."""
        try:
            plan = replacement_plan(
                apply_change.replacement(path), self._session.scheme, tr("Replace by {file}", file=path.name)
            )
        except Refused as refusal:
            self._refuse(refusal)
            return
        self.parts.setCurrentRow(0)
        self._show_plan(plan)
        self._focus_form()

    def _export(self) -> None:
        suggestion = f"{self._session.scheme.name}.json"
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the scheme"), suggestion, tr("Schemes (*.json)"))
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the scheme and the guidelines to files."""
        try:
            files = apply_change.export_scheme(self._session, path)
        except Refused as refusal:
            self._refuse(refusal)
            return
        self.message.emit(tr("Wrote {files}", files=tr(" and ").join(file.name for file in files)))


def _button(text: str, action: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _=False: action())
    return button


def _label_icon(label: Label, theme: Theme) -> QIcon:
    """An icon with the line of the label in its colour, as on the page."""
    picture = QPixmap(20, 16)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    pen = QPen(QColor(theme.color_of(label)), 3.0 if label.main else 1.6, LINE_STYLES[label.line])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(0, 9, 20, 9)
    painter.end()
    icon = QIcon(picture)
    # Without this Qt tints the icon in the selected row.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
