"""The page that chooses the annotators who get feedback."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout

from annotator.app.exchange.feedback_writer import FeedbackForecast
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.text_rows_model import RowsModel
from annotator.ui.exchange.tick_list import TickList
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import set_up_rows

_ROW = 26
_SIDE = 320
_FIGURE_WIDTH = 120
_HEADINGS = (mark("Annotator"), mark("Articles"), mark("As gold has it"), mark("Differ"), mark("Not settled"))


class FeedbackPage(Page):
    """Offers the annotators to tick, and shows what the feedback of each would hold."""

    heading = mark("Give feedback")
    requested = Signal(list)
    """Write files for these annotators; the folder is asked for next."""

    def __init__(self) -> None:
        super().__init__()
        self._forecasts: dict[str, FeedbackForecast] = {}
        self.annotators = TickList(tr("Annotators"))
        self.model, self.table = RowsModel(_HEADINGS, figures=(1, 2, 3, 4)), QTableView()
        self._hint = PlainLabel()
        self.go, self._close = QPushButton(tr("Choose a folder…")), QPushButton(tr("Close"))
        self._set_up()
        self._lay_out()
        self.annotators.ticked.connect(self._show)
        self.go.clicked.connect(lambda: self.requested.emit(self.annotators.chosen()))
        self._close.clicked.connect(self.left)

    def _set_up(self) -> None:
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.go.setDefault(True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What each would be told"))
        set_up_rows(self.table, row_height=_ROW)
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
        self.annotators.setFixedWidth(_SIDE)
        middle.addWidget(self.annotators)
        middle.addWidget(self.table, 1)
        column.addLayout(middle, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    @property
    def hint(self) -> str:
        """The sentence below the table."""
        return self._hint.text()

    def show_forecasts(self, forecasts: Sequence[FeedbackForecast]) -> None:
        """Offer every annotator with reviewed marks, all ticked."""
        self._forecasts = {forecast.annotator: forecast for forecast in forecasts}
        self.annotators.fill({name: name for name in self._forecasts}, ticked=self._forecasts)
        self._show()
        (self.annotators if forecasts else self._close).setFocus()

    def _show(self) -> None:
        chosen = [self._forecasts[name] for name in self.annotators.chosen()]
        self.model.show([_row(forecast) for forecast in chosen])
        self.go.setEnabled(bool(chosen))
        masked = sum(forecast.masked for forecast in chosen)
        if not self._forecasts:
            self._hint.setText(tr("Nothing to tell yet: settle cases of articles that somebody has finished."))
        elif not chosen:
            self._hint.setText(tr("Tick the people who shall get feedback"))
        elif masked:
            self._hint.setText(
                trn(
                    "A comment names somebody else: the name is left out",
                    "{count} comments name somebody else: the names are left out",
                    masked,
                )
            )
        else:
            self._hint.clear()


def _row(forecast: FeedbackForecast) -> tuple[str, ...]:
    agreed, unsettled = forecast.groups["agreed"], forecast.groups["open"]
    figures = (forecast.documents, agreed, forecast.marks - agreed - unsettled, unsettled)
    return (forecast.annotator, *map(str, figures))
