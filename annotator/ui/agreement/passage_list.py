"""Which passages stand behind a figure, and who said what in them?"""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.app.agreement.passages import Passage, Passages
from annotator.i18n import tr
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import tip
from annotator.ui.widgets.tables import walk_by_rows

Index = QModelIndex | QPersistentModelIndex

_ROW = 28
_ARTICLE, _WORDS = 0, 1
_WIDTHS = {_ARTICLE: 150, _WORDS: 460}
_SAID_WIDTH = 300
_PADDING = 8


class ListModel(QAbstractTableModel):
    """The passages as Qt walks them; a row is put into words when it comes into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._passages: Passages | None = None

    def show(self, passages: Passages | None) -> None:
        self.beginResetModel()
        self._passages = passages
        self.endResetModel()

    def passage(self, row: int) -> Passage | None:
        return self._passages[row] if self._passages and 0 <= row < len(self._passages) else None

    @property
    def annotators(self) -> tuple[str, ...]:
        return self._passages.annotators if self._passages else ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._passages is None else len(self._passages)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2 + len(self.annotators)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Article"), tr("Words"), *self.annotators)[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.passage(index.row())
        if found is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if index.column() == _ARTICLE:
            told = found.title
        elif index.column() == _WORDS:
            told = f"{found.before}{found.words}{found.after}"
        else:
            said = found.said[index.column() - 2]
            told = said or tr("nothing here")
        return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told


class _Painter(QStyledItemDelegate):
    """Writes the words of a passage strong in their context, and what somebody did not say faintly."""

    def __init__(self, view: "PassageList") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = self._view.list_model.passage(index.row())
        if found is None:
            return
        painter.save()
        if self._view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(option.rect, self._view.selection)
        box = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.column() == _WORDS:
            self._paint_words(painter, box, found, option.font)
        else:
            silent = index.column() > _WORDS and not found.said[index.column() - 2]
            painter.setPen(self._view.muted if silent or index.column() == _ARTICLE else self._view.text)
            _write(painter, box, str(index.data()))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, found: Passage, font: QFont) -> None:
        """The words begin at one third at most, so that rows can be compared."""
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        plain = QFontMetrics(font)
        room = min(box.width() // 3, plain.horizontalAdvance(found.before))
        before = plain.elidedText(found.before, Qt.TextElideMode.ElideLeft, room)
        left = box.left() + (box.width() // 3 - plain.horizontalAdvance(before) if found.words else 0)
        for words, own, color in (
            (before, font, self._view.muted),
            (found.words, strong, self._view.text),
            (found.after, font, self._view.muted),
        ):
            painter.setFont(own)
            painter.setPen(color)
            rest = QRect(left, box.top(), max(0, box.right() - left), box.height())
            left += _write(painter, rest, words)


def _write(painter: QPainter, box: QRect, words: str) -> int:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)


class PassageList(QTableView):
    """A list in which Enter stands in the text and Backspace goes back to the figure."""

    opened = Signal(QModelIndex)
    left = Signal()
    copied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.list_model = ListModel()
        self.setModel(self.list_model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(tr("Passages"))
        walk_by_rows(self, row_height=_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self.opened.emit)
        self.wear(theme)

    def wear(self, theme: Theme) -> None:
        self.text, self.muted, self.selection = map(QColor, (theme.text, theme.muted, theme.selection))
        self.viewport().update()

    def show_passages(self, passages: Passages | None) -> None:
        self.list_model.show(passages)
        for column in range(self.list_model.columnCount()):
            self.setColumnWidth(column, _WIDTHS.get(column, _SAID_WIDTH))
        self.horizontalHeader().setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)
