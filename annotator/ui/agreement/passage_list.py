"""The list of passages behind a figure, with the marks of each annotator."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.app.agreement.passages import Passage, Passages
from annotator.i18n import tr
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import OneLineLabel, tooltip
from annotator.ui.widgets.tables import set_up_rows
from annotator.ui.widgets.two_column_row import ModelIndex

_ROW = 28
_ARTICLE, _WORDS = 0, 1
_WIDTHS = {_ARTICLE: 150, _WORDS: 460}
_ANNOTATOR_WIDTH = 300
_PADDING = 8


class PassageListModel(QAbstractTableModel):
    """The model of the passages; the text of a row is made when the row becomes visible."""

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

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._passages is None else len(self._passages)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2 + len(self.annotators)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Article"), tr("Words"), *self.annotators)[section]
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        passage = self.passage(index.row())
        if passage is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if index.column() == _ARTICLE:
            text = passage.title
        elif index.column() == _WORDS:
            text = f"{passage.before}{passage.words}{passage.after}"
        else:
            text = passage.lines[index.column() - 2] or tr("nothing here")
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text


class _Painter(QStyledItemDelegate):
    """Paints the words of a passage in bold type within their context, and the note on missing marks in grey."""

    def __init__(self, view: "PassageList") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        passage = self._view.list_model.passage(index.row())
        if passage is None:
            return
        painter.save()
        if self._view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(option.rect, self._view.selection)
        box = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.column() == _WORDS:
            self._paint_words(painter, box, passage, option.font)
        else:
            is_missing = index.column() > _WORDS and not passage.lines[index.column() - 2]
            painter.setPen(self._view.muted if is_missing or index.column() == _ARTICLE else self._view.text)
            _write(painter, box, str(index.data()))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, passage: Passage, font: QFont) -> None:
        """Paint the words so that they begin at one third of the width in every row."""
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        room = min(box.width() // 3, metrics.horizontalAdvance(passage.before))
        before = metrics.elidedText(passage.before, Qt.TextElideMode.ElideLeft, room)
        left = box.left() + (box.width() // 3 - metrics.horizontalAdvance(before) if passage.words else 0)
        for words, word_font, color in (
            (before, font, self._view.muted),
            (passage.words, bold, self._view.text),
            (passage.after, font, self._view.muted),
        ):
            painter.setFont(word_font)
            painter.setPen(color)
            remaining = QRect(left, box.top(), max(0, box.right() - left), box.height())
            left += _write(painter, remaining, words)


def _write(painter: QPainter, box: QRect, words: str) -> int:
    """Write words on one line, elided if they do not fit; returns their width."""
    metrics = painter.fontMetrics()
    elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), elided)
    return metrics.horizontalAdvance(elided)


class PassageList(QTableView):
    """The passages behind a figure; Enter opens one in its article, Backspace returns to the figure."""

    opened = Signal(QModelIndex)
    left = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.list_model = PassageListModel()
        self.setModel(self.list_model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(tr("Passages"))
        set_up_rows(self, row_height=_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self.opened.emit)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.text, self.muted, self.selection = map(QColor, (theme.text, theme.muted, theme.selection))
        self.viewport().update()

    def show_passages(self, passages: Passages | None) -> None:
        self.list_model.show(passages)
        for column in range(self.list_model.columnCount()):
            self.setColumnWidth(column, _WIDTHS.get(column, _ANNOTATOR_WIDTH))
        self.horizontalHeader().setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def all_texts(self) -> list[list[str]]:
        """The heads and all rows as text."""
        model = self.list_model
        columns = range(model.columnCount())
        rows = [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]
        return [[model.headerData(column, Qt.Orientation.Horizontal) for column in columns], *rows]


class PassagePanel(QWidget):
    """The list of passages under its title, with a button that closes it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.list = PassageList(theme)
        self.close_button = QPushButton(tr("Close"))
        self._title = OneLineLabel()
        self._title.setProperty("role", "heading")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.hide()

    def show_passages(self, title: str, passages: Passages) -> None:
        """Show these passages, and give the focus to the first."""
        self._title.setText(title)
        self.list.show_passages(passages)
        self.show()
        self.list.selectRow(0)
        self.list.setFocus()

    def clear(self) -> None:
        """Hide the panel, and forget its passages."""
        self.hide()
        self.list.show_passages(None)
