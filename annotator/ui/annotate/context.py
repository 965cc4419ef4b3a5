"""What does the annotate screen lend to its parts?"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from annotator.app.annotate.open_document import Desk
from annotator.domain.marks.marks import Span

T = TypeVar("T")
Commands = dict[str, Callable[[], None]]


class Ground(Protocol):
    """The desk, the focus, and the screen's voice."""

    @property
    def desk(self) -> Desk | None: ...

    @property
    def focused(self) -> Span | None: ...

    def at_hand(self) -> tuple[Desk, Span] | None:
        """The desk and the focused span; where none is focused, a person is told how to get one."""

    def focus(self, name: str | None, *, reveal: bool = False) -> None:
        """Make this span the one that keys act on; None lets go."""

    def describe(self, span: Span) -> str:
        """Label and words of a span, short enough for a line."""

    def say(self, text: str) -> None:
        """Tell the person something in passing."""

    def offer_undo(self, text: str) -> None:
        """Tell what was done, and the key that takes it back."""

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it; a refusal is shown where the person looks, and nothing has changed."""
