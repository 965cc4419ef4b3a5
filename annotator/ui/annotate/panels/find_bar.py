"""The bar that searches the open article."""

from bisect import bisect_left
from operator import itemgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.domain.text.folding import find_all, fold
from annotator.i18n import tr
from annotator.ui.icons import icon
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMANDS
from annotator.ui.theme import Theme

_FIELD_WIDTH = 280


class FindBar(QWidget):
    """A field, the number of hits, and buttons to the next and the previous one.

    The search ignores case, accents and the form of apostrophes.
    """

    hits_changed = Signal()
    """There are other hits, or none."""
    accepted = Signal()
    """Enter: select the current hit and go back to the text."""
    closed = Signal()
    """Esc: back to the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folded = ""
        self.hits: list[tuple[int, int]] = []
        self._current = 0
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("Find in this article"))
        self._field.setAccessibleName(tr("Find in this article"))
        self._field.setFixedWidth(_FIELD_WIDTH)
        self._field.textChanged.connect(self._search)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setProperty("role", "muted")
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(6)
        for widget in (self._field, self._previous, self._next, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._close)
        self._previous.clicked.connect(lambda: self.step(forward=False))
        self._next.clicked.connect(lambda: self.step(forward=True))
        self._close.clicked.connect(self.closed)
        self._close.setToolTip(tr("Close ({key})", key="Esc"))
        self._close.setAccessibleName(tr("Close"))
        for button in (self._previous, self._next, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reload_shortcuts()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._previous.setIcon(icon("previous", theme))
        self._next.setIcon(icon("next", theme))
        self._close.setIcon(icon("close", theme))

    def reload_shortcuts(self) -> None:
        """Show the current shortcuts."""
        for button, command in ((self._previous, "find-previous"), (self._next, "find-next")):
            button.setToolTip(keys_in_force.tooltip_of(command))
            button.setAccessibleName(COMMANDS[command].shown_title)

    def search_in(self, text: str) -> None:
        """Search another text from now on; a hidden bar searches it when it is opened."""
        self._text, self._folded = text, ""
        self.hits = []
        if self.isVisible():
            self._search(self._field.text())

    def open(self, position: int) -> None:
        """Show the bar; the hit at or after ``position`` becomes the current one."""
        self._search_from = position
        self.show()
        self._field.setFocus()
        self._field.selectAll()
        self._search(self._field.text())

    @property
    def current(self) -> tuple[int, int] | None:
        return self.hits[self._current] if self.hits else None

    @property
    def has_no_hits(self) -> bool:
        """Whether the text does not contain the query."""
        return bool(self._field.text()) and not self.hits

    def step(self, *, forward: bool) -> None:
        """Go to the next or the previous hit; after the last one comes the first."""
        if self.hits:
            self._current = (self._current + (1 if forward else -1)) % len(self.hits)
            self._show_count()
            self.hits_changed.emit()

    def _search(self, query: str) -> None:
        if query and not self._folded:
            self._folded = fold(self._text)
        self.hits = find_all(self._folded, query) if query else []
        self._current = bisect_left(self.hits, self._search_from, key=itemgetter(0)) % max(1, len(self.hits))
        self._show_count()
        self.hits_changed.emit()

    def _show_count(self) -> None:
        if self.hits:
            text = tr("{place} of {count}", place=self._current + 1, count=len(self.hits))
        else:
            text = tr("not found") if self.has_no_hits else ""
        self._count.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            event.ignore()

    _text = ""
    _search_from = 0
