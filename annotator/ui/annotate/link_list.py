"""Which links does the focused span have, as a list that can be read, walked and changed?"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFormLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.domain.scheme import RelationLabel
from annotator.i18n import tr
from annotator.ui.annotate.details import Choice, fill
from annotator.ui.annotate.links import ShownLink
from annotator.ui.plain import PlainLabel, tip

_ROW, _MOST_ROWS = 24, 6


class _Rows(QListWidget):
    """The rows; what is no key of theirs goes to the screen."""

    left = Signal()
    wanted = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.wanted.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Home | Qt.Key.Key_End:
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.entered.emit()


class LinkList(QWidget):
    """The links of one span, and what is said of the one that is pointed to."""

    pointed = Signal(object)
    """Another link is pointed to, or the keys came or went."""
    wanted = Signal(str)
    """The person wants to stand at the other end, the span of this id."""
    said = Signal(str, str)
    """An attribute of the link was given a value."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: list[ShownLink] = []
        self._kinds: Mapping[str, Any] = {}
        self._title = PlainLabel()
        self._title.setProperty("role", "muted")
        self.rows = _Rows()
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setUniformItemSizes(True)
        self.rows.setAccessibleName(tr("Links of the focused span"))
        self.setFocusProxy(self.rows)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 2, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self.rows)
        column.addLayout(self._form)
        self.rows.currentRowChanged.connect(lambda _: self._point())
        self.rows.entered.connect(lambda: self.pointed.emit(self.current))
        self.rows.itemDoubleClicked.connect(lambda _: self._want())
        self.rows.wanted.connect(self._want)
        self.rows.left.connect(self.left)
        self.hide()

    def hasFocus(self) -> bool:
        return self.rows.hasFocus()

    @property
    def current(self) -> ShownLink | None:
        """The link that is pointed to."""
        row = self.rows.currentRow()
        return self.links[row] if 0 <= row < len(self.links) else None

    def show_links(self, links: list[ShownLink], kinds: Mapping[str, Any]) -> None:
        """Show these; the one that was pointed to stays so where it is still there."""
        pointed = self.current.relation.id if self.current else None
        self.links, self._kinds = links, kinds
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for link in links:
                self.rows.addItem(self._item(link))
            names = [link.relation.id for link in links]
            self.rows.setCurrentRow(names.index(pointed) if pointed in names else 0)
        self._title.setText(tr("Links"))
        self.rows.setFixedHeight(_ROW * min(_MOST_ROWS, max(1, len(links))) + 2)
        self._show_attributes()
        self.setVisible(bool(links))

    def _item(self, link: ShownLink) -> QListWidgetItem:
        words = " ".join(link.other.quote.split())
        said = "".join(f" ({value})" for value in link.relation.attributes.values())
        shown = f"→ {link.title}{said}  {words}" if link.outgoing else f"← {link.title}{said}  {words}"
        item = QListWidgetItem(shown)
        item.setToolTip(tip(shown))
        spoken = tr("this {title} {words}") if link.outgoing else tr("{words} {title} this")
        other = f"{link.other.label} {words}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.format(title=f"{link.title}{said}", words=other))
        return item

    def _point(self) -> None:
        self._show_attributes()
        self.pointed.emit(self.current)

    def _show_attributes(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        link = self.current
        kind = self._kinds.get(link.relation.label) if link else None
        if link is None or not isinstance(kind, RelationLabel):
            return
        for attribute in kind.attributes.values():
            field = Choice()
            fill(field, attribute.choices(link.relation.attributes), link.relation.attributes.get(attribute.name, ""))
            field.setAccessibleName(attribute.title)
            field.activated.connect(
                lambda _, box=field, name=attribute.name: self.said.emit(name, str(box.currentData()))
            )
            caption = PlainLabel(attribute.title)
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            self._form.addRow(caption, field)

    def _want(self) -> None:
        if self.current:
            self.wanted.emit(self.current.other.id)
