"""What did a reviewer, or a policy, settle?"""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span
from annotator.domain.matching.extents import Extent, extent, length, shared

Action = Literal[
    "unanimous", "policy", "accepted", "union", "intersection", "edited", "kept", "none", "new", "imported", "question"
]
Origin = Literal["unanimous", "policy", "accepted", "union", "intersection", "edited", "new", "propagated", "imported"]


class Decision(FrozenModel):
    """What was settled for one case; its marks stand in the gold layer.

    ``case`` names what it was about by its content, ``places`` by label and extent, so that it is found again where
    the content changed. ``source`` are the annotators whose version was taken, ``parent`` is the decision that this
    one repeats, ``reviewer`` is empty where nobody was at work. A ``question`` leaves its case open.
    """

    key: int
    case: str
    about: Literal["spans", "relations"] = "spans"
    places: tuple[tuple[str, Extent], ...]
    action: Action
    policy: str = ""
    source: tuple[str, ...] = ()
    parent: int | None = None
    reviewer: str = ""
    at: str
    comment: str = ""

    @property
    def is_relation(self) -> bool:
        return self.about == "relations"

    @property
    def by_policy(self) -> bool:
        """Whether no person stands behind it."""
        return bool(self.policy)

    @property
    def origin(self) -> Origin | None:
        """Where its marks come from; None for what leaves no marks."""
        if self.action == "none" or self.action == "question":  # noqa: PLR1714 - the type checker follows this
            return None
        if self.parent is not None:
            return "propagated"
        return "accepted" if self.action == "kept" else self.action

    def likeness(self, places: "Places") -> tuple[bool, float]:
        """How much these places are the ones that were decided on: the best pair, with its label and Jaccard index."""
        return max(
            ((label == other, jaccard(one, two)) for label, one in self.places for other, two in places),
            key=lambda told: (told[1], told[0]),
            default=(False, 0.0),
        )


class Provenance(FrozenModel):
    """Where a gold mark comes from, and which annotators marked just that."""

    origin: Origin
    annotators: tuple[str, ...]
    decision: Decision


class GoldLayer(Layer):
    """The reviewed layer of a document, with the origin of each of its marks by their ids."""

    origins: dict[str, Provenance]


Places = tuple[tuple[str, Extent], ...]


def jaccard(one: Extent, other: Extent) -> float:
    """Which share of the characters that either holds is held by both."""
    common = shared(one, other)
    return common / (length(one) + length(other) - common) if common else 0.0


def span_name(decision: int, number: int = 0) -> str:
    """The id of a decision's span in gold: ``g12``, and ``g12.1`` for the next one."""
    return f"g{decision}" + (f".{number}" if number else "")


def link_name(decision: int, number: int = 0) -> str:
    """The same for a relation: ``l12``."""
    return f"l{decision}" + (f".{number}" if number else "")


def decision_of(mark: str) -> int | None:
    """The key of the decision that a gold mark's id names; None where it names none."""
    told = mark[1:].split(".", maxsplit=1)[0]
    return int(told) if mark[:1] in ("g", "l") and told.isascii() and told.isdigit() else None


def content(span: Span) -> tuple[str, Extent, tuple[tuple[str, str], ...]]:
    """What a span says, whatever it is called and whoever says it."""
    return span.label, extent(span.fragments), said(span.attributes)


def said(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Attributes in one order, without those that say nothing."""
    return tuple(sorted((name, value) for name, value in attributes.items() if value))
