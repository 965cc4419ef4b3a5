"""How does the list of all cases look?"""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.app.review.queue import Place, Wanted, pair_of, queue
from annotator.app.review.review import Review, Reviewed
from annotator.i18n import tr
from annotator.review.case_states import Standing
from annotator.review.cases import Case
from annotator.ui.review.titles import kind
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import brief
from annotator.ui.widgets.tables import list_in_one_column, write_in

_ROW = 44
_LONGEST = 80
# So that both ends of a link are seen in the list.
_LONGEST_END = 17
_PADDING = 12
_MARK = 8
_Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The cases that are wanted, in their order; what is settled meanwhile stays in its place."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self._review = review
        self.places: list[Place] = []
        self._rows: dict[Place, int] = {}
        self._of_document: dict[str, list[int]] = {}

    def arrange(self, wanted: Wanted) -> None:
        """Show what is wanted now."""
        self.beginResetModel()
        self.places = queue(self._review, wanted)
        self._rows = {place: row for row, place in enumerate(self.places)}
        self._of_document = {}
        for row, place in enumerate(self.places):
            self._of_document.setdefault(place.document, []).append(row)
        self.endResetModel()

    def renew(self, document: str) -> None:
        """Something was settled in this document."""
        for row in self._of_document.get(document, ()):
            self.dataChanged.emit(self.index(row), self.index(row))

    def found(self, row: int) -> tuple[Reviewed, Standing] | None:
        """The case in this row; None where there is none any more."""
        if not 0 <= row < len(self.places):
            return None
        document = self._review.documents.get(self.places[row].document)
        standing = document.by_case.get(self.places[row].case) if document else None
        return (document, standing) if document and standing else None

    def row_of(self, place: Place | None) -> int:
        return self._rows.get(place, -1) if place else -1

    def next_open(self, row: int, by: int) -> int:
        """The next row, in either direction and around the end, whose case is open; -1 where none is."""
        for step in range(1, len(self.places) + 1):
            there = (row + by * step) % len(self.places)
            found = self.found(there)
            if found and found[1].open and there != row:
                return there
        return -1

    def next_document(self, row: int) -> int:
        """The next row with an open case of another article; -1 where there is none."""
        here = self.places[row].document if 0 <= row < len(self.places) else ""
        for step in range(1, len(self.places) + 1):
            there = (row + step) % len(self.places)
            found = self.found(there)
            if found and found[1].open and self.places[there].document != here:
                return there
        return -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.found(index.row())
        if found is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        document, standing = found
        state = tr("open") if standing.open else tr("settled")
        return f"{words_of(standing.case)}, {about(standing.case)}, {document.title or document.id}, {state}"


def words_of(case: Case) -> str:
    """The words that the case is about, short enough for a line."""
    if case.is_relation:
        tie = next(iter(case.ties.values()))[0]
        return f"{brief(tie.source.quote, _LONGEST_END)} → {brief(tie.target.quote, _LONGEST_END)}"
    longest = max((span for held in case.spans.values() for span in held), key=lambda span: span.length)
    return brief(longest.quote, _LONGEST)


def about(case: Case) -> str:
    """Its kinds, and the labels that stand against each other."""
    kinds = ", ".join(kind(one) for one in case.kinds)
    pair = pair_of(case)
    if not pair:
        label = next((span.label for held in case.spans.values() for span in held), "")
        return f"{kinds} · {label.lower()}" if label else kinds
    other = pair[1].lower().replace("_", " ") or tr("nothing")
    return f"{kinds} · {pair[0].lower().replace('_', ' ')} / {other}"


class _Row(QStyledItemDelegate):
    """Words above, kind and article below; a ring that is filled once the case is settled."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        model = index.model()
        found = model.found(index.row()) if isinstance(model, QueueModel) else None
        if found is None:
            return
        document, standing = found
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.theme.selection if chosen else self.theme.hover))
        box = option.rect.adjusted(_PADDING, 5, -_PADDING, -5)
        ring = QRectF(box.left(), box.top() + 5, _MARK, _MARK)
        color = QColor(self.theme.gold if standing.question or standing.previous else self.theme.muted)
        painter.setPen(QPen(QColor(self.theme.accent) if not standing.open else color, 1.5))
        painter.setBrush(QColor(self.theme.accent) if not standing.open else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        line = box.adjusted(_MARK + 10, 0, 0, 0)
        half = line.height() // 2
        upper, lower = line.adjusted(0, 0, 0, -half), line.adjusted(0, half, 0, 0)
        painter.setPen(QColor(self.theme.text if standing.open or chosen else self.theme.muted))
        write_in(painter, upper, words_of(standing.case), option.font)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.88)
        painter.setPen(QColor(self.theme.text if chosen else self.theme.muted))
        write_in(painter, lower, f"{about(standing.case)}  ·  {document.title or document.id}", small)
        painter.restore()


class QueueList(QTableView):
    """The list of cases."""

    def __init__(self, model: QueueModel, theme: Theme) -> None:
        super().__init__()
        self._row = _Row(theme)
        self.setModel(model)
        self.setItemDelegate(self._row)
        list_in_one_column(self, row_height=_ROW)
        self.setAccessibleName(tr("Cases"))

    def wear(self, theme: Theme) -> None:
        self._row.theme = theme
        self.viewport().update()
