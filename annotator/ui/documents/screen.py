"""The screen with the list of all articles."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QToolButton,
    QVBoxLayout,
)

from annotator.app.project import document_list
from annotator.app.session import Session
from annotator.i18n import mark, tr, trn
from annotator.ui.documents.model import (
    DATE,
    LABELS,
    PROGRESS,
    SOURCE,
    SPANS,
    STATUS,
    STATUSES,
    TITLE,
    TOUCHED,
    DocumentsModel,
)
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import OneLineLabel, PlainLabel, tooltip
from annotator.ui.widgets.tables import RowFilter, RowTable, set_up_rows

_ROW = 28
_WIDTHS = {SOURCE: 110, DATE: 100, STATUS: 100, SPANS: 70, LABELS: 230, PROGRESS: 130, TOUCHED: 140}
_FIELD_WIDTH = 320


class DocumentsScreen(Page):
    """A table of all articles of the project to filter and sort."""

    heading = mark("All articles")
    opened = Signal(str)
    """The id of the article to open."""

    def __init__(self, session: Session, next_unfinished: QAction) -> None:
        super().__init__()
        self._session = session
        self.model = DocumentsModel(session)
        self.filter = RowFilter()
        self.filter.setPlaceholderText(tr("Filter by words in the text"))
        self.filter.setAccessibleName(tr("Filter by words in the text"))
        self.filter.setFixedWidth(_FIELD_WIDTH)
        self.status = QComboBox()
        self.status.setAccessibleName(tr("Status"))
        self.status.addItem(tr("every status"), "")
        for status, title in STATUSES.items():
            self.status.addItem(tr(title), status)
        self._next = QToolButton()
        self._next.setDefaultAction(next_unfinished)
        self._next.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._count, self._progress = PlainLabel(), OneLineLabel()
        self.table = RowTable()
        self._set_up_table()
        self._lay_out()
        self.filter.textChanged.connect(lambda _: self._filter())
        self.status.currentIndexChanged.connect(lambda _: self._filter())
        self.filter.table_requested.connect(self._enter_table)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._open)

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setObjectName("articles")
        self.table.setAccessibleName(tr("Articles"))
        set_up_rows(self.table, row_height=_ROW)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heading = self.table.horizontalHeader()
        heading.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heading.setSortIndicatorClearable(True)
        self.table.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        heading.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 10, 16, 10)
        bar.setSpacing(8)
        for label in (self._count, self._progress):
            label.setProperty("role", "muted")
        self._progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        caption = PlainLabel(tr("Status"))
        caption.setBuddy(self.status)
        for widget in (self.filter, caption, self.status, self._next, self._count):
            bar.addWidget(widget)
        bar.addWidget(self._progress, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)

    def open(self, document: str | None) -> None:
        """Read the list again and select this article."""
        self.model.reload()
        self._show_counts()
        progress = [
            tr("{name} {done}/{total}", name=name, done=done, total=self.model.total)
            for name, done, _ in document_list.annotator_progress(self._session)
        ]
        self._progress.setText("   ".join(progress))
        self._progress.setToolTip(tooltip("\n".join([tr("Articles done"), *progress])))
        self._select_row(max(0, self.model.row_of(document)))
        self.filter.setFocus()
        self.filter.selectAll()

    def _filter(self) -> None:
        self.model.filter(self.filter.text(), self.status.currentData())
        self._show_counts()
        self._select_row(0)

    def _show_counts(self) -> None:
        count = self.model.rowCount()
        if count == self.model.total:
            self._count.setText(trn("{count} article", "{count} articles", count))
        else:
            self._count.setText(tr("{count} of {total} articles", count=count, total=self.model.total))

    def _select_row(self, row: int) -> None:
        if row < self.model.rowCount():
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self._select_row(0)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.head(index.row()).id)
