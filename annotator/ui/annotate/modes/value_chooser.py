"""How does a person give a span one of many values, with the hands on the keyboard?"""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.text.folding import fold
from annotator.i18n import tr
from annotator.ui.widgets.chooser import Chooser, Offer

_WIDTH, _ROW, _MOST_ROWS, _FRAME, _GAP = 300, 27, 9, 66, 6
_MOST_OFFERED = 200


class Choice(FrozenModel):
    """A value that is offered; ``why`` stands behind its title in a few words."""

    value: str
    title: str
    why: str = ""


class ValueChooser(Chooser):
    """The values of one attribute beside the span: what begins with the typed letters before what holds them."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._choices: list[Choice] = []
        self._free = False
        self.list.setAccessibleName(tr("Values"))

    def open(
        self,
        title: str,
        choices: list[Choice],
        *,
        current: str,
        near: QRect,
        back_to: QWidget,
        take: Callable[[str], None],
        free: bool = False,
    ) -> None:
        """Offer these beside ``near`` (the ground's pixels); ``free`` takes what is typed and stands nowhere yet."""
        self._choices, self._free = choices, free
        self.show_at(self._place(near), title, back_to=back_to, take=take)
        values = [choice.value for choice in choices[:_MOST_OFFERED]]
        self.list.setCurrentRow(values.index(current) if current in values else 0)

    def _place(self, near: QRect) -> QRect:
        height = _FRAME + _ROW * min(_MOST_ROWS, max(1, len(self._choices)))
        fits_below = self.ground.height() - near.bottom() - _GAP > height
        top = near.bottom() + _GAP if fits_below else max(_GAP, near.top() - height - _GAP)
        return QRect(max(_GAP, min(near.left(), self.ground.width() - _WIDTH - _GAP)), top, _WIDTH, height)

    def offers(self, typed: str) -> list[Offer]:
        wanted = fold(typed.strip())
        found = [choice for choice in self._choices if wanted in fold(choice.title)]
        if wanted:
            found.sort(key=lambda choice: not fold(choice.title).startswith(wanted))
        offered = [Offer(title=one.title, value=one.value, aside=one.why) for one in found[:_MOST_OFFERED]]
        name = typed.strip()
        if self._free and name and all(choice.value != name for choice in self._choices):
            offered.append(Offer(title=tr("New: {name}", name=name), value=name))
        return offered
