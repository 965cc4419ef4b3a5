"""The interface that the annotate screen offers to its controllers."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Span

T = TypeVar("T")
Commands = dict[str, Callable[[], None]]
"""What to call for each command id."""


class AnnotateContext(Protocol):
    """The open article, the focused span, and the messages of the screen."""

    @property
    def open_document(self) -> OpenDocument | None: ...

    @property
    def focused(self) -> Span | None: ...

    def require_span(self) -> tuple[OpenDocument, Span] | None:
        """The open article and the focused span; without one, None, and a message says how to focus a span."""

    def focus(self, name: str | None, *, reveal: bool = False) -> None:
        """Make this span the one that keys act on; None clears the focus."""

    def describe(self, span: Span) -> str:
        """Label and words of a span, short enough for a line."""

    def say(self, text: str) -> None:
        """Show a message that goes away by itself."""

    def offer_undo(self, text: str) -> None:
        """Show what was done, with the key that undoes it."""

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Call ``act`` and return its result; a refusal is shown as a message, and None is returned."""
