"""The card with the shortcuts and the guideline of a label."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from annotator.domain.scheme.guidelines import guidance_for
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.i18n import mark, tr
from annotator.ui.icons import icon
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMAND_ALIASES, COMMANDS
from annotator.ui.theme import Theme
from annotator.ui.widgets.rule import rule

# The table of commands does not contain mouse gestures and caret keys.
_GESTURES = (
    (mark("Shift+arrows"), mark("Select by character")),
    (mark("Ctrl+Shift+arrows"), mark("Select by word")),
    (mark("Shift+a label's letter"), mark("Add the selection to the span as a fragment")),
    (mark("Click, click again"), mark("The smallest span, the one around it")),
    (mark("Alt while dragging"), mark("Exact characters")),
    (mark("Esc"), mark("Let go: this card, selection, focus")),
)


def all_keys(scheme: Scheme) -> list[tuple[str, str]]:
    """Every key or gesture with what it does, by the current shortcuts."""
    rows = [
        (keys_in_force.native_text(keys_in_force.keys_of(entry)[0]), entry.title)
        for entry in keys_in_force.entries_with_keys(scheme)
    ]
    rows += [(tr(gesture), tr(effect)) for gesture, effect in _GESTURES]
    plain_keys = {main: keys_in_force.shown_key(plain) for plain, main in COMMAND_ALIASES.items()}
    for command in COMMANDS.values():
        keys = " ".join(filter(None, (plain_keys.get(command.id, ""), keys_in_force.shown_key(command.id))))
        if keys and command.id not in COMMAND_ALIASES:
            rows.append((keys, keys_in_force.listed_title(command).rstrip("…")))
    return rows


class HelpCard(QWidget):
    """The guideline of a label above the list of keys."""

    closed = Signal()

    def __init__(self, scheme: Scheme, guidelines: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme, self._guidelines = scheme, guidelines
        self._title = _text("", role="heading")
        self._close = QToolButton()
        self._close.setToolTip(tr("Close ({key})", key="Esc"))
        self._close.setAccessibleName(tr("Close"))
        self._close.clicked.connect(self.closed)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("Keys and guideline"))
        self.setFocusProxy(self._area)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area, 1)

    def set_theme(self, theme: Theme) -> None:
        self._close.setIcon(icon("close", theme))

    def show_scheme(self, scheme: Scheme, guidelines: str) -> None:
        """Show labels and guidelines of this scheme from now on."""
        self._scheme, self._guidelines = scheme, guidelines
        self.show_label(None)

    def show_label(self, label: Label | None) -> None:
        """Show the guideline of this label, or how to get to one, and the keys."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 2, 16, 16)
        column.setSpacing(8)
        self._title.setText(label.title if label else tr("Guideline"))
        if label:
            points = guidance_for(label.name, self._guidelines)
            paragraphs = points or [tr("No guideline is written for this label.")]
        else:
            paragraphs = [tr("Focus a span to read the guideline of its label here.")]
        for paragraph in paragraphs:
            column.addWidget(_text(paragraph, role="" if label else "muted"))
        self._area.setAccessibleDescription("\n".join([self._title.text(), *paragraphs]))
        column.addWidget(rule())
        column.addWidget(_text(tr("Keys"), role="heading"))
        column.addWidget(self._keys())
        column.addStretch(1)
        self._area.setWidget(body)

    def _keys(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (key, effect) in enumerate(all_keys(self._scheme)):
            grid.addWidget(_text(key, role="muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(effect), number, 1)
        return table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _text(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
