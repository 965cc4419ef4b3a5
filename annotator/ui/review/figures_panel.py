"""How do the figures behind a case look, and how does one get to their passages?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.app.agreement.tables import Cell, Table
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.agreement.hues import hue
from annotator.ui.agreement.sheets import Part
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel


class FiguresBehind(QWidget):
    """A table of figures in the card's place: Enter opens the passages behind one, Esc leads back to the case."""

    asked = Signal(Cell)
    """Show the passages behind this figure."""
    left = Signal()

    def __init__(self, scheme: Scheme, theme: Theme) -> None:
        super().__init__()
        self._scheme = scheme
        self.part = Part(theme, lambda name: hue(name, scheme, theme))
        self.part.grid.sortable = False
        self.part.grid.asked.connect(self.asked)
        help_line = PlainLabel(tr("Enter lists the passages behind a figure, Esc leads back to the case"))
        help_line.setProperty("role", "muted")
        help_line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.part, 1)
        column.addWidget(help_line)

    def show_table(self, table: Table) -> None:
        """Show these figures, and give them the keys."""
        self.part.show_table(table)
        self.part.grid.setFocus()

    def wear(self, theme: Theme) -> None:
        self.part.wear(theme, lambda name: hue(name, self._scheme, theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)
