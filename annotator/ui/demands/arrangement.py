"""The filter, order and groups of the demands, and the counts of demands by speaker and addressee."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from annotator.app.cast.demands import ListedDemand
from annotator.domain.demand_rows import ValueWords, responses_in
from annotator.domain.scheme.roles import AttributeRole
from annotator.domain.text.folding import fold
from annotator.domain.text.word_filter import WordFilter, searchable_words

SPEAKER, STRENGTH, WORDS, ADDRESSEE, EVENT, POLARITY, FACTUALITY, RESPONSE, ARTICLE, DATE, ANNOTATOR = range(11)


class DemandLine(NamedTuple):
    """A line of the table: the demand, the texts of its cells, and its words for the filter."""

    demand: ListedDemand
    cells: tuple[str, ...]
    words: str


class GroupHeading(NamedTuple):
    """The heading of a group: a name, empty if none is given, and the number of its demands."""

    name: str
    demands: int


class DemandPair(NamedTuple):
    """A speaker and an addressee; None for any."""

    speaker: str | None = None
    addressee: str | None = None

    def matches(self, line: DemandLine) -> bool:
        """Whether the demand is made by this speaker to this addressee."""
        row = line.demand.row
        return self.speaker in (None, row.speaker_entity) and self.addressee in (None, row.addressee_entity)


class Arrangement(NamedTuple):
    """The settings of the table.

    ``column`` is the column that the rows are sorted by, ``group`` the one that they are grouped by; -1 keeps the order
    of the articles.
    """

    query: str = ""
    pair: DemandPair = DemandPair()
    group: int = -1
    column: int = -1
    descending: bool = False


class DemandMatrix(NamedTuple):
    """The number of demands of each speaker to each addressee, the most frequent names first.

    The empty name stands for demands without a name and comes last. A count under None is a sum over all names.
    ``left_out`` is the number of names beyond the limit.
    """

    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    counts: dict[tuple[str | None, str | None], int]
    left_out: int


def demand_line(demand: ListedDemand, words: ValueWords) -> DemandLine:
    """The line of the table for a demand, with the values in the words of the scheme."""
    row = demand.row

    def word(attribute: AttributeRole, value: str) -> str:
        return words.get((attribute, value), value)

    responses = [(word(AttributeRole.STANCE, stance), respondent) for stance, respondent in responses_in(row)]
    cells = (
        row.speaker_entity,
        word(AttributeRole.STRENGTH, row.strength),
        row.demand_text,
        row.addressee_entity,
        row.event_ref,
        word(AttributeRole.POLARITY, row.polarity),
        word(AttributeRole.FACTUALITY, row.factuality),
        "; ".join(f"{stance} ({respondent})" if respondent else stance for stance, respondent in responses),
        demand.title,
        row.published,
        demand.annotator,
    )
    return DemandLine(demand, cells, searchable_words(*cells))


def filter_lines(lines: Iterable[DemandLine], query: str) -> list[DemandLine]:
    """The lines that contain the words of the query."""
    word_filter = WordFilter(query)
    return [line for line in lines if word_filter.matches(line.words)]


def arrange_lines(lines: Iterable[DemandLine], arrangement: Arrangement) -> list[DemandLine | GroupHeading]:
    """The lines of the pair, sorted and grouped; the query is not applied again."""
    rows = [line for line in lines if arrangement.pair.matches(line)]
    if arrangement.column >= 0:
        rows.sort(key=_key(arrangement.column), reverse=arrangement.descending)
    return _grouped(rows, arrangement.group) if arrangement.group >= 0 else list(rows)


def _key(column: int) -> Callable[[DemandLine], Any]:
    return lambda line: fold(line.cells[column])


def _grouped(lines: list[DemandLine], column: int) -> list[DemandLine | GroupHeading]:
    groups: defaultdict[str, list[DemandLine]] = defaultdict(list)
    for line in lines:
        groups[line.cells[column]].append(line)
    counts = {name: count_demands(group) for name, group in groups.items()}
    grouped: list[DemandLine | GroupHeading] = []
    for name in _by_frequency(counts):
        grouped.append(GroupHeading(name, counts[name]))
        grouped += groups[name]
    return grouped


def count_demands(lines: Iterable[DemandLine]) -> int:
    """The number of demands; a demand with several speakers or addressees has several lines."""
    return len({(line.demand.layer_key, line.demand.row.demand_id) for line in lines})


def demand_matrix(lines: Iterable[DemandLine], *, most: int) -> DemandMatrix:
    """The counts of these lines by speaker and addressee, with at most ``most`` names on each side."""
    demands: defaultdict[tuple[str | None, str | None], set[object]] = defaultdict(set)
    for line in lines:
        row, demand = line.demand.row, (line.demand.layer_key, line.demand.row.demand_id)
        for speaker in (row.speaker_entity, None):
            for addressee in (row.addressee_entity, None):
                demands[speaker, addressee].add(demand)
    counts = {pair: len(keys) for pair, keys in demands.items()}
    speakers = _by_frequency(
        {speaker: count for (speaker, addressee), count in counts.items() if speaker is not None and addressee is None}
    )
    addressees = _by_frequency(
        {
            addressee: count
            for (speaker, addressee), count in counts.items()
            if speaker is None and addressee is not None
        }
    )
    left_out = max(0, len(speakers) - most) + max(0, len(addressees) - most)
    return DemandMatrix(tuple(speakers[:most]), tuple(addressees[:most]), counts, left_out)


def _by_frequency(counts: dict[str, int]) -> list[str]:
    """The names, the most frequent first, the empty one last."""
    return sorted(counts, key=lambda name: (not name, -counts[name], fold(name)))
