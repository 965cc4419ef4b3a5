"""Demands in a layer: who demands what of whom, and the responses.

Labels, relations, attributes and values are found by their roles. A scheme without a role leaves empty what needs it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.domain.marks.marks import Layer, Relation, Span, text_order
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole, ValueRole
from annotator.domain.scheme.scheme import Attribute, Label, RelationLabel, Scheme

# As constants, because Python looks up a member of an enumeration slowly, and each demand needs several.
_SAYS, _RESPONDS_TO = RelationRole.SAYS, RelationRole.RESPONDS_TO
_ADDRESSED_TO, _ABOUT, _PARTICIPANT = RelationRole.ADDRESSED_TO, RelationRole.ABOUT, RelationRole.PARTICIPANT
_ENTITY, _SOURCE_TYPE, _EVENT = AttributeRole.ENTITY, AttributeRole.SOURCE_TYPE, AttributeRole.EVENT
_FOLLOWED_FROM_TARGET = (_SAYS, _RESPONDS_TO)
_FOLLOWED_FROM_SOURCE = (_ADDRESSED_TO, _ABOUT, _PARTICIPANT)
_NEEDED_LABELS = (LabelRole.DEMAND, LabelRole.SPEAKER)
_NEEDED_RELATIONS = (_SAYS, _ADDRESSED_TO, _ABOUT)
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


class DemandResponse(NamedTuple):
    """A response to a demand, and its respondents: the speakers of the response or the participants of the event."""

    span: Span
    stance: str
    respondents: tuple[Span, ...]


class Demand(NamedTuple):
    """A demand with the spans that it is related to, each in text order; ``relations`` are those that lead to them."""

    span: Span
    speakers: tuple[Span, ...]
    addressees: tuple[Span, ...]
    events: tuple[Span, ...]
    responses: tuple[DemandResponse, ...]
    relations: tuple[Relation, ...]


class DemandRoles:
    """The parts of a scheme that demands need, by role. It is built once for a scheme and does not change."""

    def __init__(self, scheme: Scheme) -> None:
        self.demand_labels = frozenset(scheme.labels_with(LabelRole.DEMAND))
        self.relation_roles = {name: relation.role for name, relation in scheme.relations.items() if relation.role}
        self._of_spans = _attributes_by_role(scheme.labels)
        self._of_relations = _attributes_by_role(scheme.relations)

    def attribute(self, span: Span, role: AttributeRole) -> Attribute | None:
        """The attribute of this role that spans of this label have."""
        return self._of_spans.get((span.label, role))

    def relation_attribute(self, relation: Relation, role: AttributeRole) -> Attribute | None:
        """The attribute of this role that relations of this label have."""
        return self._of_relations.get((relation.label, role))

    def value(self, span: Span, role: AttributeRole) -> str:
        """The value of the span's attribute of this role, as its role; empty where there is none."""
        attribute = self._of_spans.get((span.label, role))
        if attribute is None:
            return ""
        value = span.attributes.get(attribute.name, "")
        return attribute.value_roles.get(value, value)

    def relation_value(self, relation: Relation, role: AttributeRole) -> str:
        """The value of the relation's attribute of this role, as its role; empty where there is none."""
        attribute = self._of_relations.get((relation.label, role))
        return attribute.role_of(relation.attributes.get(attribute.name, "")) if attribute else ""


def _attributes_by_role(owners: Mapping[str, Label] | Mapping[str, RelationLabel]) -> dict[tuple[str, str], Attribute]:
    return {
        (owner.name, attribute.role): attribute
        for owner in owners.values()
        for attribute in owner.attributes.values()
        if attribute.role
    }


def missing_demand_roles(scheme: Scheme) -> tuple[LabelRole | RelationRole, ...]:
    """The roles of labels and relations that a table of demands needs and the scheme lacks."""
    labels = [role for role in _NEEDED_LABELS if not scheme.labels_with(role)]
    relations = [role for role in _NEEDED_RELATIONS if not scheme.relations_with(role)]
    return (*labels, *relations)


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


def demands_of(layer: Layer, roles: DemandRoles) -> list[Demand]:
    """The demands of a layer in text order."""
    spans = [span for span in layer.spans if span.label in roles.demand_labels]
    if not spans:
        return []
    graph = _RelationGraph(layer, roles)
    return [graph.demand(span) for span in sorted(spans, key=text_order)]


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


class _RelationGraph:
    """The relations of one layer by role and the end from which they are followed."""

    def __init__(self, layer: Layer, roles: DemandRoles) -> None:
        self._roles = roles
        self._spans = {span.id: span for span in layer.spans}
        self._from: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
        self._to: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
        for relation in layer.relations:
            role = roles.relation_roles.get(relation.label)
            if role in _FOLLOWED_FROM_TARGET:
                self._to[role, relation.target].append(relation)
            elif role in _FOLLOWED_FROM_SOURCE:
                self._from[role, relation.source].append(relation)

    def demand(self, span: Span) -> Demand:
        speakers = self._to.get((_SAYS, span.id), [])
        addressees = self._from.get((_ADDRESSED_TO, span.id), [])
        events = self._from.get((_ABOUT, span.id), [])
        responses = self._to.get((_RESPONDS_TO, span.id), [])
        respondents = [relation for response in responses for relation in self._respondent_relations(response.source)]
        return Demand(
            span=span,
            speakers=self._in_order(relation.source for relation in speakers),
            addressees=self._in_order(relation.target for relation in addressees),
            events=self._in_order(relation.target for relation in events),
            responses=tuple(sorted(map(self._response, responses), key=lambda response: text_order(response.span))),
            relations=(*speakers, *addressees, *events, *responses, *respondents),
        )

    def _response(self, response: Relation) -> DemandResponse:
        respondents = [
            relation.source if self._is_says(relation) else relation.target
            for relation in self._respondent_relations(response.source)
        ]
        return DemandResponse(
            span=self._spans[response.source],
            stance=self._roles.relation_value(response, AttributeRole.STANCE),
            respondents=self._in_order(respondents),
        )

    def _respondent_relations(self, span: str) -> list[Relation]:
        """The relations that lead to the respondents: speakers of the response, or participants of the event."""
        participants = [
            relation
            for relation in self._from.get((_PARTICIPANT, span), [])
            if self._roles.relation_value(relation, AttributeRole.PART) != ValueRole.RECIPIENT
        ]
        return [*self._to.get((_SAYS, span), []), *participants]

    def _is_says(self, relation: Relation) -> bool:
        return self._roles.relation_roles.get(relation.label) == _SAYS

    def _in_order(self, names: Iterable[str]) -> tuple[Span, ...]:
        # Two relations of one role may connect the same spans.
        return tuple(sorted((self._spans[name] for name in dict.fromkeys(names)), key=text_order))
