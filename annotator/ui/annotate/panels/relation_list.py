"""Which links does the focused span have, as a list that can be read, walked and changed?"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.domain.scheme.scheme import Attribute, RelationLabel
from annotator.i18n import tr
from annotator.ui.annotate.panels.details import Choice, fill
from annotator.ui.annotate.reader.relation_painter import ShownLink
from annotator.ui.widgets.plain_text import Caption, PlainLabel, tip

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
        self._described: str | None = None
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

    def holds_keys(self) -> bool:
        """Whether the keys are in the list or in a field of it."""
        return self.hasFocus() or any(field.hasFocus() for field in self.fields())

    def fields(self) -> list[QWidget]:
        """Where the link that is pointed to is described."""
        boxes = (self._form.itemAt(row, QFormLayout.ItemRole.FieldRole) for row in range(self._form.rowCount()))
        return [widget for widget in (box.widget() for box in boxes if box) if widget]

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
        """The fields of the link that is pointed to; those in which a person is at work stay."""
        link = self.current
        kind = self._kinds.get(link.relation.label) if link else None
        declared = kind.attributes if isinstance(kind, RelationLabel) else {}
        described = link.relation.id if link and declared else None
        if described is None or described != self._described:
            self._described = described
            while self._form.rowCount():
                self._form.removeRow(0)
            for attribute in declared.values():
                self._add_field(attribute)
        if link:
            for attribute, field in zip(declared.values(), self.fields(), strict=True):
                _show_value(field, attribute, link.relation.attributes)

    def _add_field(self, attribute: Attribute) -> None:
        field = self._field(attribute)
        field.setAccessibleName(attribute.title)
        field.installEventFilter(self)
        self._form.addRow(Caption(attribute.title, field), field)
        # A layout shows its widgets a turn later; a quick hand is there before.
        field.show()

    def _field(self, attribute: Attribute) -> QComboBox | QLineEdit:
        if attribute.kind in ("choice", "dependent"):
            box = Choice()
            box.activated.connect(lambda _: self.said.emit(attribute.name, str(box.currentData())))
            return box
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._say_typed(attribute.name, line))
        return line

    def _say_typed(self, name: str, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self.said.emit(name, line.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _want(self) -> None:
        if self.current:
            self.wanted.emit(self.current.other.id)


def _show_value(field: QWidget, attribute: Attribute, said: Mapping[str, str]) -> None:
    value = said.get(attribute.name, "")
    if isinstance(field, QComboBox):
        with QSignalBlocker(field):
            fill(field, attribute.choices(said), value)
    elif isinstance(field, QLineEdit) and not field.isModified():
        field.setText(value)
