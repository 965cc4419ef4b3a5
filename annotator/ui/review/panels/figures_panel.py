"""The panel with the figures behind a case."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.app.agreement.tables import AgreementTable, TableCell
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.agreement.hues import hue_color
from annotator.ui.agreement.sheets import SheetSection
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel


class FiguresPanel(QWidget):
    """A table of figures in place of the card: Enter opens the passages behind one, Esc returns to the case."""

    passages_requested = Signal(TableCell)
    """Show the passages behind this figure."""
    left = Signal()

    def __init__(self, scheme: Scheme, theme: Theme) -> None:
        super().__init__()
        self._scheme = scheme
        self.section = SheetSection(theme, lambda name: hue_color(name, scheme, theme))
        self.section.grid.sortable = False
        self.section.grid.passages_requested.connect(self.passages_requested)
        help_line = PlainLabel(tr("Enter lists the passages behind a figure, Esc leads back to the case"))
        help_line.setProperty("role", "muted")
        help_line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.section, 1)
        column.addWidget(help_line)

    def show_table(self, table: AgreementTable) -> None:
        """Show these figures, and give the focus to the table."""
        self.section.show_table(table)
        self.section.grid.setFocus()

    def set_theme(self, theme: Theme) -> None:
        self.section.set_theme(theme, lambda name: hue_color(name, self._scheme, theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)
