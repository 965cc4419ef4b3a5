"""Demands in a layer: who demands what of whom, and the responses.

Labels, relations, attributes and values are found by their roles. A scheme without a role leaves empty what needs it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.domain.marks.marks import Layer, Relation, Span, text_order
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


def demands_of(layer: Layer, roles: DemandRoles) -> list[Demand]:
    """The demands of a layer in text order."""
    spans = [span for span in layer.spans if span.label in roles.demand_labels]
    if not spans:
        return []
    graph = _RelationGraph(layer, roles)
    return [graph.demand(span) for span in sorted(spans, key=text_order)]


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
