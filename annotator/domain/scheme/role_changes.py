"""Changes of roles: assignment by the user, and the roles that a change of the scheme loses."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.changes import SchemeChange
from annotator.domain.scheme.json_body import OwnerKind, SchemeBody, attributes, find_declaration, owner, value_text
from annotator.domain.scheme.roles import RoleOwner
from annotator.domain.scheme.scheme import Attribute, Label, RelationLabel, Scheme
from annotator.domain.scheme.value_lists import value_list, value_texts
from annotator.i18n import tr


class RoleAssignment(FrozenModel):
    """The role of a label or relation, of its attribute, or of a value of that; an empty ``role`` removes it."""

    of: OwnerKind = "label"
    owner: str
    attribute: str = ""
    value: str = ""
    role: str


class SetRoles(SchemeChange):
    """Assigns roles; no mark changes."""

    kind: Literal["set-roles"] = "set-roles"
    assignments: tuple[RoleAssignment, ...]

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        for assignment in self.assignments:
            _assign(body, assignment)


def _assign(body: SchemeBody, assignment: RoleAssignment) -> None:
    declaration = owner(body, assignment.of, assignment.owner)
    if assignment.attribute:
        declared = attributes(body, assignment.of, assignment.owner)
        declaration = find_declaration(declared, assignment.attribute, tr("attribute"))
    if assignment.value:
        values = value_list(body, declaration, assignment.attribute)
        texts = value_texts(values)
        if assignment.value not in texts:
            raise Refused(
                tr("{name} has no value {value}", name=repr(assignment.attribute), value=repr(assignment.value[:60]))
            )
        position = texts.index(assignment.value)
        entry = values[position] if isinstance(values[position], dict) else {"value": value_text(values[position])}
        values[position] = {**entry, "role": assignment.role} if assignment.role else assignment.value
    elif assignment.role:
        declaration["role"] = assignment.role
    else:
        declaration.pop("role", None)


class LostRole(NamedTuple):
    """A role that nothing has after a change: what had it before, and its name."""

    owner: RoleOwner
    name: str
    role: str


def lost_roles(before: Scheme, after: Scheme) -> tuple[LostRole, ...]:
    """The roles that no label or relation has any more, and those of attributes and values of the others."""
    lost = list(_lost_owner_roles("label", before.labels.values(), after.labels.values()))
    lost += _lost_owner_roles("relation", before.relations.values(), after.relations.values())
    return tuple(lost)


def _lost_owner_roles(
    kind: RoleOwner, before: Iterable[Label | RelationLabel], after: Iterable[Label | RelationLabel]
) -> Iterator[LostRole]:
    remaining = list(after)
    for declared in before:
        heirs = [heir for heir in remaining if heir.role == declared.role] if declared.role else []
        if declared.role and not heirs:
            yield LostRole(kind, declared.name, declared.role)
        elif heirs:
            yield from _lost_attribute_roles(declared.attributes.values(), heirs)


def _lost_attribute_roles(
    attributes_before: Iterable[Attribute], heirs: list[Label | RelationLabel]
) -> Iterator[LostRole]:
    for attribute in attributes_before:
        if attribute.role is None:
            continue
        successors = [
            successor for heir in heirs for successor in heir.attributes.values() if successor.role == attribute.role
        ]
        if not successors:
            yield LostRole("attribute", attribute.name, attribute.role)
            continue
        value_roles = {successor.role_of(value) for successor in successors for value in successor.values}
        for value in filter(None, attribute.values):
            if attribute.role_of(value) not in value_roles:
                yield LostRole("value", value, attribute.role_of(value))
