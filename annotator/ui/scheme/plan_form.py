"""The form for one change of the scheme."""

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
from annotator.ui.scheme.change_plan import ChangePlan, FormValues, PlanField, SchemePart
from annotator.ui.scheme.colors_field import ColorsField, LabelSample
from annotator.ui.scheme.label_plans import key_clash
from annotator.ui.widgets.plain_text import PlainLabel

_Reader = Callable[[], Any]

_TEXT_HEIGHT = 220
_ROW = 24
_MOST_ROWS = 7


class PlanForm(QWidget):
    """The fields of one plan."""

    changed = Signal()
    """The value of a field changed."""
    submitted = Signal()
    """Enter was pressed in a field of one line."""

    def __init__(self, plan: ChangePlan, scheme_part: SchemePart, scheme: Scheme) -> None:
        super().__init__()
        self._scheme_part, self._scheme = scheme_part, scheme
        self._read: dict[str, _Reader] = {}
        self.sample: LabelSample | None = None
        self._clash = PlainLabel()
        self._clash.setProperty("role", "error")
        self._clash.setWordWrap(True)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(10)
        self._form.setHorizontalSpacing(16)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if plan.explanation:
            explanation = PlainLabel(plan.explanation)
            explanation.setWordWrap(True)
            explanation.setProperty("role", "muted")
            self._form.addRow(explanation)
        for field in plan.fields:
            self._add(field)
        self.changed.connect(self._update_sample)
        self._update_sample()

    def values(self) -> FormValues:
        """The values of the fields."""
        return {name: read() for name, read in self._read.items()}

    def tab_stops(self) -> list[QWidget]:
        """The widgets that Tab focuses, in reading order."""
        # A combo box has its popup window among its children.
        widgets = [widget for widget in self.findChildren(QWidget) if widget.window() is self.window()]
        return [widget for widget in widgets if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _add(self, field: PlanField) -> None:
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
            self.sample = LabelSample()
            self._form.addRow("", self.sample)

    def _widget(self, field: PlanField) -> QWidget:
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
                colors = ColorsField(field.value, self._scheme, self._scheme_part.name)
                colors.changed.connect(self.changed)
                self._read[field.name] = lambda: colors.shades
                return colors

    def _line(self, field: PlanField) -> QLineEdit:
        line = QLineEdit(field.value)
        line.textEdited.connect(self.changed)
        line.returnPressed.connect(self.submitted)
        if field.kind == "key":
            line.setMaxLength(1)
            line.setFixedWidth(48)
            line.textEdited.connect(lambda text: line.setText(text.upper()))
        self._read[field.name] = lambda: line.text().strip().upper() if field.kind == "key" else line.text()
        return line

    def _text(self, field: PlanField) -> QPlainTextEdit:
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setFixedHeight(_TEXT_HEIGHT)
        text.textChanged.connect(self.changed)
        self._read[field.name] = text.toPlainText
        return text

    def _tick(self, field: PlanField) -> QCheckBox:
        tick = QCheckBox(field.caption)
        tick.setChecked(field.value)
        tick.toggled.connect(self.changed)
        self._read[field.name] = tick.isChecked
        return tick

    def _choice(self, field: PlanField) -> QComboBox:
        box = QComboBox()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, title in field.options:
            box.addItem(title, value)
        box.setCurrentIndex(max(0, box.findData(field.value)))
        box.activated.connect(self.changed)
        self._read[field.name] = box.currentData
        return box

    def _several(self, field: PlanField) -> QListWidget:
        """A list of values with check boxes; Space ticks the current one."""
        ticks = QListWidget()
        ticks.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for value, title in field.options:
            item = QListWidgetItem(title)
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

    def _update_sample(self) -> None:
        """Show the values of the fields in the sample, and a warning if the key is taken."""
        values = self.values()
        if "key" in values:
            self._clash.setText(key_clash(values["key"], self._scheme, self._scheme_part.name))
            self._clash.setVisible(bool(self._clash.text()))
        if self.sample and "colors" in values:
            self.sample.show_label(
                Label(
                    name=self._scheme_part.name or values.get("name") or tr("Label"),
                    key=values["key"],
                    main=values["main"],
                    attributes={},
                    color_light=values["colors"][0],
                    color_dark=values["colors"][1],
                    line=values["line"],
                    keeps_quotes=values["keeps_quotes"],
                )
            )
