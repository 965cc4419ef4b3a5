"""The interface that the review screen offers to its parts."""

from collections.abc import Callable
from typing import Protocol

from annotator.app.review.queue import ChoiceSuggestion
from annotator.app.review.review import Review, ReviewedDocument
from annotator.review.case_states import CaseState
from annotator.review.choices import GoldChoice
from annotator.ui.annotate.modes.key_modes import KeyMode

CaseInDocument = tuple[ReviewedDocument, CaseState]
ChoiceMaker = Callable[[ReviewedDocument, CaseState], GoldChoice | None]
"""Returns the choice for a case; None to leave it as it is."""


class ReviewContext(Protocol):
    """The queue, the current case, and the messages of the screen."""

    review: Review

    @property
    def current_case(self) -> CaseInDocument | None:
        """The case that keys act on."""

    @property
    def settled_case(self) -> CaseInDocument | None:
        """The current case if it is settled, otherwise the case that was settled last."""

    @property
    def suggestion(self) -> ChoiceSuggestion | None:
        """The suggestion for the current case."""

    @property
    def is_blind(self) -> bool:
        """Whether the names of the annotators are hidden."""

    def settle(self, choose: ChoiceMaker) -> None:
        """Decide the current case and go to the next one; a refusal is shown as a message and changes nothing."""

    def show_next_case(self) -> None:
        """Go to the next open case."""

    def enter_mode(self, mode: KeyMode, *, selecting: bool = False) -> None:
        """Give the keys of the passage the meaning that they have in this mode; ``selecting`` shows a caret."""

    def return_to_case(self) -> None:
        """Leave mode, question and panel, show the case as it is, and give the keys to the passage."""

    def show_case(self) -> None:
        """Show the current case as it is now."""

    def say(self, text: str) -> None:
        """Show a message that goes away by itself."""

    def offer_undo(self, text: str) -> None:
        """Show what was done, with the key that undoes it."""
