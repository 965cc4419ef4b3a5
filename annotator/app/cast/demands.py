"""The table of the demands in the project."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.app.cast.cast import registries
from annotator.app.session import Session
from annotator.domain.demand_rows import DemandNames, DemandRow, demand_rows, value_words
from annotator.domain.demands import DemandRoles, missing_demand_roles
from annotator.formats.tables.demands import csv_line, table_columns
from annotator.storage.journal.revisions import LayerKey
from annotator.storage.tables import marks
from annotator.storage.tables.marks import TitledLayer

__all__ = ["Demands", "ListedDemand", "clipboard_text", "missing_demand_roles"]

_START: LayerKey = (0, 0)


class ListedDemand(NamedTuple):
    """A row of the table, with the key of its layer, the title of the article and the annotator."""

    row: DemandRow
    layer_key: LayerKey
    title: str
    annotator: str


class Demands:
    """The demands of all annotators or of one, read in portions so that the first rows appear at once."""

    def __init__(self, session: Session, annotator: str | None) -> None:
        self._session = session
        self._key = session.annotator_named(annotator, create=False).key if annotator is not None else None
        self._roles = DemandRoles(session.scheme)
        self.words = value_words(session.scheme)
        self._names = DemandNames(registries(session), self._roles)
        self._after: LayerKey | None = _START

    @property
    def more(self) -> bool:
        """Whether there are rows that are not read yet."""
        return self._after is not None

    def read(self, most: int) -> list[ListedDemand]:
        """The rows of the next layers, of at most ``most`` layers; none if all are read."""
        if self._after is None:
            return []
        layers = self._layers(None, after=self._after, most=most)
        self._after = layers[-1].key if len(layers) == most else None
        return self._rows(layers)

    def of_document(self, document: str) -> list[ListedDemand]:
        """The rows of one document in its present state."""
        return self._rows(self._layers(document, after=_START, most=len(self._session.annotator_names())))

    def _layers(self, document: str | None, *, after: LayerKey, most: int) -> list[TitledLayer]:
        labels = self._roles.demand_labels
        return marks.layers_with(
            self._session.store, labels, annotator=self._key, document=document, after=after, most=most
        )

    def _rows(self, layers: list[TitledLayer]) -> list[ListedDemand]:
        return [
            ListedDemand(row, titled.key, titled.title or titled.layer.document, titled.layer.annotator)
            for titled in layers
            for row in demand_rows(titled.layer, published=titled.published, names=self._names)
        ]


def clipboard_text(demands: Sequence[ListedDemand], *, with_annotators: bool) -> str:
    """The rows as text for a spreadsheet: the columns of the exchange file, separated by tabs, with a header."""
    lines = [(*demand.row, demand.annotator) if with_annotators else demand.row for demand in demands]
    return "".join(
        csv_line(cells, delimiter="\t") for cells in (table_columns(with_annotators=with_annotators), *lines)
    )
