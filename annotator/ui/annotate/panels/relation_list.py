"""The list of the relations of the focused span, with a form for the current one."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.domain.scheme.scheme import Attribute, RelationLabel
from annotator.i18n import tr
from annotator.ui.annotate.panels.details import ChoiceField, fill_choices
from annotator.ui.annotate.reader.relation_painter import ShownRelation
from annotator.ui.widgets.plain_text import Caption, PlainLabel, tooltip

_ROW, _MOST_ROWS = 24, 6


class _Rows(QListWidget):
    """The rows; keys that the list does not handle go to the screen."""

    left = Signal()
    activated_by_key = Signal()
    focus_changed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.activated_by_key.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Home | Qt.Key.Key_End:
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class RelationList(QWidget):
    """The relations of one span, and the attributes of the current relation."""

    current_changed = Signal(object)
    """Another relation is current, or the list got or lost the focus."""
    activated = Signal(str)
    """A relation was activated; the id of the span at its other end."""
    attribute_changed = Signal(str, str)
    """An attribute of the current relation was given a value."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.relations: list[ShownRelation] = []
        self._labels: Mapping[str, Any] = {}
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
        self.rows.currentRowChanged.connect(lambda _: self._change_current())
        self.rows.focus_changed.connect(lambda: self.current_changed.emit(self.current))
        self.rows.itemDoubleClicked.connect(lambda _: self._activate())
        self.rows.activated_by_key.connect(self._activate)
        self.rows.left.connect(self.left)
        self.hide()

    def hasFocus(self) -> bool:
        return self.rows.hasFocus()

    def contains_focus(self) -> bool:
        """Whether the list or one of its fields has the focus."""
        return self.hasFocus() or any(field.hasFocus() for field in self.fields())

    def fields(self) -> list[QWidget]:
        """The fields for the attributes of the current relation."""
        boxes = (self._form.itemAt(row, QFormLayout.ItemRole.FieldRole) for row in range(self._form.rowCount()))
        return [widget for widget in (box.widget() for box in boxes if box) if widget]

    @property
    def current(self) -> ShownRelation | None:
        """The current relation."""
        row = self.rows.currentRow()
        return self.relations[row] if 0 <= row < len(self.relations) else None

    def show_relations(self, relations: list[ShownRelation], labels: Mapping[str, Any]) -> None:
        """Show these; the current relation stays current if it is among them."""
        current = self.current.relation.id if self.current else None
        self.relations, self._labels = relations, labels
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for relation in relations:
                self.rows.addItem(self._list_item(relation))
            names = [relation.relation.id for relation in relations]
            self.rows.setCurrentRow(names.index(current) if current in names else 0)
        self._title.setText(tr("Links"))
        self.rows.setFixedHeight(_ROW * min(_MOST_ROWS, max(1, len(relations))) + 2)
        self._show_attributes()
        self.setVisible(bool(relations))

    def _list_item(self, row: ShownRelation) -> QListWidgetItem:
        words = " ".join(row.other_end.quote.split())
        values = "".join(f" ({value})" for value in row.relation.attributes.values())
        line = f"→ {row.title}{values}  {words}" if row.outgoing else f"← {row.title}{values}  {words}"
        list_item = QListWidgetItem(line)
        list_item.setToolTip(tooltip(line))
        spoken = tr("this {title} {words}") if row.outgoing else tr("{words} {title} this")
        labelled = f"{row.other_end.label} {words}"
        list_item.setData(
            Qt.ItemDataRole.AccessibleTextRole, spoken.format(title=f"{row.title}{values}", words=labelled)
        )
        return list_item

    def _change_current(self) -> None:
        self._show_attributes()
        self.current_changed.emit(self.current)

    def _show_attributes(self) -> None:
        """Show the fields of the current relation; fields that are already row for it stay."""
        current = self.current
        label = self._labels.get(current.relation.label) if current else None
        declared = label.attributes if isinstance(label, RelationLabel) else {}
        described = current.relation.id if current and declared else None
        if described is None or described != self._described:
            self._described = described
            while self._form.rowCount():
                self._form.removeRow(0)
            for attribute in declared.values():
                self._add_field(attribute)
        if current:
            for attribute, field in zip(declared.values(), self.fields(), strict=True):
                _show_value(field, attribute, current.relation.attributes)

    def _add_field(self, attribute: Attribute) -> None:
        field = self._field(attribute)
        field.setAccessibleName(attribute.title)
        field.installEventFilter(self)
        self._form.addRow(Caption(attribute.title, field, explanation=attribute.help_text), field)
        # A layout shows its widgets in the next event; without this, F6 pressed before would not find the field.
        field.show()

    def _field(self, attribute: Attribute) -> QComboBox | QLineEdit:
        if attribute.editor == "list":
            box = ChoiceField()
            box.activated.connect(lambda _: self.attribute_changed.emit(attribute.name, str(box.currentData())))
            return box
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._emit_typed(attribute.name, line))
        return line

    def _emit_typed(self, name: str, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self.attribute_changed.emit(name, line.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _activate(self) -> None:
        if self.current:
            self.activated.emit(self.current.other_end.id)


def _show_value(field: QWidget, attribute: Attribute, attributes: Mapping[str, str]) -> None:
    value = attributes.get(attribute.name, "")
    if isinstance(field, QComboBox):
        with QSignalBlocker(field):
            fill_choices(field, attribute.choices(attributes), value)
    elif isinstance(field, QLineEdit) and not field.isModified():
        field.setText(value)
