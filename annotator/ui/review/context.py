"""What does the review screen lend to its parts?"""

from collections.abc import Callable
from typing import Protocol

from annotator.app.review.review import Review, Reviewed
from annotator.review.case_states import Standing
from annotator.review.choices import Choice
from annotator.ui.annotate.modes.key_modes import KeyMode

Deed = Callable[[Reviewed, Standing], Choice | None]
"""What becomes of a case; None where nothing shall."""
Found = tuple[Reviewed, Standing]


class Ground(Protocol):
    """The queue, the case at hand, and the screen's voice."""

    review: Review

    @property
    def at_hand(self) -> Found | None:
        """The case that keys act on."""

    @property
    def settled(self) -> Found | None:
        """The case at hand where it is settled, else the one that was settled last."""

    def settle(self, deed: Deed) -> None:
        """Decide the case at hand and go on to the next one; a refusal is said, and nothing has changed."""

    def go_on(self) -> None:
        """To the next open case."""

    def enter(self, mode: KeyMode, *, selecting: bool = False) -> None:
        """Let the keys of the passage mean what this mode says; ``selecting`` gives it a caret."""

    def leave(self) -> None:
        """Back to the case as it is: no mode, no question, the keys with the passage."""

    def show_case(self) -> None:
        """Show the case at hand as it is now."""

    def say(self, text: str) -> None:
        """Tell the person something in passing."""

    def offer_undo(self, text: str) -> None:
        """Tell what was done, and the key that takes it back."""
