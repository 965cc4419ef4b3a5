"""How does a person look at the scheme, and change it?

Left the parts of the scheme, beside them what can be changed about the chosen one, right what has to be said for it.
What would follow is shown before anything is changed.
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
from annotator.ui.scheme import sentences
from annotator.ui.scheme.plan_form import PlanForm
from annotator.ui.scheme.plans import Part, Plan, plans_for, replace_by
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work
from annotator.ui.theme import LINE_STYLES, Theme
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, brief

if TYPE_CHECKING:
    from annotator.domain.scheme.migration import Edit

_PARTS_WIDTH, _PLANS_WIDTH = 250, 210
_LONGEST_NAME = 40
_AGAIN_HEIGHT = 140
_PART = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    """A list that Enter leaves towards what it stands for."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SchemePage(Page):
    """The scheme and its changes."""

    keeps_labels = True
    opened = Signal(str)
    """The id of an article to look at."""
    said = Signal(str)
    """A line to say in passing."""

    def __init__(self, session: Session, work: Work, theme: Theme) -> None:
        super().__init__()
        self._session, self._work, self._theme = session, work, theme
        self._plans: list[Plan] = []
        self._change: Edit | None = None
        self.parts, self.plans, self.again = _List(), _List(), _List()
        self.form: PlanForm | None = None
        self._title = PlainLabel()
        self._area = QScrollArea()
        self._outcome = PlainLabel()
        self.ask, self.go, self.back = QPushButton(tr("See what follows")), QPushButton(tr("Apply")), QPushButton()
        self._lay_out()
        self._connect()

    # How it looks

    def _lay_out(self) -> None:
        title = PlainLabel(tr("Scheme"))
        title.setProperty("role", "heading")
        self._title.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._title, 1)
        for text, act in (
            (tr("Replace by a file…"), self._replace),
            (tr("Export…"), self._export),
            (tr("Close"), self.left.emit),
        ):
            head.addWidget(_button(text, act))
        self.parts.setAccessibleName(tr("Parts of the scheme"))
        self.parts.setFixedWidth(_PARTS_WIDTH)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plans.setAccessibleName(tr("What can be changed"))
        self.plans.setFixedWidth(_PLANS_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.parts)
        body.addWidget(self.plans)
        body.addLayout(self._right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _right(self) -> QVBoxLayout:
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._outcome.setWordWrap(True)
        self.again.setAccessibleName(tr("Articles to look at again"))
        self.again.setMaximumHeight(_AGAIN_HEIGHT)
        self.back.setText(tr("Cancel"))
        self.ask.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.back, self.ask, self.go):
            buttons.addWidget(button)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        for part in (self._area, rule, self._outcome, self.again):
            column.addWidget(part, 1 if part is self._area else 0)
        column.addLayout(buttons)
        return column

    def _connect(self) -> None:
        self.parts.currentItemChanged.connect(lambda *_: self._show_plans())
        self.parts.entered.connect(self.plans.setFocus)
        self.plans.currentRowChanged.connect(self._show_form)
        self.plans.entered.connect(self._into_form)
        self.ask.clicked.connect(self.see)
        self.go.clicked.connect(self.apply)
        self.back.clicked.connect(self._reconsider)
        self.again.entered.connect(self._open_again)
        self.again.itemDoubleClicked.connect(lambda _: self._open_again())

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        self._fill()

    # What is there

    def open(self) -> None:
        """Show the scheme as it is now."""
        self._fill()
        self.parts.setFocus()

    @property
    def outcome(self) -> str:
        """What the page says of the change at hand."""
        return self._outcome.text()

    def _fill(self) -> None:
        """The parts anew; the chosen one stays where it is still there."""
        scheme, chosen, plan = self._session.scheme, self.part, self.plans.currentRow()
        self.parts.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.parts.clear()
        self._add(Part("label"), tr("The whole scheme"), 0)
        for label in scheme.labels.values():
            self._add(Part("label", label.name), f"{label.title}  {label.key}", 0, label)
            for name in label.attributes:
                self._add(Part("label", label.name, name), name.replace("_", " "), 1)
        for relation in scheme.relations.values():
            self._add(Part("relation", relation.name), relation.name.replace("_", " ").capitalize(), 0)
            for name in relation.attributes:
                self._add(Part("relation", relation.name, name), name.replace("_", " "), 1)
        self.parts.blockSignals(False)  # noqa: FBT003
        self._title.setText(brief(scheme.title, _LONGEST_NAME))
        rows = [row for row in range(self.parts.count()) if self.parts.item(row).data(_PART) == chosen]
        self.parts.setCurrentRow(rows[0] if rows else 0)
        self.plans.setCurrentRow(max(0, min(plan, self.plans.count() - 1)) if rows else 0)

    def _add(self, part: Part, text: str, depth: int, label: Label | None = None) -> None:
        item = QListWidgetItem("      " * depth + brief(text, _LONGEST_NAME))
        item.setData(_PART, part)
        if label:
            item.setIcon(_line_of(label, self._theme))
        self.parts.addItem(item)

    @property
    def part(self) -> Part:
        """The part that is chosen."""
        item = self.parts.currentItem()
        return item.data(_PART) if item else Part("label")

    def choose(self, part: Part, plan: str) -> None:
        """Point at a part, and at what shall be changed about it."""
        for row in range(self.parts.count()):
            if self.parts.item(row).data(_PART) == part:
                self.parts.setCurrentRow(row)
        self.plans.setCurrentRow([one.title for one in self._plans].index(plan))

    def _show_plans(self) -> None:
        self._plans = plans_for(self.part, self._session)
        self.plans.blockSignals(True)  # noqa: FBT003
        self.plans.clear()
        self.plans.addItems([plan.title for plan in self._plans])
        self.plans.blockSignals(False)  # noqa: FBT003
        self.plans.setCurrentRow(-1)
        self.plans.setCurrentRow(0)

    def _show_form(self, row: int) -> None:
        if 0 <= row < len(self._plans):
            self._take_up(self._plans[row])

    def _take_up(self, plan: Plan) -> None:
        self.form = PlanForm(plan, self.part, self._session.scheme)
        self.form.changed.connect(self._reconsider)
        self.form.entered.connect(self.see)
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
        for one, following in pairwise((self.plans, *self.form.stops(), self.again, self.back, self.ask, self.go)):
            self.setTabOrder(one, following)
        self._reconsider()

    def _into_form(self) -> None:
        stops = self.form.stops() if self.form else []
        (stops or [self.ask])[0].setFocus()

    # What follows

    def _reconsider(self) -> None:
        """Nothing is about to happen."""
        self._change = None
        self._outcome.clear()
        self.again.hide()
        self._offer(applying=False)

    def _offer(self, *, applying: bool) -> None:
        self.ask.setVisible(not applying)
        self.ask.setEnabled(not self._session.read_only)
        self.go.setVisible(applying)
        self.back.setVisible(applying)
        self.go.setDefault(applying)
        self.ask.setDefault(not applying)

    def see(self) -> None:
        """Say what the change would do."""
        if self.form is None:
            return
        try:
            self._change = self._plan.change(self.form.said())
        except Refused as refusal:
            self._refuse(refusal)
            return
        job = apply_change.consequences(self._session, self._change)
        self._work.run(tr("Looking at what follows"), job, self._show_consequences, self._refuse)

    def _show_consequences(self, told: Consequences) -> None:
        self._say(sentences.foretold(told))
        self._show_again(told)
        self._offer(applying=True)
        self.go.setFocus()

    def apply(self) -> None:
        """Carry the change out."""
        if self._change:
            self._work.run(
                tr("Changing the scheme"), apply_change.apply(self._session, self._change), self._applied, self._refuse
            )

    def _applied(self, told: Consequences) -> None:
        self._fill()
        self.said.emit(sentences.done(told, keymap.shown("undo")))
        if told.again:
            self._say(trn("{count} article to look at again:", "{count} articles to look at again:", len(told.again)))
            self._show_again(told)
            self.again.setFocus()
        else:
            self.parts.setFocus()

    def _refuse(self, why: Exception) -> None:
        self._offer(applying=False)
        self._say(str(why) or tr("Stopped: nothing was changed"), wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._outcome.setProperty("role", "error" if wrong else "")
        self._outcome.style().unpolish(self._outcome)
        self._outcome.style().polish(self._outcome)
        self._outcome.setText(text)

    def _show_again(self, told: Consequences) -> None:
        self.again.clear()
        for article in told.again:
            marks = trn("{count} mark", "{count} marks", article.marks)
            item = QListWidgetItem(f"{brief(article.title or article.document, 60)}  ·  {marks}")
            item.setData(_PART, article.document)
            self.again.addItem(item)
        self.again.setCurrentRow(0)
        self.again.setVisible(bool(told.again))

    def _open_again(self) -> None:
        item = self.again.currentItem()
        if item:
            self.opened.emit(item.data(_PART))

    # Files

    def _replace(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Replace the scheme"), "", tr("Schemes (*.json)"))
        if name:
            self.replace_by_file(Path(name))

    def replace_by_file(self, path: Path) -> None:
        """Ask what becomes of the names that the file's scheme does not have."""
        try:
            plan = replace_by(
                apply_change.replacement(path), self._session.scheme, tr("Replace by {file}", file=path.name)
            )
        except Refused as refusal:
            self._refuse(refusal)
            return
        self.parts.setCurrentRow(0)
        self._take_up(plan)
        self._into_form()

    def _export(self) -> None:
        suggestion = f"{self._session.scheme.name}.json"
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the scheme"), suggestion, tr("Schemes (*.json)"))
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the scheme and its guidance."""
        try:
            written = apply_change.export_scheme(self._session, path)
        except Refused as refusal:
            self._refuse(refusal)
            return
        self.said.emit(tr("Wrote {files}", files=tr(" and ").join(file.name for file in written)))


def _button(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _=False: act())
    return button


def _line_of(label: Label, theme: Theme) -> QIcon:
    """The label's line in its colour, as it stands on the page."""
    picture = QPixmap(20, 16)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    pen = QPen(QColor(theme.color_of(label)), 3.0 if label.main else 1.6, LINE_STYLES[label.line])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(0, 9, 20, 9)
    painter.end()
    drawn = QIcon(picture)
    # Qt would tint it on the chosen row.
    drawn.addPixmap(picture, QIcon.Mode.Selected)
    return drawn
