"""The layer of the open article, with marks that are built from their rows when they are first used.

A long article has tens of thousands of marks, of which the window shows some dozens. The rows are checked once, when
they are read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, MutableMapping
from sqlite3 import Row
from typing import TypeVar

from annotator.domain.marks.marks import Relation, Span
from annotator.domain.marks.span_index import SpanPosition
from annotator.storage.file.row_errors import refuse_damaged_rows
from annotator.storage.file.store import Store
from annotator.storage.tables.marks import RELATION_COLUMNS, SPAN_COLUMNS, AttributesCache, build_relation, build_span

LazyMark = TypeVar("LazyMark", Span, Relation)


class LazyMarks(MutableMapping[str, LazyMark]):
    """Marks by their ids. Each is built from its row when it is first read."""

    def __init__(self, rows: list[Row], build: Callable[[Row], LazyMark]) -> None:
        self._marks: dict[str, LazyMark | Row] = {row[0]: row for row in rows}
        self._build: Callable[[Row], LazyMark] = build

    def __getitem__(self, name: str) -> LazyMark:
        mark = self._marks[name]
        if isinstance(mark, Row):
            mark = self._marks[name] = self._build(mark)
        return mark

    def __setitem__(self, name: str, mark: LazyMark) -> None:
        self._marks[name] = mark

    def __delitem__(self, name: str) -> None:
        del self._marks[name]

    def __contains__(self, name: object) -> bool:
        return name in self._marks

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)


class LazyLayerRows:
    """The rows of one layer, and facts that follow from the rows without building a mark. Raises Damaged."""

    def __init__(self, store: Store, key: int) -> None:
        attributes = AttributesCache()
        self._spans = store.rows(f"SELECT {SPAN_COLUMNS} FROM spans WHERE layer = ?", [key])
        self._relations = store.rows(f"SELECT {RELATION_COLUMNS} FROM relations WHERE layer = ?", [key])
        with refuse_damaged_rows:
            # Columns are read by number: by name they take twice as long.
            for text in {row[6] for row in self._spans} | {row[4] for row in self._relations}:
                attributes[text]
        self.spans: LazyMarks[Span] = LazyMarks(self._spans, lambda row: build_span(row, attributes))
        self.relations: LazyMarks[Relation] = LazyMarks(self._relations, lambda row: build_relation(row, attributes))

    def span_positions(self) -> list[SpanPosition]:
        """The positions of the spans, in text order."""
        return sorted((start, -end, name) for name, _, start, end, *_ in self._spans)

    def label_counts(self) -> Counter[str]:
        """How many spans each label has."""
        return Counter([row[1] for row in self._spans])

    def relations_by_span(self) -> defaultdict[str, list[str]]:
        """The ids of the relations that begin or end at each span."""
        relations: defaultdict[str, list[str]] = defaultdict(list)
        for name, _, source, target, _ in self._relations:
            relations[source].append(name)
            relations[target].append(name)
        return relations

    def unverified_spans(self, text: str) -> list[Span]:
        """The spans whose rows alone do not prove that they match the text."""
        length = len(text)
        with refuse_damaged_rows:
            return [
                self.spans[name]
                for name, _, start, end, fragments, quote, _, _ in self._spans
                if fragments or not 0 <= start < end <= length or text[start:end] != quote
            ]
