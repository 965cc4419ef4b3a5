"""Which demands does the project hold, and who wants to see them first?"""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.app.session import Session
from annotator.domain.demands import DEMAND, DemandRow, knows_demands, rows_of
from annotator.formats.demands import columns, line_of_cells
from annotator.storage import marks
from annotator.storage.marks import Place, PlacedLayer

__all__ = ["DEMAND", "START", "FoundDemand", "Place", "Portion", "copied", "knows_demands", "of_document", "portion"]

START: Place = (0, 0)


class FoundDemand(NamedTuple):
    """A row of the table, where its layer stands among all, the article's title and whose mark it is."""

    row: DemandRow
    place: Place
    title: str
    annotator: str


class Portion(NamedTuple):
    """Some rows, and the place after which the next ones stand; None where there are no more."""

    rows: list[FoundDemand]
    after: Place | None


def portion(session: Session, annotator: str | None, *, after: Place = START, most: int) -> Portion:
    """The rows of the next layers, at ``most`` so many; everybody's, or one annotator's."""
    layers = marks.layers_with(
        session.store, DEMAND, annotator=_key(session, annotator), document=None, after=after, most=most
    )
    return Portion(_rows(layers), layers[-1].place if len(layers) == most else None)


def of_document(session: Session, annotator: str | None, document: str) -> list[FoundDemand]:
    """The rows of one document."""
    everybody = len(session.people())
    layers = marks.layers_with(
        session.store, DEMAND, annotator=_key(session, annotator), document=document, after=START, most=everybody
    )
    return _rows(layers)


def copied(found: Sequence[FoundDemand], *, several: bool) -> str:
    """The rows as text for a spreadsheet: the columns of the exchange file, by tabs, with a line of their names."""
    lines = [(*one.row, one.annotator) if several else one.row for one in found]
    return "".join(line_of_cells(cells, delimiter="\t") for cells in (columns(several=several), *lines))


def _key(session: Session, annotator: str | None) -> int | None:
    return session.person(annotator, create=False).key if annotator is not None else None


def _rows(layers: list[PlacedLayer]) -> list[FoundDemand]:
    return [
        FoundDemand(row, one.place, one.title or one.layer.document, one.layer.annotator)
        for one in layers
        for row in rows_of(one.layer, published=one.published)
    ]
