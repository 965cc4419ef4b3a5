"""Who is told what the review made of their marks?"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout

from annotator.app.exchange.feedback_writer import Forecast
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.rows_model import RowsModel
from annotator.ui.exchange.tick_list import Ticks
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import walk_by_rows

_ROW = 26
_SIDE = 320
_FIGURE_WIDTH = 120
_HEADINGS = (mark("Annotator"), mark("Articles"), mark("As gold has it"), mark("Differ"), mark("Not settled"))


class FeedbackPage(Page):
    """Ticks people, and shows what each would be told."""

    heading = mark("Give feedback")
    wished = Signal(list)
    """Write files for these people; the folder is asked for next."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, Forecast] = {}
        self.people = Ticks(tr("Annotators"))
        self.model, self.table = RowsModel(_HEADINGS, figures=(1, 2, 3, 4)), QTableView()
        self._said = PlainLabel()
        self.go, self._close = QPushButton(tr("Choose a folder…")), QPushButton(tr("Close"))
        self._dress()
        self._lay_out()
        self.people.ticked.connect(self._show)
        self.go.clicked.connect(lambda: self.wished.emit(self.people.chosen()))
        self._close.clicked.connect(self.left)

    def _dress(self) -> None:
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)
        self.go.setDefault(True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What each would be told"))
        walk_by_rows(self.table, row_height=_ROW)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_HEADINGS)):
            self.table.setColumnWidth(column, _FIGURE_WIDTH)

    def _lay_out(self) -> None:
        hint = PlainLabel()
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        hint.setText(
            tr(
                "Each person gets one file to read: their finished articles in which something was settled, their own"
                " marks beside gold, and what you say in comments and questions. Of anybody else nothing is in it."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(hint)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        self.people.setFixedWidth(_SIDE)
        middle.addWidget(self.people)
        middle.addWidget(self.table, 1)
        column.addLayout(middle, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    @property
    def said(self) -> str:
        return self._said.text()

    def show_forecast(self, told: Sequence[Forecast]) -> None:
        """Offer everybody of whom something was reviewed, all ticked."""
        self._told = {one.annotator: one for one in told}
        self.people.fill({name: name for name in self._told}, ticked=self._told)
        self._show()
        (self.people if told else self._close).setFocus()

    def _show(self) -> None:
        chosen = [self._told[name] for name in self.people.chosen()]
        self.model.show([_row(one) for one in chosen])
        self.go.setEnabled(bool(chosen))
        masked = sum(one.masked for one in chosen)
        if not self._told:
            self._said.setText(tr("Nothing to tell yet: settle cases of articles that somebody has finished."))
        elif not chosen:
            self._said.setText(tr("Tick the people who shall get feedback"))
        elif masked:
            self._said.setText(
                trn(
                    "A comment names somebody else: the name is left out",
                    "{count} comments name somebody else: the names are left out",
                    masked,
                )
            )
        else:
            self._said.clear()


def _row(told: Forecast) -> tuple[str, ...]:
    agreed, unsettled = told.groups["agreed"], told.groups["open"]
    figures = (told.documents, agreed, told.marks - agreed - unsettled, unsettled)
    return (told.annotator, *map(str, figures))
