"""How does one key give an attribute another value?"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.domain.marks.span_edits import following
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr
from annotator.ui.annotate.modes.value_chooser import Choice, ValueChooser

# So many values are gone round by one key; more are offered to choose from.
_MOST_IN_A_RING = 4


class Ring:
    """Goes round the values of an attribute, or offers them beside the mark where they are many."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.chooser: ValueChooser | None = None

    def turn(
        self,
        attribute: Attribute,
        attributes: Mapping[str, str],
        *,
        near: QRect,
        take: Callable[[str], None],
        names: Sequence[str] = (),
    ) -> None:
        """``take`` gets the next value, or the chosen one; ``near`` is where the mark stands, in the page's pixels.

        ``names`` are offered where the scheme lists no values and any may be typed.
        """
        if attribute.kind == "choice" and len(list(filter(None, attribute.values))) <= _MOST_IN_A_RING:
            take(following(attribute, attributes))
            return
        if self.chooser is None:
            self.chooser = ValueChooser(self._page)
        values = attribute.choices(attributes)
        self.chooser.open(
            attribute.title,
            [Choice(value=value, title=value or tr("(not said)")) for value in values or names],
            current=attributes.get(attribute.name, ""),
            near=near,
            back_to=self._page,
            free=not values,
            take=take,
        )
