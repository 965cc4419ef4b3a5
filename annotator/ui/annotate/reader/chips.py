"""Which ends of the focused span's links are off screen, and how does one get there and back?"""

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.i18n import tr
from annotator.ui.annotate.reader.relation_painter import ShownLink
from annotator.ui.widgets.plain_text import tip

_NARROWEST, _WIDEST, _HEIGHT, _GAP, _EDGE = 96, 200, 24, 4, 10
_PADDING = 14
_MOST = 6


class Chips(QObject):
    """Buttons in the margin beside the text: those above lead up, those below down."""

    chosen = Signal(str)
    """The id of the span that a person wants to see."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._chips: list[QPushButton] = []

    def show_links(self, above: list[ShownLink], below: list[ShownLink], margin: QRect) -> None:
        """Show a chip for each of these, the nearest six of each side, in the margin or where it is wide enough."""
        wanted = [*above[-_MOST:], *below[:_MOST]]
        while len(self._chips) < len(wanted):
            self._chips.append(self._new_chip())
        top, bottom = _EDGE, self._ground.height() - _EDGE - min(_MOST, len(below)) * (_HEIGHT + _GAP)
        width = max(_NARROWEST, min(_WIDEST, margin.width() - _EDGE))
        left = margin.right() - width
        for number, link in enumerate(wanted):
            is_above = number < min(_MOST, len(above))
            chip = self._chips[number]
            self._fill(chip, link, "↑" if is_above else "↓", width)
            chip.move(left, top if is_above else bottom)
            chip.show()
            if is_above:
                top += _HEIGHT + _GAP
            else:
                bottom += _HEIGHT + _GAP
        for chip in self._chips[len(wanted) :]:
            chip.hide()

    def _new_chip(self) -> QPushButton:
        chip = QPushButton(self._ground)
        chip.setProperty("role", "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(lambda: self.chosen.emit(chip.property("span")))
        return chip

    def _fill(self, chip: QPushButton, link: ShownLink, arrow: str, width: int) -> None:
        words = " ".join(link.other.quote.split())
        said = f"{words} · {link.title}"
        chip.setFixedSize(QSize(width, _HEIGHT))
        shown = chip.fontMetrics().elidedText(f"{arrow} {said}", Qt.TextElideMode.ElideRight, width - _PADDING)
        # An ampersand would become an accelerator.
        chip.setText(shown.replace("&", "&&"))
        chip.setProperty("span", link.other.id)
        chip.setToolTip(tip(said))
        chip.setAccessibleName(tr("Go to {words}", words=said))
