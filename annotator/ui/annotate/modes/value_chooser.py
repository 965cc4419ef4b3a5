"""A popup for choosing the value of an attribute by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.text.folding import fold
from annotator.i18n import tr
from annotator.ui.widgets.chooser import Chooser, ChooserItem

_WIDTH, _ROW, _MOST_ROWS, _FRAME, _GAP = 300, 27, 9, 66, 6
_MOST_OFFERED = 200


class ValueChoice(FrozenModel):
    """A value that can be chosen; ``remark`` stands behind its title in a few words."""

    value: str
    title: str
    remark: str = ""


class ValueChooser(Chooser):
    """The values of one attribute, shown near the span.

    Values that begin with the typed letters come before those that contain them.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._choices: list[ValueChoice] = []
        self._free = False
        self.list.setAccessibleName(tr("Values"))

    def open(
        self,
        title: str,
        choices: list[ValueChoice],
        *,
        current: str,
        anchor: QRect,
        back_to: QWidget,
        take: Callable[[str], None],
        free: bool = False,
    ) -> None:
        """Offer these near ``anchor`` (in pixels of the host); with ``free``, a new value can be typed."""
        self._choices, self._free = choices, free
        self.show_at(self._rectangle_near(anchor), title, back_to=back_to, take=take)
        values = [choice.value for choice in choices[:_MOST_OFFERED]]
        self.list.setCurrentRow(values.index(current) if current in values else 0)

    def _rectangle_near(self, anchor: QRect) -> QRect:
        height = _FRAME + _ROW * min(_MOST_ROWS, max(1, len(self._choices)))
        fits_below = self.host.height() - anchor.bottom() - _GAP > height
        top = anchor.bottom() + _GAP if fits_below else max(_GAP, anchor.top() - height - _GAP)
        return QRect(max(_GAP, min(anchor.left(), self.host.width() - _WIDTH - _GAP)), top, _WIDTH, height)

    def matching_items(self, typed: str) -> list[ChooserItem]:
        query = fold(typed.strip())
        matches = [choice for choice in self._choices if query in fold(choice.title)]
        if query:
            matches.sort(key=lambda choice: not fold(choice.title).startswith(query))
        items = [
            ChooserItem(title=choice.title, value=choice.value, remark=choice.remark)
            for choice in matches[:_MOST_OFFERED]
        ]
        name = typed.strip()
        if self._free and name and all(choice.value != name for choice in self._choices):
            items.append(ChooserItem(title=tr("New: {name}", name=name), value=name))
        return items
