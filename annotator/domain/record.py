"""What does one entry of an exchange file say: a document and, perhaps, one layer of it?"""

from typing import Any

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Relation, Span, Status


class Record(FrozenModel):
    """One document and at most one layer on their way in or out.

    ``where`` is the entry's place in its file, for messages; ``id`` is empty where the file gives none.
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
    """Something that did not come across: what, how often, and where (the first places)."""

    what: str
    count: int
    where: str = ""
