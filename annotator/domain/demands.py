"""Who demands what of whom, and what became of it?

The labels and relations are those of the default scheme; under a scheme without them there is nothing to tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.domain.marks.marks import Layer, Relation, Span, text_order
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry
from annotator.domain.scheme.scheme import Scheme

DEMAND = "DEMAND"
_SAYS, _ADDRESSED_TO, _ABOUT, _PARTICIPANT, _RESPONDS_TO = (
    "SAYS",
    "ADDRESSED_TO",
    "ABOUT",
    "PARTICIPANT",
    "RESPONDS_TO",
)
_ENTITY, _EVENT = ("entity", "entity"), ("event_ref", "event")
_FRAGMENTS = " … "


class DemandRow(NamedTuple):
    """One demand of one speaker to one addressee, in the columns of the exchange file.

    What nobody said is empty. ``speaker_entity`` and ``addressee_entity`` are names, or the words of the mention where
    nobody has named it; so is ``event_ref``, in which several events are joined by "; ". ``response_stance`` and
    ``response_by`` are two lists of one length, joined in the same way. ``start`` and ``end`` are the outer bounds in
    code points.
    """

    doc_id: str
    published: str
    demand_id: str
    speaker_entity: str
    speaker_type: str
    strength: str
    realization: str
    polarity: str
    demand_text: str
    addressee_entity: str
    event_ref: str
    plover: str
    plover_mode: str
    cameo: str
    factuality: str
    response_stance: str
    response_by: str
    start: int
    end: int


COLUMNS: tuple[str, ...] = DemandRow._fields


class Answer(NamedTuple):
    """What responds to a demand, and who does: those who say it or act in it."""

    span: Span
    stance: str
    by: tuple[Span, ...]


class Demand(NamedTuple):
    """A demand with all that its links lead to, each in text order; ``links`` are those that were followed."""

    span: Span
    speakers: tuple[Span, ...]
    addressees: tuple[Span, ...]
    events: tuple[Span, ...]
    answers: tuple[Answer, ...]
    links: tuple[Relation, ...]


def knows_demands(scheme: Scheme) -> bool:
    """Whether demands can be marked under this scheme."""
    return DEMAND in scheme.labels


def demands_of(layer: Layer) -> list[Demand]:
    """The demands of a layer in text order."""
    found = [span for span in layer.spans if span.label == DEMAND]
    if not found:
        return []
    links = _Links(layer)
    return [links.demand(span) for span in sorted(found, key=text_order)]


def rows_of(layer: Layer, *, published: str, names: "Names") -> Iterator[DemandRow]:
    """A row for each demand, speaker and addressee of a layer; one with empty names where none is linked."""
    for demand in demands_of(layer):
        span, said = demand.span, demand.span.attributes
        answers = names.answers(demand.answers)
        for speaker, kind in names.parties(demand.speakers):
            for addressee, _ in names.parties(demand.addressees):
                yield DemandRow(
                    doc_id=layer.document,
                    published=published,
                    demand_id=span.id,
                    speaker_entity=speaker,
                    speaker_type=kind,
                    strength=said.get("strength", ""),
                    realization=said.get("realization", ""),
                    polarity=said.get("polarity", ""),
                    demand_text=words_of(span),
                    addressee_entity=addressee,
                    event_ref=name_resolution.join(names.events(demand.events)),
                    plover=said.get("plover", ""),
                    plover_mode=said.get("plover_mode", ""),
                    cameo=said.get("cameo", ""),
                    factuality=said.get("factuality", ""),
                    response_stance=name_resolution.JOINT.join(stance for stance, _ in answers),
                    response_by=name_resolution.JOINT.join(who for _, who in answers),
                    start=span.start,
                    end=span.end,
                )


def answers_in(row: DemandRow) -> list[tuple[str, str]]:
    """The answers that a row tells of: each stance, and who takes it."""
    if not (row.response_stance or row.response_by):
        return []
    return list(
        zip(
            row.response_stance.split(name_resolution.JOINT), row.response_by.split(name_resolution.JOINT), strict=False
        )
    )


def words_of(span: Span) -> str:
    """What the span's fragments say, joined by an ellipsis."""
    first = span.start
    return _FRAGMENTS.join(span.quote[start - first : end - first] for start, end in span.fragments)


class Names:
    """What the mentions of a project stand for: canonical names by its registries, or their own words."""

    def __init__(self, registries: Mapping[str, Registry]) -> None:
        self._registries = registries

    def parties(self, spans: Sequence[Span]) -> list[tuple[str, str]]:
        """Each party once, with its type; an empty one where there is none."""
        found: dict[str, str] = {}
        for span in spans:
            for name in self._of(span, *_ENTITY):
                found.setdefault(name, span.attributes.get("source_type", ""))
        return list(found.items()) or [("", "")]

    def events(self, spans: Sequence[Span]) -> list[str]:
        return [name for span in spans for name in self._of(span, *_EVENT)]

    def answers(self, answers: Sequence[Answer]) -> list[tuple[str, str]]:
        """Each stance with whoever takes it, once; nobody where nobody is linked."""
        return list(dict.fromkeys((answer.stance, who) for answer in answers for who, _ in self.parties(answer.by)))

    def _of(self, span: Span, attribute: str, registry: str) -> list[str]:
        told, known = name_resolution.split(span.attributes.get(attribute, "")), self._registries.get(registry)
        if not told:
            # In a list of names a semicolon joins two.
            return [words_of(span).replace(";", ",")]
        return [known.canonical(name) for name in told] if known else told


class _Links:
    """The links of one layer, to be followed from either end."""

    def __init__(self, layer: Layer) -> None:
        self._spans = {span.id: span for span in layer.spans}
        self._from: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
        self._to: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
        for link in layer.relations:
            self._from[link.label, link.source].append(link)
            self._to[link.label, link.target].append(link)

    def demand(self, span: Span) -> Demand:
        said = self._to.get((_SAYS, span.id), [])
        addressed = self._from.get((_ADDRESSED_TO, span.id), [])
        about = self._from.get((_ABOUT, span.id), [])
        responses = self._to.get((_RESPONDS_TO, span.id), [])
        answering = [link for response in responses for link in self._answering(response.source)]
        return Demand(
            span=span,
            speakers=self._in_order(link.source for link in said),
            addressees=self._in_order(link.target for link in addressed),
            events=self._in_order(link.target for link in about),
            answers=tuple(sorted(map(self._answer, responses), key=lambda answer: text_order(answer.span))),
            links=(*said, *addressed, *about, *responses, *answering),
        )

    def _answer(self, response: Relation) -> Answer:
        behind = [link.source if link.label == _SAYS else link.target for link in self._answering(response.source)]
        return Answer(
            span=self._spans[response.source],
            stance=response.attributes.get("stance", ""),
            by=self._in_order(behind),
        )

    def _answering(self, span: str) -> list[Relation]:
        """The links that say who is behind a response: its speakers, or those who act in the event."""
        acting = [
            link for link in self._from.get((_PARTICIPANT, span), []) if link.attributes.get("role") != "recipient"
        ]
        return [*self._to.get((_SAYS, span), []), *acting]

    def _in_order(self, names: Iterable[str]) -> tuple[Span, ...]:
        return tuple(sorted((self._spans[name] for name in names), key=text_order))
