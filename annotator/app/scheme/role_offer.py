"""Assignment of roles: those that nothing in a scheme has, what could have each, and a proposal by name.

Which attributes and values a role asks for is read from the default scheme, which declares all roles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from annotator.app.scheme import scheme_files
from annotator.domain.scheme.json_body import OwnerKind
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.role_changes import RoleAssignment, SetRoles
from annotator.domain.scheme.roles import LabelRole, RelationRole, RoleOwner, ValueRole
from annotator.domain.scheme.scheme import Attribute, Label, RelationLabel, Scheme, SchemeElement
from annotator.domain.text.folding import fold

NO_CHOICE = ""
"""The choice that leaves a role unassigned."""
_SEPARATORS = str.maketrans("_-", "  ")


class RoleSlot(NamedTuple):
    """A role that is missing: ``bearer`` is the kind of what could have it.

    The role of an attribute is missing in a label or relation, the ``owner``; that of a value in its ``attribute``.
    """

    bearer: RoleOwner
    role: str
    owner_kind: OwnerKind = "label"
    owner: str = ""
    attribute: str = ""


class RoleOffer(NamedTuple):
    """A missing role, the names to choose from, and the name that is chosen or proposed (``NO_CHOICE`` for none)."""

    slot: RoleSlot
    candidates: tuple[str, ...]
    choice: str


RoleChoices = Mapping[RoleSlot, str]
"""The choices of the user; a slot without an entry has its proposal."""
_Owner = Label | RelationLabel


def worth_offering(scheme: Scheme) -> bool:
    """Whether a label or relation without a role could have a role that is missing."""
    return any(offer.slot.bearer in ("label", "relation") for offer in role_offers(scheme, {}))


def role_offers(scheme: Scheme, choices: RoleChoices) -> list[RoleOffer]:
    """The missing roles that something in the scheme could have, given the choices made so far.

    A label or relation that is chosen for a role is asked for its attributes at once. A name that is chosen for one
    role is no candidate for another. A role is left out if nothing of its kind is without a role.
    """
    offers: list[RoleOffer] = []
    owner_kinds: tuple[tuple[OwnerKind, Iterable[str], Mapping[str, _Owner]], ...] = (
        ("label", LabelRole, scheme.labels),
        ("relation", RelationRole, scheme.relations),
    )
    for owner_kind, roles, owners in owner_kinds:
        own = _owner_offers(owner_kind, roles, owners.values(), choices)
        chosen = {offer.choice: offer.slot.role for offer in own if offer.choice}
        offers += own
        for owner in owners.values():
            role = owner.role or chosen.get(owner.name)
            if role:
                offers += _attribute_offers(owner_kind, owner, role, choices)
    return offers


def set_roles(offers: Iterable[RoleOffer]) -> SetRoles | None:
    """The change that assigns the chosen roles; None if none is chosen."""
    assignments = tuple(_assignment(offer.slot, offer.choice) for offer in offers if offer.choice)
    return SetRoles(assignments=assignments) if assignments else None


def _assignment(slot: RoleSlot, name: str) -> RoleAssignment:
    match slot.bearer:
        case "attribute":
            names = {"owner": slot.owner, "attribute": name}
        case "value":
            names = {"owner": slot.owner, "attribute": slot.attribute, "value": name}
        case _:
            names = {"owner": name}
    return RoleAssignment(of=slot.owner_kind, role=slot.role, **names)


def _owner_offers(
    owner_kind: OwnerKind, roles: Iterable[str], owners: Iterable[_Owner], choices: RoleChoices
) -> list[RoleOffer]:
    owners = list(owners)
    present = {owner.role for owner in owners}
    free = [owner for owner in owners if owner.role is None]
    wanted = [
        (RoleSlot(owner_kind, role, owner_kind), _names_of(_default_owners(owner_kind, role)))
        for role in roles
        if role not in present
    ]
    return _offers(wanted, free, choices)


def _attribute_offers(owner_kind: OwnerKind, owner: _Owner, role: str, choices: RoleChoices) -> Iterator[RoleOffer]:
    """The offers for the attributes of a label or relation with this role, and for the values of these attributes."""
    defaults = [attribute for default in _default_owners(owner_kind, role) for attribute in default.attributes.values()]
    roles = dict.fromkeys(attribute.role for attribute in defaults if attribute.role)
    attributes = list(owner.attributes.values())
    present = {attribute.role for attribute in attributes}
    free = [attribute for attribute in attributes if attribute.role is None]
    wanted = [
        (
            RoleSlot("attribute", attribute_role, owner_kind, owner.name),
            _names_of(default for default in defaults if default.role == attribute_role),
        )
        for attribute_role in roles
        if attribute_role not in present
    ]

    def value_offers(attribute: Attribute, attribute_role: str) -> list[RoleOffer]:
        models = [default for default in defaults if default.role == attribute_role]
        return _value_offers(owner_kind, owner.name, attribute, models, choices)

    for offer in _offers(wanted, free, choices):
        yield offer
        if offer.choice:
            yield from value_offers(owner.attributes[offer.choice], offer.slot.role)
    for attribute in attributes:
        if attribute.role:
            yield from value_offers(attribute, attribute.role)


def _value_offers(
    owner_kind: OwnerKind, owner: str, attribute: Attribute, models: Sequence[Attribute], choices: RoleChoices
) -> list[RoleOffer]:
    """The offers for the values of an attribute, whose role the attributes ``models`` of the default scheme have."""
    if not attribute.has_value_list:
        return []
    values = [value for value in attribute.values if value]
    present = {attribute.role_of(value) for value in values}
    free = [SchemeElement(name=value) for value in values if value not in attribute.value_roles]
    wanted = []
    for role in ValueRole:
        default_values = {value for model in models for value in model.values if model.role_of(value) == role}
        if default_values and role not in present:
            wanted.append((RoleSlot("value", role, owner_kind, owner, attribute.name), default_values))
    return _offers(wanted, free, choices)


def _offers(
    wanted: Sequence[tuple[RoleSlot, set[str]]], free: Sequence[SchemeElement], choices: RoleChoices
) -> list[RoleOffer]:
    """An offer for each slot, with the names of its bearer in the default scheme, out of what has no role yet."""
    possible = {NO_CHOICE, *(part.name for part in free)}
    chosen = {slot: choices[slot] for slot, _ in wanted if choices.get(slot) in possible}
    taken = set(chosen.values())
    for slot, default_names in wanted:
        if slot in chosen:
            continue
        wanted_names = set(map(_folded, (slot.role, *default_names)))
        likely = (part.name for part in free if part.name not in taken and wanted_names & _folded_names(part))
        chosen[slot] = next(likely, NO_CHOICE)
        taken.add(chosen[slot])
    return [
        RoleOffer(
            slot,
            tuple(part.name for part in free if part.name == chosen[slot] or part.name not in taken),
            chosen[slot],
        )
        for slot, _ in wanted
        if free
    ]


@cache
def _default_scheme() -> Scheme:
    return parse_scheme(scheme_files.read(scheme_files.DEFAULT).body, where=str(scheme_files.DEFAULT))


def _default_owners(owner_kind: OwnerKind, role: str) -> list[_Owner]:
    """The labels or relations of the default scheme with this role."""
    scheme = _default_scheme()
    owners: Iterable[_Owner] = scheme.labels.values() if owner_kind == "label" else scheme.relations.values()
    return [owner for owner in owners if owner.role == role]


def _names_of(parts: Iterable[SchemeElement]) -> set[str]:
    """The names of these parts of the default scheme, and their titles in all languages."""
    return {name for part in parts for name in (part.name, *part.titles.values())}


def _folded_names(part: SchemeElement) -> set[str]:
    return {_folded(name) for name in (part.name, *part.titles.values())}


def _folded(name: str) -> str:
    return fold(name).translate(_SEPARATORS).strip()
