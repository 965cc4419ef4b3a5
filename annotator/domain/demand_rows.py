"""The rows of the table of demands, and the names and words in their cells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.domain.demands import Demand, DemandResponse, DemandRoles, demands_of
from annotator.domain.marks.marks import Layer, Span
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole
from annotator.domain.scheme.scheme import Label, RelationLabel, Scheme

# As constants, because Python looks up a member of an enumeration slowly, and each demand needs several.
_ENTITY, _SOURCE_TYPE, _EVENT = AttributeRole.ENTITY, AttributeRole.SOURCE_TYPE, AttributeRole.EVENT
_FRAGMENTS = " … "


class DemandRow(NamedTuple):
    """One demand of one speaker to one addressee, in the columns of the exchange file.

    A column without a value is empty. ``speaker_entity`` and ``addressee_entity`` are names, or the words of the
    mention if it is not linked to a name; so is ``event_ref``, in which several events are joined by "; ".
    ``response_stance`` and ``response_by`` are two lists of equal length, joined in the same way. ``start`` and ``end``
    are the outer bounds in code points. A value with a role is written as its role, so that the columns of projects
    with different schemes can be compared.
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
DEMAND_ATTRIBUTES = (
    AttributeRole.STRENGTH,
    AttributeRole.REALIZATION,
    AttributeRole.POLARITY,
    AttributeRole.EVENT_TYPE,
    AttributeRole.EVENT_MODE,
    AttributeRole.CODE,
    AttributeRole.FACTUALITY,
)
"""The attributes of a demand that have a column, in the order of the columns."""

ValueWords = Mapping[tuple[AttributeRole, str], str]
"""The scheme's own values by the role of their attribute and their own role, where the value is not its role."""


def value_words(scheme: Scheme) -> ValueWords:
    """The words for the values in the rows of demands, for a table on screen; those of the first label of each role."""
    words: dict[tuple[AttributeRole, str], str] = {}
    owners: list[Label | RelationLabel] = [scheme.labels[name] for name in scheme.labels_with(LabelRole.DEMAND)]
    owners += [scheme.relations[name] for name in scheme.relations_with(RelationRole.RESPONDS_TO)]
    for owner in owners:
        for attribute in owner.attributes.values():
            for value, role in attribute.value_roles.items():
                if attribute.role:
                    words.setdefault((attribute.role, role), value)
    return words


def demand_rows(layer: Layer, *, published: str, names: "DemandNames") -> Iterator[DemandRow]:
    """A row for each demand, speaker and addressee of a layer; a party that is not linked has an empty name."""
    for demand in demands_of(layer, names.roles):
        row = _row_without_parties(demand, layer.document, published, names)
        for speaker, kind in names.parties(demand.speakers):
            for addressee, _ in names.parties(demand.addressees):
                yield row._replace(speaker_entity=speaker, speaker_type=kind, addressee_entity=addressee)


def _row_without_parties(demand: Demand, document: str, published: str, names: "DemandNames") -> DemandRow:
    span, responses = demand.span, names.responses(demand.responses)
    values = [names.roles.value(span, role) for role in DEMAND_ATTRIBUTES]
    strength, realization, polarity, plover, plover_mode, cameo, factuality = values
    return DemandRow(
        doc_id=document,
        published=published,
        demand_id=span.id,
        speaker_entity="",
        speaker_type="",
        strength=strength,
        realization=realization,
        polarity=polarity,
        demand_text=quoted_text(span),
        addressee_entity="",
        event_ref=name_resolution.join(names.events(demand.events)),
        plover=plover,
        plover_mode=plover_mode,
        cameo=cameo,
        factuality=factuality,
        response_stance=name_resolution.NAME_SEPARATOR.join(stance for stance, _ in responses),
        response_by=name_resolution.NAME_SEPARATOR.join(respondent for _, respondent in responses),
        start=span.start,
        end=span.end,
    )


def responses_in(row: DemandRow) -> list[tuple[str, str]]:
    """The responses in a row: stance and respondent of each."""
    if not (row.response_stance or row.response_by):
        return []
    separator = name_resolution.NAME_SEPARATOR
    return list(zip(row.response_stance.split(separator), row.response_by.split(separator), strict=False))


def quoted_text(span: Span) -> str:
    """The text of the span's fragments, joined by an ellipsis."""
    first = span.start
    return _FRAGMENTS.join(span.quote[start - first : end - first] for start, end in span.fragments)


class DemandNames:
    """The names of a project's mentions: canonical names from its registries, or else the mention's own words."""

    def __init__(self, registries: Mapping[str, Registry], roles: DemandRoles) -> None:
        self._registries, self.roles = registries, roles

    def parties(self, spans: Sequence[Span]) -> list[tuple[str, str]]:
        """Each party once, with its type; one empty party if there are no spans."""
        types: dict[str, str] = {}
        for span in spans:
            for name in self._names(span, _ENTITY):
                types.setdefault(name, self.roles.value(span, _SOURCE_TYPE))
        return list(types.items()) or [("", "")]

    def events(self, spans: Sequence[Span]) -> list[str]:
        return [name for span in spans for name in self._names(span, _EVENT)]

    def responses(self, responses: Sequence[DemandResponse]) -> list[tuple[str, str]]:
        """Each pair of stance and respondent once; the respondent is empty if none is linked."""
        return list(
            dict.fromkeys(
                (response.stance, respondent)
                for response in responses
                for respondent, _ in self.parties(response.respondents)
            )
        )

    def _names(self, span: Span, role: AttributeRole) -> list[str]:
        attribute = self.roles.attribute(span, role)
        names = name_resolution.split(span.attributes.get(attribute.name, "")) if attribute else []
        registry = self._registries.get(attribute.registry) if attribute else None
        if not names:
            # In a list of names a semicolon is the separator.
            return [quoted_text(span).replace(";", ",")]
        return [registry.canonical(name) for name in names] if registry else names
