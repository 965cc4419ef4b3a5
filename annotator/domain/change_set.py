"""The change set: what one step changed, for every view of the project."""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span, Status

ChangeOrigin = Literal["do", "undo", "redo"]


class SpanChange(FrozenModel):
    """A span before and after a step; ``before`` is None for a new span, ``after`` for a removed one."""

    before: Span | None
    after: Span | None


class RelationChange(FrozenModel):
    """A relation before and after a step, as for spans."""

    before: Relation | None
    after: Relation | None


class ChangeSet(FrozenModel):
    """All that one step changed in one layer, or a notice that many things changed (``bulk``: read again).

    ``operation`` is the step's name in the journal, ``document`` and ``annotator`` name the layer.
    """

    step: int
    origin: ChangeOrigin
    operation: str
    document: str | None
    annotator: str | None
    spans: tuple[SpanChange, ...] = ()
    relations: tuple[RelationChange, ...] = ()
    status: Status | None = None
    bulk: bool = False


class StepSummary(FrozenModel):
    """A step of the journal in short; ``counts`` holds how much a bulk step brought (``document`` is then None)."""

    step: int
    operation: str
    document: str | None
    counts: dict[str, int]
