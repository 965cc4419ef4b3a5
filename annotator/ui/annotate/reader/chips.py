"""Buttons in the margin for the relations of the focused span whose other end is off screen."""

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.i18n import tr
from annotator.ui.annotate.reader.relation_painter import ShownRelation
from annotator.ui.widgets.plain_text import tooltip

_NARROWEST, _WIDEST, _HEIGHT, _GAP, _EDGE = 96, 200, 24, 4, 10
_PADDING = 14
_MOST = 6


class RelationChips(QObject):
    """Buttons in the margin beside the text: the upper ones lead up, the lower ones down."""

    chosen = Signal(str)
    """A chip was pressed; the id of its span."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._chips: list[QPushButton] = []

    def show_relations(self, above: list[ShownRelation], below: list[ShownRelation], margin: QRect) -> None:
        """Show a chip in the margin for each of these, at most the six nearest of each side.

        In a narrow margin the chips reach over the text.
        """
        relations = [*above[-_MOST:], *below[:_MOST]]
        while len(self._chips) < len(relations):
            self._chips.append(self._new_chip())
        top, bottom = _EDGE, self._host.height() - _EDGE - min(_MOST, len(below)) * (_HEIGHT + _GAP)
        width = max(_NARROWEST, min(_WIDEST, margin.width() - _EDGE))
        left = margin.right() - width
        for number, relation in enumerate(relations):
            is_above = number < min(_MOST, len(above))
            chip = self._chips[number]
            self._fill(chip, relation, "↑" if is_above else "↓", width)
            chip.move(left, top if is_above else bottom)
            chip.show()
            if is_above:
                top += _HEIGHT + _GAP
            else:
                bottom += _HEIGHT + _GAP
        for chip in self._chips[len(relations) :]:
            chip.hide()

    def _new_chip(self) -> QPushButton:
        chip = QPushButton(self._host)
        chip.setProperty("role", "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(lambda: self.chosen.emit(chip.property("span")))
        return chip

    def _fill(self, chip: QPushButton, relation: ShownRelation, arrow: str, width: int) -> None:
        words = " ".join(relation.other_end.quote.split())
        caption = f"{words} · {relation.title}"
        chip.setFixedSize(QSize(width, _HEIGHT))
        elided = chip.fontMetrics().elidedText(f"{arrow} {caption}", Qt.TextElideMode.ElideRight, width - _PADDING)
        # An ampersand would become an accelerator.
        chip.setText(elided.replace("&", "&&"))
        chip.setProperty("span", relation.other_end.id)
        chip.setToolTip(tooltip(caption))
        chip.setAccessibleName(tr("Go to {words}", words=caption))
