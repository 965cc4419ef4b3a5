"""The screen with the demands of the whole project."""

from collections.abc import Iterable

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
from annotator.app.cast.demands import ListedDemand
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.scheme.roles import LabelRole, RelationRole
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
    DemandPair,
)
from annotator.ui.demands.matrix import MatrixView
from annotator.ui.demands.model import DemandsModel
from annotator.ui.theme import Theme
from annotator.ui.transfer.export_page import ExportRequest
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, name_combo_box
from annotator.ui.widgets.tables import RowFilter, RowTable, set_up_rows

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
    """A table of all demands to filter, sort and group, and beside it their matrix by speaker and addressee."""

    heading = mark("Demands")
    opened = Signal(ListedDemand)
    """The demand to show in its article."""
    export_requested = Signal(ExportRequest)
    roles_requested = Signal()
    """The page that assigns the missing roles is to be shown."""
    message = Signal(str)
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._current: ListedDemand | None = None
        self.model = DemandsModel(session)
        self.table, self.matrix = RowTable(), MatrixView(theme, self._hue(theme))
        self.filter, self.annotator_box, self.group_box = RowFilter(), QComboBox(), QComboBox()
        self.pair_button = QPushButton()
        self._count, self._explanation, self._left_out = PlainLabel(), PlainLabel(), PlainLabel()
        self._missing_roles = PlainLabel()
        self.roles_button, self.line_roles_button = QPushButton(tr("Assign roles…")), QPushButton(tr("Assign roles…"))
        self._copy, self._export = QPushButton(tr("Copy")), QPushButton(tr("Export…"))
        self._body = QStackedWidget()
        self._lay_out()
        self._set_up()
        self._connect()
        # A job publishes changes in its own thread; the signal delivers them in the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _set_up(self) -> None:
        self.filter.setPlaceholderText(tr("Filter by words"))
        self.filter.setAccessibleName(tr("Filter by words"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(_FIELD_WIDTH)
        name_combo_box(self.annotator_box, tr("Marks of"))
        name_combo_box(self.group_box, tr("Grouped"))
        for title, column in ((tr("not grouped"), -1), (tr("by speaker"), SPEAKER), (tr("by addressee"), ADDRESSEE)):
            self.group_box.addItem(title, column)
        self.pair_button.setToolTip(tr("Show the demands of everybody again"))
        self._copy.setToolTip(tr("Copy the selected rows for a spreadsheet"))
        for label in (self._count, self._explanation, self._left_out, self._missing_roles):
            label.setProperty("role", "muted")
            label.setWordWrap(label is not self._count)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Demands"))
        set_up_rows(self.table, row_height=_ROW)
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
        for widget in (self.filter, self.annotator_box, self.group_box, self.pair_button, self._count):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._copy)
        bar.addWidget(self._export)
        right = QWidget()
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(16, 0, 4, 8)
        right_column.setSpacing(4)
        title, hint = PlainLabel(tr("Who demands of whom")), PlainLabel(tr("Press a count to see only its demands."))
        title.setProperty("role", "heading")
        hint.setProperty("role", "muted")
        for label in (title, hint):
            right_column.addWidget(label)
        right_column.addWidget(self.matrix, 1)
        right_column.addWidget(self._left_out)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setObjectName("demands-sides")
        sides.setHandleWidth(1)
        sides.addWidget(self.table)
        sides.addWidget(right)
        sides.setStretchFactor(0, 1)
        sides.setChildrenCollapsible(False)
        sides.setSizes(_SIDES)
        self._body.addWidget(sides)
        self._body.addWidget(self._empty_state())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._missing_roles_line())
        column.addWidget(self._body, 1)

    def _empty_state(self) -> QWidget:
        """The explanation in the place of the table, with the button for missing roles."""
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._explanation)
        column.addWidget(self.roles_button, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        return empty

    def _missing_roles_line(self) -> QHBoxLayout:
        """The line about missing roles above a table that has rows."""
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 8)
        line.addWidget(self._missing_roles, 1)
        line.addWidget(self.line_roles_button)
        return line

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda query: self.model.arrange(query=query))
        self.filter.table_requested.connect(self._enter_table)
        self.annotator_box.activated.connect(lambda _: self.model.choose_annotator(self.annotator_box.currentData()))
        self.group_box.currentIndexChanged.connect(lambda _: self.model.arrange(group=self.group_box.currentData()))
        for button in (self.roles_button, self.line_roles_button):
            button.clicked.connect(self.roles_requested)
        self.pair_button.clicked.connect(lambda: self._choose_pair(DemandPair()))
        self.matrix.pair_chosen.connect(self._choose_pair)
        self.model.modelAboutToBeReset.connect(self._remember_current)
        self.model.arranged.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.copied.connect(self._copy_rows)
        self._copy.clicked.connect(self._copy_rows)
        self._export.clicked.connect(self._export_rows)

    def _hue(self, theme: Theme) -> QColor:
        """The colour of the first label of demands."""
        scheme = self._session.scheme
        labels = scheme.labels_with(LabelRole.DEMAND)
        return theme.color_of(scheme.labels[labels[0]]) if labels else QColor(theme.accent)

    def set_theme(self, theme: Theme) -> None:
        self.matrix.set_theme(theme, self._hue(theme))

    # Opening and updating

    def open(self) -> None:
        """Show the present demands, by default those of the current annotator."""
        self._list_annotators()
        self.model.catch_up()
        if self._current:
            self._enter_table()
        else:
            self.filter.setFocus()

    def _list_annotators(self) -> None:
        names = self._session.annotator_names()
        if [self.annotator_box.itemData(row) for row in range(1, self.annotator_box.count())] == names:
            return
        current = self._session.annotator.name if self._session.annotator else None
        chosen = self.model.annotator if self.annotator_box.count() else current
        self.annotator_box.clear()
        self.annotator_box.addItem(tr("everybody"), None)
        for name in names:
            self.annotator_box.addItem(name, name)
        self.annotator_box.setCurrentIndex(max(0, self.annotator_box.findData(chosen)))
        if self.annotator_box.currentData() != self.model.annotator:
            self.model.choose_annotator(self.annotator_box.currentData())

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.pause()
        super().hideEvent(event)

    def _follow(self, change: ChangeSet) -> None:
        if change.bulk or self.model.annotator in (None, change.annotator):
            self.model.forget(None if change.bulk else change.document)
            if self.isVisible():
                self.model.catch_up()

    # Rows and counts

    def _remember_current(self) -> None:
        index = self.table.currentIndex()
        self._current = (self.model.demand(index.row()) if index.isValid() else None) or self._current

    def _show(self) -> None:
        """Show the headings, the counts, the matrix and the current row after a change of the rows."""
        self.table.clearSpans()
        for row in self.model.headings():
            self.table.setSpan(row, 0, 1, self.model.columnCount())
        self.table.setColumnHidden(ANNOTATOR, self.model.annotator is not None)
        pair = self.model.arrangement.pair
        matrix = self.model.matrix()
        self.matrix.show_matrix(matrix, pair)
        self._left_out.setVisible(matrix.left_out > 0)
        self._left_out.setText(
            trn(
                "{count} rarer name is left out; filter to see it",
                "{count} rarer names are left out; filter to see them",
                matrix.left_out,
            )
        )
        self.pair_button.setVisible(pair != DemandPair())
        self.pair_button.setText(
            tr(
                "{speaker} → {addressee}  ×",
                speaker=_party_title(pair.speaker),
                addressee=_party_title(pair.addressee),
            )
        )
        self._show_counts()
        row = self.model.row_of(self._current)
        if row >= 0:
            self._select_row(row)

    def _show_counts(self) -> None:
        count, total = self.model.count, self.model.total
        text = trn("{count} demand", "{count} demands", total)
        if count != total:
            text = tr("{count} of {total} demands", count=count, total=total)
        self._count.setText(tr("{demands}, reading on…", demands=text) if self.model.is_reading else text)
        explanation = self._explain_empty(total, self.model.rowCount())
        self._explanation.setText(explanation)
        missing_roles = self._missing_roles_text()
        self._missing_roles.setText(missing_roles)
        self.roles_button.setVisible(bool(missing_roles) and not total)
        for widget in (self._missing_roles, self.line_roles_button):
            widget.setVisible(bool(missing_roles) and not explanation)
        self._body.setCurrentIndex(1 if explanation else 0)
        self._copy.setEnabled(not explanation)
        self._export.setEnabled(total > 0)

    def _explain_empty(self, total: int, rows: int) -> str:
        """The reason why there are no rows; empty if there are some."""
        if not total:
            return " ".join(filter(None, [self._first_steps_text(), self._missing_roles_text()]))
        return "" if rows else tr("No demand fits. Take something out of the filter.")

    def _missing_roles_text(self) -> str:
        """The roles that the scheme lacks for this table; empty if it has them all."""
        missing = demands.missing_demand_roles(self._session.scheme)
        labels = [role for role in missing if isinstance(role, LabelRole)]
        relations = [role for role in missing if isinstance(role, RelationRole)]
        sentences = []
        if labels:
            sentences.append(tr("No label of the scheme has the role {roles}.", roles=_listed_roles(labels)))
        if relations:
            sentences.append(tr("No link of the scheme has the role {roles}.", roles=_listed_roles(relations)))
        if LabelRole.DEMAND in missing:
            sentences.append(tr("So there are no demands to list."))
        elif missing:
            sentences.append(tr("So some columns of this table stay empty."))
        return " ".join(sentences)

    def _first_steps_text(self) -> str:
        """The way to the first row; empty if the scheme lacks a role for it."""
        scheme = self._session.scheme
        labels = [scheme.labels[name] for name in scheme.labels_with(LabelRole.DEMAND)]
        says, addressed = scheme.relations_with(RelationRole.SAYS), scheme.relations_with(RelationRole.ADDRESSED_TO)
        if not (labels and says and addressed):
            return ""
        return tr(
            "No demands yet. Mark one in an article ({key}), then link who says it ({says}) and to whom it is"
            " addressed ({addressed}): it will stand here at once.",
            key=next((label.key for label in labels if label.key), labels[0].title),
            says=says[0],
            addressed=addressed[0],
        )

    def _choose_pair(self, pair: DemandPair) -> None:
        self.model.arrange(pair=pair)

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self._select_row(max(0, self.model.row_of(self._current)))

    def focus_rows(self) -> None:
        """Focus the table, in which the keys of undo act on the project; without rows, the button for missing roles."""
        if self.model.rowCount():
            self._enter_table()
        elif self.roles_button.isVisible():
            self.roles_button.setFocus()

    def _select_row(self, row: int) -> None:
        if self.model.demand(row) is None:
            row += 1
        self.table.selectRow(row)
        self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    # Actions

    def _open(self, index: QModelIndex) -> None:
        demand = self.model.demand(index.row())
        if demand:
            self._current = demand
            self.opened.emit(demand)

    def _export_rows(self) -> None:
        self.export_requested.emit(ExportRequest(format="demands", annotator=self.model.annotator))

    def _copy_rows(self) -> None:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows(SPEAKER))
        if rows:
            self.model.copy(rows)
            self.message.emit(trn("Copied {count} row", "Copied {count} rows", len(rows)))
        else:
            self.message.emit(tr("Select some rows first"))


def _listed_roles(roles: Iterable[str]) -> str:
    return tr(" or ").join(tr("“{role}”", role=role) for role in roles)


def _party_title(name: str | None) -> str:
    return tr("all") if name is None else name or tr("nobody named")
