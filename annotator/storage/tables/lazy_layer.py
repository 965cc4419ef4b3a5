"""How is the layer of an article that is opened read, so that only the marks that somebody looks at are built?

A long article has tens of thousands of them, and a person sees some dozens. Whether all can be read is looked at once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, MutableMapping
from sqlite3 import Row
from typing import TypeVar

from annotator.domain.marks.marks import Relation, Span
from annotator.domain.marks.span_index import Place
from annotator.storage.file.row_errors import sound_rows
from annotator.storage.file.store import Store
from annotator.storage.tables.marks import RELATIONS, SPANS, Said, built_relation, built_span

Mark = TypeVar("Mark", Span, Relation)


class Marks(MutableMapping[str, Mark]):
    """Marks by their ids. Each is built from its row when it is first asked for."""

    def __init__(self, rows: list[Row], build: Callable[[Row], Mark]) -> None:
        self._marks: dict[str, Mark | Row] = {row[0]: row for row in rows}
        self._build: Callable[[Row], Mark] = build

    def __getitem__(self, name: str) -> Mark:
        found = self._marks[name]
        if isinstance(found, Row):
            found = self._marks[name] = self._build(found)
        return found

    def __setitem__(self, name: str, mark: Mark) -> None:
        self._marks[name] = mark

    def __delitem__(self, name: str) -> None:
        del self._marks[name]

    def __contains__(self, name: object) -> bool:
        return name in self._marks

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)


class LayerRows:
    """The rows of one layer, and what can be told from them without building a mark. Raises Damaged."""

    def __init__(self, store: Store, key: int) -> None:
        said = Said()
        self._spans = store.rows(f"SELECT {SPANS} FROM spans WHERE layer = ?", [key])
        self._relations = store.rows(f"SELECT {RELATIONS} FROM relations WHERE layer = ?", [key])
        with sound_rows:
            # Columns by their numbers: by name they take twice as long.
            for written in {row[6] for row in self._spans} | {row[4] for row in self._relations}:
                said[written]
        self.spans: Marks[Span] = Marks(self._spans, lambda row: built_span(row, said))
        self.relations: Marks[Relation] = Marks(self._relations, lambda row: built_relation(row, said))

    def order(self) -> list[Place]:
        """Where the spans stand, in text order."""
        return sorted((start, -end, name) for name, _, start, end, *_ in self._spans)

    def counts(self) -> Counter[str]:
        """How many spans each label has."""
        return Counter([row[1] for row in self._spans])

    def links(self) -> defaultdict[str, list[str]]:
        """The ids of the relations that begin or end at each span."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name, _, source, target, _ in self._relations:
            found[source].append(name)
            found[target].append(name)
        return found

    def doubtful(self, text: str) -> list[Span]:
        """The spans whose rows alone do not show that they fit their place in the text."""
        length = len(text)
        with sound_rows:
            return [
                self.spans[name]
                for name, _, start, end, fragments, quote, _, _ in self._spans
                if fragments or not 0 <= start < end <= length or text[start:end] != quote
            ]
