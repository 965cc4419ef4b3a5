"""Changing the value of an attribute with one key."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.marks.span_edits import next_choice
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr
from annotator.ui.annotate.modes.value_chooser import ValueChoice, ValueChooser

# Up to this many values, the key takes the next one; with more, it opens a list.
_MOST_CYCLED = 4


class ValueCycler:
    """Takes the next value of an attribute, or offers all values near the mark if there are many."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.chooser: ValueChooser | None = None

    def change(
        self,
        attribute: Attribute,
        attributes: Mapping[str, str],
        *,
        anchor: QRect,
        take: Callable[[str], None],
        names: Sequence[str] = (),
    ) -> None:
        """Call ``take`` with the next value, or with the chosen one.

        ``anchor`` is the place of the mark in pixels of the page. ``names`` are offered if the scheme lists no values
        and any value can be typed.
        """
        if attribute.values and len(list(filter(None, attribute.values))) <= _MOST_CYCLED:
            take(next_choice(attribute, attributes))
            return
        if self.chooser is None:
            self.chooser = ValueChooser(self._page)
        values = attribute.choices(attributes)
        self.chooser.open(
            attribute.title,
            [ValueChoice(value=value, title=value or tr("(not said)")) for value in values or names],
            current=attributes.get(attribute.name, ""),
            anchor=anchor,
            back_to=self._page,
            free=not values,
            take=take,
        )
