"""The record of an exchange file: one document and at most one layer of it."""

from typing import Any

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span, Status


class Record(FrozenModel):
    """One document and at most one layer, imported or exported.

    ``where`` is the record's position in its file, for messages; ``id`` is empty if the file has none.
    """

    id: str
    text: str
    sha256: str
    meta: dict[str, Any] = {}
    annotator: str | None = None
    status: Status | None = None
    scheme: str = ""
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    where: str = ""


class Loss(FrozenModel):
    """Something that was not transferred: what, how often, and where (the first positions)."""

    what: str
    count: int
    where: str = ""
