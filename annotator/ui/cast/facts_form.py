"""What is known of a name, and how does a person say more?"""

from typing import Any, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.app.cast.cast import Line
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import kind_of
from annotator.i18n import mark, tr
from annotator.ui.widgets.plain_text import PlainLabel

_CAPTIONS = {
    "aliases": mark("Also called"),
    "kind": mark("Kind"),
    "country": mark("Country"),
    "sector": mark("Sector"),
    "wikidata": mark("Wikidata"),
    "title": mark("Title"),
    "date": mark("Date"),
    "place": mark("Place"),
    "type": mark("Type"),
}
_EXAMPLES = {
    "aliases": mark("other names; joined by semicolons"),
    "country": mark("UKR"),
    "sector": mark("GOV, MIL, IGO …"),
    "wikidata": mark("Q212"),
    "date": mark("2025-10-31"),
}


class FactsForm(QWidget):
    """The name and what is known of it, each told as its field is left."""

    renamed = Signal(str)
    """The name was given another form."""
    said = Signal(dict)
    """All that is known now."""

    def __init__(self, registry: str, event_types: tuple[str, ...]) -> None:
        super().__init__()
        self._name = QLineEdit()
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self._line: Line | None = None
        self._wrong = PlainLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        _add(form, tr("Name"), self._name)
        self._name.editingFinished.connect(self._rename)
        for name, fact in kind_of(registry).model_fields.items():
            choices = event_types if name == "type" else get_args(fact.annotation)
            field = _choice(choices) if choices and name != "aliases" else _edit(tr(_EXAMPLES.get(name, "")))
            if isinstance(field, QComboBox):
                field.activated.connect(self._say)
            else:
                field.editingFinished.connect(self._say_typed)
            _add(form, tr(_CAPTIONS.get(name, name)), field)
            self._fields[name] = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._wrong)

    def show_line(self, line: Line | None) -> None:
        """Fill the fields; what a person is typing for this very name is left alone."""
        same = self._line is not None and line is not None and self._line.name == line.name
        self._line = line
        self.setEnabled(line is not None)
        known = line.entry.facts.model_dump() if line and line.entry else {}
        self._fill(self._name, line.name if line else "", same=same)
        for name, field in self._fields.items():
            value = known.get(name, "")
            self._fill(field, name_resolution.join(value) if name == "aliases" else value, same=same)
        if not same:
            self.refuse("")

    def _fill(self, field: QLineEdit | QComboBox, value: str, *, same: bool) -> None:
        if isinstance(field, QComboBox):
            if field.findData(value) < 0:
                field.addItem(value, value)
            field.setCurrentIndex(field.findData(value))
        elif not (same and field.hasFocus() and field.isModified()):
            field.setText(value)
            field.setCursorPosition(0)

    def refuse(self, why: str) -> None:
        """Say why what was said does not fit; nothing is wrong where ``why`` is empty."""
        self._wrong.setText(why)
        self._wrong.setVisible(bool(why))

    @property
    def refusal(self) -> str:
        return self._wrong.text()

    def settle(self) -> None:
        """Tell what was typed and not told yet."""
        self._rename()
        self._say_typed()

    def _rename(self) -> None:
        name = self._name.text().strip()
        if self._line and self._name.isModified():
            self._name.setModified(False)
            if name != self._line.name:
                self.renamed.emit(name)

    def _say_typed(self) -> None:
        typed = [field for field in self._fields.values() if isinstance(field, QLineEdit) and field.isModified()]
        for field in typed:
            field.setModified(False)
        if typed:
            self._say()

    def _say(self) -> None:
        if self._line:
            self.said.emit({name: _said(name, field) for name, field in self._fields.items()})


def _said(name: str, field: QLineEdit | QComboBox) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    return tuple(name_resolution.split(field.text())) if name == "aliases" else field.text().strip()


def _add(form: QFormLayout, title: str, field: QWidget) -> None:
    caption = PlainLabel(title)
    caption.setProperty("role", "muted")
    caption.setBuddy(field)
    field.setAccessibleName(title)
    form.addRow(caption, field)


def _edit(example: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(example)
    return field


def _choice(values: tuple[str, ...]) -> QComboBox:
    field = QComboBox()
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value in ("", *filter(None, values)):
        field.addItem(value or tr("(not said)"), value)
    return field
