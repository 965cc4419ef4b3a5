"""How does a person say what a plan needs?"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from annotator.domain.scheme.scheme import Label, Scheme
from annotator.i18n import tr
from annotator.ui.scheme.colors_field import LooksField, Sample
from annotator.ui.scheme.plans import Field, Part, Plan, Said, key_clash
from annotator.ui.widgets.plain_text import PlainLabel

Reading = Callable[[], Any]

_TEXT_HEIGHT = 220
_ROW = 24
_MOST_ROWS = 7


class PlanForm(QWidget):
    """The fields of one plan."""

    changed = Signal()
    """Something was said otherwise."""
    entered = Signal()
    """Enter in a field of one line."""

    def __init__(self, plan: Plan, part: Part, scheme: Scheme) -> None:
        super().__init__()
        self._plan, self._part, self._scheme = plan, part, scheme
        self._read: dict[str, Reading] = {}
        self.sample: Sample | None = None
        self._clash = PlainLabel()
        self._clash.setProperty("role", "error")
        self._clash.setWordWrap(True)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if plan.explained:
            explained = PlainLabel(plan.explained)
            explained.setWordWrap(True)
            explained.setProperty("role", "muted")
            self._form.addRow(explained)
        for field in plan.fields:
            self._add(field)
        self.changed.connect(self._show_looks)
        self._show_looks()

    def said(self) -> Said:
        """What stands in the fields."""
        return {name: read() for name, read in self._read.items()}

    def stops(self) -> list[QWidget]:
        """What Tab comes to, in the order in which it is read."""
        # A box of choices holds the window in which they drop down.
        parts = [one for one in self.findChildren(QWidget) if one.window() is self.window()]
        return [one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _add(self, field: Field) -> None:
        widget = self._widget(field)
        if isinstance(widget, QCheckBox):
            self._form.addRow("", widget)
            return
        widget.setAccessibleName(field.caption)
        caption = PlainLabel(field.caption)
        caption.setBuddy(widget)
        caption.setProperty("role", "muted")
        caption.setWordWrap(True)
        self._form.addRow(caption, widget)
        if field.kind == "key":
            self._form.addRow("", self._clash)
        if field.kind == "looks":
            self.sample = Sample()
            self._form.addRow("", self.sample)

    def _widget(self, field: Field) -> QWidget:
        match field.kind:
            case "line" | "key":
                return self._line(field)
            case "text":
                return self._text(field)
            case "tick":
                return self._tick(field)
            case "choice":
                return self._choice(field)
            case "several":
                return self._several(field)
            case "looks":
                looks = LooksField(field.value, self._scheme, self._part.name)
                looks.changed.connect(self.changed)
                self._read[field.name] = lambda: looks.shades
                return looks

    def _line(self, field: Field) -> QLineEdit:
        line = QLineEdit(field.value)
        line.textEdited.connect(self.changed)
        line.returnPressed.connect(self.entered)
        if field.kind == "key":
            line.setMaxLength(1)
            line.setFixedWidth(48)
            line.textEdited.connect(lambda text: line.setText(text.upper()))
        self._read[field.name] = lambda: line.text().strip().upper() if field.kind == "key" else line.text()
        return line

    def _text(self, field: Field) -> QPlainTextEdit:
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setFixedHeight(_TEXT_HEIGHT)
        text.textChanged.connect(self.changed)
        self._read[field.name] = text.toPlainText
        return text

    def _tick(self, field: Field) -> QCheckBox:
        tick = QCheckBox(field.caption)
        tick.setChecked(field.value)
        tick.toggled.connect(self.changed)
        self._read[field.name] = tick.isChecked
        return tick

    def _choice(self, field: Field) -> QComboBox:
        box = QComboBox()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, shown in field.options:
            box.addItem(shown, value)
        box.setCurrentIndex(max(0, box.findData(field.value)))
        box.activated.connect(self.changed)
        self._read[field.name] = box.currentData
        return box

    def _several(self, field: Field) -> QListWidget:
        """A list to tick from, with Space."""
        ticks = QListWidget()
        ticks.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for value, shown in field.options:
            item = QListWidgetItem(shown)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in field.value else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setSizeHint(QSize(0, _ROW))
            ticks.addItem(item)
        ticks.setFixedHeight(min(_MOST_ROWS, max(1, len(field.options))) * _ROW + 8)
        ticks.setCurrentRow(0)
        ticks.itemChanged.connect(self.changed)
        self._read[field.name] = lambda: tuple(
            ticks.item(row).data(Qt.ItemDataRole.UserRole)
            for row in range(ticks.count())
            if ticks.item(row).checkState() == Qt.CheckState.Checked
        )
        return ticks

    def _show_looks(self) -> None:
        """Let the key and the sample follow what is said."""
        said = self.said()
        if "key" in said:
            self._clash.setText(key_clash(said["key"], self._scheme, self._part.name))
            self._clash.setVisible(bool(self._clash.text()))
        if self.sample and "colors" in said:
            self.sample.show_label(
                Label(
                    name=self._part.name or said.get("name") or tr("Label"),
                    key=said["key"],
                    main=said["main"],
                    attributes={},
                    color_light=said["colors"][0],
                    color_dark=said["colors"][1],
                    line=said["line"],
                    keeps_quotes=said["keeps_quotes"],
                )
            )
