"""Which demands are shown, in which order and groups, and who demands of whom how often?"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from annotator.app.cast.demands import FoundDemand
from annotator.domain.demands import answers_in
from annotator.domain.text.folding import fold
from annotator.domain.text.word_filter import Filter, searchable

SPEAKER, STRENGTH, WORDS, ADDRESSEE, EVENT, POLARITY, FACTUALITY, RESPONSE, ARTICLE, DATE, ANNOTATOR = range(11)


class Line(NamedTuple):
    """A row with its cells as they are shown, and its words as a filter looks for them."""

    found: FoundDemand
    cells: tuple[str, ...]
    words: str


class Heading(NamedTuple):
    """What stands above a group: a name, empty where nobody was named, and how many demands follow."""

    name: str
    demands: int


class Pair(NamedTuple):
    """Somebody who demands, and somebody of whom; None for anybody."""

    speaker: str | None = None
    addressee: str | None = None

    def holds(self, line: Line) -> bool:
        row = line.found.row
        return self.speaker in (None, row.speaker_entity) and self.addressee in (None, row.addressee_entity)


class Arrangement(NamedTuple):
    """What a person wants to see; ``column`` and ``group`` are -1 where rows stand in the order of the articles."""

    query: str = ""
    pair: Pair = Pair()
    group: int = -1
    column: int = -1
    descending: bool = False


class Matrix(NamedTuple):
    """How many demands each speaker makes of each addressee, the most frequent names first.

    The empty name is nobody; it comes last. A count under None is of everybody. ``left_out`` counts the names for
    which there was no room.
    """

    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    counts: dict[tuple[str | None, str | None], int]
    left_out: int


def line_of(found: FoundDemand) -> Line:
    row = found.row
    cells = (
        row.speaker_entity,
        row.strength,
        row.demand_text,
        row.addressee_entity,
        row.event_ref,
        row.polarity,
        row.factuality,
        "; ".join(f"{stance} ({who})" if who else stance for stance, who in answers_in(row)),
        found.title,
        row.published,
        found.annotator,
    )
    return Line(found, cells, searchable(*cells))


def fitting(lines: Iterable[Line], query: str) -> list[Line]:
    """The lines that hold the words of the query."""
    wanted = Filter(query)
    return [line for line in lines if wanted.holds(line.words)]


def arranged(lines: Iterable[Line], wanted: Arrangement) -> list[Line | Heading]:
    """The lines, which fit the query, as they are to be shown."""
    shown = [line for line in lines if wanted.pair.holds(line)]
    if wanted.column >= 0:
        shown.sort(key=_key(wanted.column), reverse=wanted.descending)
    return _grouped(shown, wanted.group) if wanted.group >= 0 else list(shown)


def _key(column: int) -> Callable[[Line], Any]:
    return lambda line: fold(line.cells[column])


def _grouped(lines: list[Line], column: int) -> list[Line | Heading]:
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.cells[column]].append(line)
    counts = {name: count_of(group) for name, group in groups.items()}
    grouped: list[Line | Heading] = []
    for name in _by_frequency(counts):
        grouped.append(Heading(name, counts[name]))
        grouped += groups[name]
    return grouped


def count_of(lines: Iterable[Line]) -> int:
    """How many demands these are; one with several speakers or addressees has several lines."""
    return len({(line.found.place, line.found.row.demand_id) for line in lines})


def matrix(lines: Iterable[Line], *, most: int) -> Matrix:
    """Who demands of whom in these lines, with at most so many names on either side."""
    demands: defaultdict[tuple[str | None, str | None], set[object]] = defaultdict(set)
    for line in lines:
        row, demand = line.found.row, (line.found.place, line.found.row.demand_id)
        for speaker in (row.speaker_entity, None):
            for addressee in (row.addressee_entity, None):
                demands[speaker, addressee].add(demand)
    counts = {pair: len(found) for pair, found in demands.items()}
    speakers = _by_frequency({one: n for (one, other), n in counts.items() if one is not None and other is None})
    addressees = _by_frequency({other: n for (one, other), n in counts.items() if one is None and other is not None})
    left_out = max(0, len(speakers) - most) + max(0, len(addressees) - most)
    return Matrix(tuple(speakers[:most]), tuple(addressees[:most]), counts, left_out)


def _by_frequency(counts: dict[str, int]) -> list[str]:
    """The names, the most frequent first; nobody last."""
    return sorted(counts, key=lambda name: (not name, -counts[name], fold(name)))
