"""How does a list show a name on the left of a row, and a word about it on the right?"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.widgets.plain_text import brief

Index = QModelIndex | QPersistentModelIndex

VALUE = Qt.ItemDataRole.UserRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_ASIDE = Qt.ItemDataRole.UserRole + 1
_EDGE = 8


def dress(rows: QListWidget) -> None:
    """Let these rows have an aside; nothing makes them scroll sideways."""
    rows.setItemDelegate(_Row(rows))
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def row(title: str, value: str, aside: str) -> QListWidgetItem:
    """A row that stands for ``value``; a screen reader reads title and aside."""
    item = QListWidgetItem(brief(title))
    item.setData(VALUE, value)
    item.setData(_ASIDE, aside)
    item.setData(SPOKEN, ", ".join(filter(None, (brief(title), aside))))
    return item


class _Row(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        box, metrics = option.rect.adjusted(_EDGE, 0, -_EDGE, 0), option.fontMetrics
        aside = index.data(_ASIDE)
        room = box.width() - (metrics.horizontalAdvance(aside) + 2 * _EDGE if aside else 0)
        title = metrics.elidedText(index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, room)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)
