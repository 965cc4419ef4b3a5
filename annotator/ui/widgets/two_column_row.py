"""List rows with a title on the left and a short remark on the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.widgets.plain_text import shorten

ModelIndex = QModelIndex | QPersistentModelIndex

VALUE = Qt.ItemDataRole.UserRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_REMARK = Qt.ItemDataRole.UserRole + 1
_EDGE = 8


def set_up(rows: QListWidget) -> None:
    """Draw the rows of this list with a remark on the right; the list does not scroll sideways."""
    rows.setItemDelegate(_RowDelegate(rows))
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def row(title: str, value: str, remark: str) -> QListWidgetItem:
    """A row for ``value``; a screen reader reads title and remark."""
    item = QListWidgetItem(shorten(title))
    item.setData(VALUE, value)
    item.setData(_REMARK, remark)
    item.setData(SPOKEN, ", ".join(filter(None, (shorten(title), remark))))
    return item


class _RowDelegate(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().paint(painter, option, index)
        box, metrics = option.rect.adjusted(_EDGE, 0, -_EDGE, 0), option.fontMetrics
        remark = index.data(_REMARK)
        room = box.width() - (metrics.horizontalAdvance(remark) + 2 * _EDGE if remark else 0)
        title = metrics.elidedText(index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, room)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, remark)
