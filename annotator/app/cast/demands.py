"""Which demands does the project hold?"""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.app.cast.cast import registries
from annotator.app.session import Session
from annotator.domain.demands import DEMAND, DemandRow, Names, knows_demands, rows_of
from annotator.formats.tables.demands import columns, line_of_cells
from annotator.storage.tables import marks
from annotator.storage.tables.marks import Place, PlacedLayer

__all__ = ["DEMAND", "Demands", "FoundDemand", "copied", "knows_demands"]

_START: Place = (0, 0)


class FoundDemand(NamedTuple):
    """A row of the table, where its layer stands among all, the article's title and whose mark it is."""

    row: DemandRow
    place: Place
    title: str
    annotator: str


class Demands:
    """Everybody's demands or one annotator's, read portion by portion: who looks at the first need not wait."""

    def __init__(self, session: Session, annotator: str | None) -> None:
        self._session = session
        self._key = session.person(annotator, create=False).key if annotator is not None else None
        self._names = Names(registries(session))
        self._after: Place | None = _START

    @property
    def more(self) -> bool:
        """Whether there are rows that were not read yet."""
        return self._after is not None

    def read(self, most: int) -> list[FoundDemand]:
        """The rows of the next layers, at ``most`` so many; none where all were read."""
        if self._after is None:
            return []
        layers = self._layers(None, after=self._after, most=most)
        self._after = layers[-1].place if len(layers) == most else None
        return self._rows(layers)

    def of_document(self, document: str) -> list[FoundDemand]:
        """The rows of one document, as it is now."""
        return self._rows(self._layers(document, after=_START, most=len(self._session.people())))

    def _layers(self, document: str | None, *, after: Place, most: int) -> list[PlacedLayer]:
        return marks.layers_with(
            self._session.store, DEMAND, annotator=self._key, document=document, after=after, most=most
        )

    def _rows(self, layers: list[PlacedLayer]) -> list[FoundDemand]:
        return [
            FoundDemand(row, one.place, one.title or one.layer.document, one.layer.annotator)
            for one in layers
            for row in rows_of(one.layer, published=one.published, names=self._names)
        ]


def copied(found: Sequence[FoundDemand], *, several: bool) -> str:
    """The rows as text for a spreadsheet: the columns of the exchange file, by tabs, with a line of their names."""
    lines = [(*one.row, one.annotator) if several else one.row for one in found]
    return "".join(line_of_cells(cells, delimiter="\t") for cells in (columns(several=several), *lines))
