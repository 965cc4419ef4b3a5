"""The list of cases and its model."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.app.review.queue import CaseFilter, CasePosition, label_pair, queue
from annotator.app.review.review import Review
from annotator.i18n import tr
from annotator.review.cases import Case
from annotator.ui.review.context import CaseInDocument
from annotator.ui.review.titles import kind_title, label_words
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import shorten
from annotator.ui.widgets.tables import draw_line, set_up_list
from annotator.ui.widgets.two_column_row import ModelIndex

_ROW = 44
_LONGEST = 80
# Short enough for both ends of a link to be visible in the list.
_LONGEST_END = 17
_PADDING = 12
_RING = 8


class CaseListModel(QAbstractListModel):
    """The cases that pass the filter, in its order; cases that are settled meanwhile keep their rows."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self._review = review
        self.positions: list[CasePosition] = []
        self._rows: dict[CasePosition, int] = {}
        self._rows_by_document: dict[str, list[int]] = {}

    def apply_filter(self, case_filter: CaseFilter) -> None:
        """List the cases that pass this filter."""
        self.beginResetModel()
        self.positions = queue(self._review, case_filter)
        self._rows = {position: row for row, position in enumerate(self.positions)}
        self._rows_by_document = {}
        for row, position in enumerate(self.positions):
            self._rows_by_document.setdefault(position.document, []).append(row)
        self.endResetModel()

    def refresh(self, document: str) -> None:
        """Show the cases of this document again after a decision."""
        for row in self._rows_by_document.get(document, ()):
            self.dataChanged.emit(self.index(row), self.index(row))

    def case_at(self, row: int) -> CaseInDocument | None:
        """The case in this row; None if it no longer exists."""
        return find_case(self._review, self.positions[row]) if 0 <= row < len(self.positions) else None

    def row_of(self, position: CasePosition | None) -> int:
        return self._rows.get(position, -1) if position else -1

    def has_open_cases(self) -> bool:
        return any(case[1].open for row in range(len(self.positions)) if (case := self.case_at(row)))

    def next_open(self, row: int, step: int) -> int:
        """The next row with an open case in steps of 1 or -1, continued at the other end; -1 if there is none."""
        for distance in range(1, len(self.positions) + 1):
            candidate = (row + step * distance) % len(self.positions)
            case = self.case_at(candidate)
            if case and case[1].open and candidate != row:
                return candidate
        return -1

    def next_document(self, row: int) -> int:
        """The next row with an open case of another article; -1 if there is none."""
        document = self.positions[row].document if 0 <= row < len(self.positions) else ""
        for distance in range(1, len(self.positions) + 1):
            candidate = (row + distance) % len(self.positions)
            case = self.case_at(candidate)
            if case and case[1].open and self.positions[candidate].document != document:
                return candidate
        return -1

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.positions)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row_case = self.case_at(index.row())
        if row_case is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        document, state = row_case
        status = tr("open") if state.open else tr("settled")
        return f"{case_words(state.case)}, {case_summary(state.case)}, {document.title or document.id}, {status}"


def find_case(review: Review, position: CasePosition | None) -> CaseInDocument | None:
    """The case with its document; None if it no longer exists."""
    document = review.documents.get(position.document) if position else None
    state = document.states_by_case.get(position.case) if document and position else None
    return (document, state) if document and state else None


def case_words(case: Case) -> str:
    """The words that the case is about, short enough for a line."""
    if case.is_relation:
        relation = next(iter(case.relations.values()))[0]
        return f"{shorten(relation.source.quote, _LONGEST_END)} → {shorten(relation.target.quote, _LONGEST_END)}"
    longest = max((span for version in case.spans.values() for span in version), key=lambda span: span.length)
    return shorten(longest.quote, _LONGEST)


def case_summary(case: Case) -> str:
    """The kinds of the case and its rival labels."""
    kinds = ", ".join(map(kind_title, case.kinds))
    pair = label_pair(case)
    if not pair:
        label = next((span.label for version in case.spans.values() for span in version), "")
        return f"{kinds} · {label.lower()}" if label else kinds
    first, second = map(label_words, pair)
    return f"{kinds} · {first} / {second or tr('nothing')}"


class _Row(QStyledItemDelegate):
    """Paints a row: the words above, kinds and article below, and a ring that is filled if the case is settled."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: Any, index: ModelIndex) -> None:
        model = index.model()
        row_case = model.case_at(index.row()) if isinstance(model, CaseListModel) else None
        if row_case is None:
            return
        document, state = row_case
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.theme.selection if chosen else self.theme.hover))
        box = option.rect.adjusted(_PADDING, 5, -_PADDING, -5)
        ring = QRectF(box.left(), box.top() + 5, _RING, _RING)
        color = QColor(self.theme.gold if state.question or state.previous else self.theme.muted)
        painter.setPen(QPen(QColor(self.theme.accent) if not state.open else color, 1.5))
        painter.setBrush(QColor(self.theme.accent) if not state.open else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        line = box.adjusted(_RING + 10, 0, 0, 0)
        half = line.height() // 2
        upper, lower = line.adjusted(0, 0, 0, -half), line.adjusted(0, half, 0, 0)
        painter.setPen(QColor(self.theme.text if state.open or chosen else self.theme.muted))
        draw_line(painter, upper, case_words(state.case), option.font)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.88)
        painter.setPen(QColor(self.theme.text if chosen else self.theme.muted))
        draw_line(painter, lower, f"{case_summary(state.case)}  ·  {document.title or document.id}", small)
        painter.restore()


class CaseList(QTableView):
    """The list of cases."""

    def __init__(self, model: CaseListModel, theme: Theme) -> None:
        super().__init__()
        self._row = _Row(theme)
        self.setModel(model)
        self.setItemDelegate(self._row)
        set_up_list(self, row_height=_ROW)
        self.setAccessibleName(tr("Cases"))

    def set_theme(self, theme: Theme) -> None:
        self._row.theme = theme
        self.viewport().update()
