"""Decisions of the review: what a reviewer or a policy settled for a case."""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer, Span
from annotator.domain.matching.extents import Extent, extent_length, extent_of, shared_length

Action = Literal[
    "unanimous", "policy", "accepted", "union", "intersection", "edited", "kept", "none", "new", "imported", "question"
]
MarkOrigin = Literal[
    "unanimous", "policy", "accepted", "union", "intersection", "edited", "new", "propagated", "imported"
]


class Decision(FrozenModel):
    """What was settled for one case; its marks stand in the gold layer.

    ``case`` identifies the case by its content, ``places`` by label and extent, so that the case is found again after
    its content changed. ``source`` are the annotators whose version was chosen, ``parent`` is the decision that this
    one repeats, ``reviewer`` is empty if no reviewer was at work. A ``question`` leaves its case open.
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
        """Whether a policy made the decision."""
        return bool(self.policy)

    @property
    def origin(self) -> MarkOrigin | None:
        """Where its marks come from; None for a decision that leaves no marks."""
        if self.action == "none" or self.action == "question":  # noqa: PLR1714 - the type checker follows this
            return None
        if self.parent is not None:
            return "propagated"
        return "accepted" if self.action == "kept" else self.action

    def likeness(self, places: "LabelledExtents") -> tuple[bool, float]:
        """How similar these extents are to the decided ones: of the most similar pair, same label and Jaccard index."""
        return max(
            (
                (label == decided_label, jaccard(decided_extent, extent))
                for decided_label, decided_extent in self.places
                for label, extent in places
            ),
            key=lambda likeness: (likeness[1], likeness[0]),
            default=(False, 0.0),
        )


class Provenance(FrozenModel):
    """Where a gold mark comes from, and which annotators marked exactly the same."""

    origin: MarkOrigin
    annotators: tuple[str, ...]
    decision: Decision


class GoldLayer(Layer):
    """The reviewed layer of a document, with the origin of each of its marks by their ids."""

    origins: dict[str, Provenance]


LabelledExtents = tuple[tuple[str, Extent], ...]


def jaccard(first: Extent, second: Extent) -> float:
    """The number of shared characters divided by the number of characters in either extent."""
    common = shared_length(first, second)
    return common / (extent_length(first) + extent_length(second) - common) if common else 0.0


def span_name(decision: int, number: int = 0) -> str:
    """The id of a decision's span in gold: ``g12``, and ``g12.1`` for the next one."""
    return f"g{decision}" + (f".{number}" if number else "")


def relation_name(decision: int, number: int = 0) -> str:
    """The id of a decision's relation in gold: ``l12``, and ``l12.1`` for the next one."""
    return f"l{decision}" + (f".{number}" if number else "")


def decision_of(mark: str) -> int | None:
    """The key of the decision in a gold mark's id; None for an id of another form."""
    digits = mark[1:].split(".", maxsplit=1)[0]
    return int(digits) if mark[:1] in ("g", "l") and digits.isascii() and digits.isdigit() else None


def span_content(span: Span) -> tuple[str, Extent, tuple[tuple[str, str], ...]]:
    """Label, extent and attributes of a span, independent of its id and its annotator."""
    return span.label, extent_of(span.fragments), non_empty_attributes(span.attributes)


def non_empty_attributes(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The attributes with a value, sorted by name."""
    return tuple(sorted((name, value) for name, value in attributes.items() if value))
