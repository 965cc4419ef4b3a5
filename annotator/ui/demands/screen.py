"""Who demands what of whom in the whole project?"""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.cast import demands
from annotator.app.cast.demands import FoundDemand
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.i18n import mark, tr, trn
from annotator.ui.demands.arrangement import (
    ADDRESSEE,
    ANNOTATOR,
    ARTICLE,
    DATE,
    EVENT,
    FACTUALITY,
    POLARITY,
    RESPONSE,
    SPEAKER,
    STRENGTH,
    WORDS,
    Pair,
)
from annotator.ui.demands.matrix import MatrixView
from annotator.ui.demands.model import DemandsModel
from annotator.ui.theme import Theme
from annotator.ui.transfer.export_page import ExportWish
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, name_choice
from annotator.ui.widgets.tables import RowFilter, RowTable, walk_by_rows

_ROW = 28
_FIELD_WIDTH = 240
_WIDTHS = {
    SPEAKER: 160,
    STRENGTH: 92,
    WORDS: 320,
    ADDRESSEE: 140,
    EVENT: 180,
    POLARITY: 80,
    FACTUALITY: 84,
    RESPONSE: 170,
    ARTICLE: 170,
    DATE: 90,
    ANNOTATOR: 110,
}
_SIDES = (800, 480)


class DemandsScreen(Page):
    """All demands in a table to filter, sort and group; beside it, who demands of whom how often."""

    heading = mark("Demands")
    opened = Signal(FoundDemand)
    """Stand in the text at this demand."""
    exported = Signal(ExportWish)
    """Export these."""
    said = Signal(str)
    """A line to say in passing."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._current: FoundDemand | None = None
        self.model = DemandsModel(session)
        self.table, self.matrix = RowTable(), MatrixView(theme, self._hue(theme))
        self.filter, self.whose, self.group = RowFilter(), QComboBox(), QComboBox()
        self.pair = QPushButton()
        self._count, self._nothing, self._left_out = PlainLabel(), PlainLabel(), PlainLabel()
        self._copy, self._export = QPushButton(tr("Copy")), QPushButton(tr("Export…"))
        self._body = QStackedWidget()
        self._lay_out()
        self._dress()
        self._connect()
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _dress(self) -> None:
        self.filter.setPlaceholderText(tr("Filter by words"))
        self.filter.setAccessibleName(tr("Filter by words"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(_FIELD_WIDTH)
        name_choice(self.whose, tr("Marks of"))
        name_choice(self.group, tr("Grouped"))
        for title, column in ((tr("not grouped"), -1), (tr("by speaker"), SPEAKER), (tr("by addressee"), ADDRESSEE)):
            self.group.addItem(title, column)
        self.pair.setToolTip(tr("Show the demands of everybody again"))
        self._copy.setToolTip(tr("Copy the selected rows for a spreadsheet"))
        for label in (self._count, self._nothing, self._left_out):
            label.setProperty("role", "muted")
            label.setWordWrap(label is not self._count)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Demands"))
        walk_by_rows(self.table, row_height=_ROW)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setObjectName("demands")
        heading = self.table.horizontalHeader()
        heading.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heading.setSortIndicatorClearable(True)
        self.table.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 10, 16, 10)
        bar.setSpacing(8)
        for part in (self.filter, self.whose, self.group, self.pair, self._count):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self._copy)
        bar.addWidget(self._export)
        picture = QWidget()
        beside = QVBoxLayout(picture)
        beside.setContentsMargins(16, 0, 4, 8)
        beside.setSpacing(4)
        title, hint = PlainLabel(tr("Who demands of whom")), PlainLabel(tr("Press a count to see only its demands."))
        title.setProperty("role", "heading")
        hint.setProperty("role", "muted")
        for part in (title, hint):
            beside.addWidget(part)
        beside.addWidget(self.matrix, 1)
        beside.addWidget(self._left_out)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setObjectName("demands-sides")
        sides.setHandleWidth(1)
        sides.addWidget(self.table)
        sides.addWidget(picture)
        sides.setStretchFactor(0, 1)
        sides.setChildrenCollapsible(False)
        sides.setSizes(_SIDES)
        self._body.addWidget(sides)
        self._body.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda query: self.model.arrange(query=query))
        self.filter.down.connect(self._enter_table)
        self.whose.activated.connect(lambda _: self.model.choose(self.whose.currentData()))
        self.group.currentIndexChanged.connect(lambda _: self.model.arrange(group=self.group.currentData()))
        self.pair.clicked.connect(lambda: self._choose_pair(Pair()))
        self.matrix.asked.connect(self._choose_pair)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.arranged.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.copied.connect(self._copy_rows)
        self._copy.clicked.connect(self._copy_rows)
        self._export.clicked.connect(self._wish_export)

    def _hue(self, theme: Theme) -> QColor:
        """Demands have their label's colour here too."""
        label = self._session.scheme.labels.get(demands.DEMAND)
        return theme.color_of(label) if label else QColor(theme.accent)

    def wear(self, theme: Theme) -> None:
        self.matrix.wear(theme, self._hue(theme))

    # Coming and going

    def open(self) -> None:
        """Show the demands as they are now, those of whoever is at work where nobody else was chosen."""
        self._offer_people()
        self.model.catch_up()
        if self._current:
            self._enter_table()
        else:
            self.filter.setFocus()

    def _offer_people(self) -> None:
        people = self._session.people()
        if [self.whose.itemData(row) for row in range(1, self.whose.count())] == people:
            return
        own = self._session.annotator.name if self._session.annotator else None
        chosen = self.model.whose if self.whose.count() else own
        self.whose.clear()
        self.whose.addItem(tr("everybody"), None)
        for name in people:
            self.whose.addItem(name, name)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        if self.whose.currentData() != self.model.whose:
            self.model.choose(self.whose.currentData())

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.pause()
        super().hideEvent(event)

    def _follow(self, change: ChangeSet) -> None:
        if change.bulk or self.model.whose in (None, change.annotator):
            self.model.forget(None if change.bulk else change.document)
            if self.isVisible():
                self.model.catch_up()

    # What is shown

    def _remember(self) -> None:
        index = self.table.currentIndex()
        self._current = (self.model.found(index.row()) if index.isValid() else None) or self._current

    def _show(self) -> None:
        """After every change of the rows: headings, counts, picture, and the row where one was."""
        self.table.clearSpans()
        for row in self.model.headings():
            self.table.setSpan(row, 0, 1, self.model.columnCount())
        self.table.setColumnHidden(ANNOTATOR, self.model.whose is not None)
        wanted = self.model.wanted
        matrix = self.model.matrix()
        self.matrix.show_matrix(matrix, wanted.pair)
        self._left_out.setVisible(matrix.left_out > 0)
        self._left_out.setText(
            trn(
                "{count} rarer name is left out; filter to see it",
                "{count} rarer names are left out; filter to see them",
                matrix.left_out,
            )
        )
        self.pair.setVisible(wanted.pair != Pair())
        self.pair.setText(
            tr(
                "{speaker} → {addressee}  ×",
                speaker=_named(wanted.pair.speaker),
                addressee=_named(wanted.pair.addressee),
            )
        )
        self._show_counts()
        row = self.model.row_of(self._current)
        if row >= 0:
            self._point_to(row)

    def _show_counts(self) -> None:
        count, total = self.model.count, self.model.total
        shown = trn("{count} demand", "{count} demands", total)
        if count != total:
            shown = tr("{count} of {total} demands", count=count, total=total)
        self._count.setText(tr("{demands}, reading on…", demands=shown) if self.model.reading else shown)
        nothing = self._why_nothing(total, self.model.rowCount())
        self._nothing.setText(nothing)
        self._body.setCurrentIndex(1 if nothing else 0)
        self._copy.setEnabled(not nothing)
        self._export.setEnabled(total > 0)

    def _why_nothing(self, total: int, rows: int) -> str:
        if not demands.knows_demands(self._session.scheme):
            return tr(
                "This project's scheme has no label {label}, so there are no demands to list.", label=demands.DEMAND
            )
        if not total:
            key = self._session.scheme.labels[demands.DEMAND].key
            return tr(
                "No demands yet. Mark one in an article ({key}), then link who says it (SAYS) and to whom it is"
                " addressed (ADDRESSED_TO): it will stand here at once.",
                key=key,
            )
        return "" if rows else tr("No demand fits. Take something out of the filter.")

    def _choose_pair(self, pair: Pair) -> None:
        self.model.arrange(pair=pair)

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self._point_to(max(0, self.model.row_of(self._current)))

    def _point_to(self, row: int) -> None:
        if self.model.found(row) is None:
            row += 1
        self.table.selectRow(row)
        self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    # Deeds

    def _open(self, index: QModelIndex) -> None:
        found = self.model.found(index.row())
        if found:
            self._current = found
            self.opened.emit(found)

    def _wish_export(self) -> None:
        self.exported.emit(ExportWish(format="demands", annotator=self.model.whose))

    def _copy_rows(self) -> None:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows(SPEAKER))
        if rows:
            self.model.copy(rows)
            self.said.emit(trn("Copied {count} row", "Copied {count} rows", len(rows)))
        else:
            self.said.emit(tr("Select some rows first"))


def _named(name: str | None) -> str:
    return tr("all") if name is None else name or tr("nobody named")
