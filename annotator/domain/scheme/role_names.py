"""Roles of schemes that do not state them: they follow from the names that labels, relations and attributes had.

Until the scheme file had roles, the program knew the parts of the default scheme by their names. A scheme of that time
gets its roles from the same names, followed through the changes that were made to it since.
"""

import copy
from typing import Any, Self

from annotator.domain.scheme.json_body import Declaration, OwnerKind, SchemeBody, owners, value_role, value_text

OWNER_KINDS: tuple[OwnerKind, ...] = ("label", "relation")


class RoleNames:
    """The names that bear or bore a role: of labels and relations, of attributes, of values.

    An attribute is known by its name alone, under whatever label or relation, until a change of one label renames it.
    """

    def __init__(self) -> None:
        self._owners: dict[tuple[OwnerKind, str], str] = {}
        self._attributes: dict[str, str] = {}
        self._own_attributes: dict[tuple[OwnerKind, str, str], str] = {}
        self._values: dict[tuple[OwnerKind, str, str, str], str] = {}

    @classmethod
    def of_body(cls, body: SchemeBody) -> Self:
        """The names in a scheme that states its roles."""
        names = cls()
        for kind in OWNER_KINDS:
            for owner, declaration in owners(body, kind).items():
                if declaration.get("role"):
                    names._owners[kind, owner] = declaration["role"]
                for attribute, attribute_declaration in declaration.get("attributes", {}).items():
                    if attribute_declaration.get("role"):
                        names._attributes[attribute] = attribute_declaration["role"]
        return names

    def rename_owner(self, kind: OwnerKind, old: str, new: str) -> None:
        """The label or relation ``new`` is, or is like, the one that was called ``old``."""
        if (kind, old) in self._owners:
            self._owners.setdefault((kind, new), self._owners[kind, old])
        for (attribute_kind, owner, attribute), role in list(self._own_attributes.items()):
            if (attribute_kind, owner) == (kind, old):
                self._own_attributes.setdefault((kind, new, attribute), role)
        for (value_kind, owner, attribute, value), role in list(self._values.items()):
            if (value_kind, owner) == (kind, old):
                self._values.setdefault((kind, new, attribute, value), role)

    def rename_attribute(self, kind: OwnerKind, owner: str, old: str, new: str) -> None:
        role = self._attribute_role(kind, owner, old)
        if role:
            self._own_attributes[kind, owner, new] = role
        for (value_kind, value_owner, attribute, value), value_role_text in list(self._values.items()):
            if (value_kind, value_owner, attribute) == (kind, owner, old):
                self._values[kind, owner, new, value] = value_role_text

    def rename_value(self, kind: OwnerKind, owner: str, attribute: str, old: str, new: str) -> None:
        if self._attribute_role(kind, owner, attribute):
            self._values[kind, owner, attribute, new] = self._values.get((kind, owner, attribute, old), old)

    def add_roles(self, body: SchemeBody) -> None:
        """State the roles of these names in a scheme; a role that it states already stays."""
        for kind in OWNER_KINDS:
            for owner, declaration in owners(body, kind).items():
                role = self._owners.get((kind, owner))
                if role:
                    declaration.setdefault("role", role)
                self._add_attribute_roles(body, kind, owner, declaration.get("attributes", {}))

    def _add_attribute_roles(
        self, body: SchemeBody, kind: OwnerKind, owner: str, declarations: dict[str, Declaration]
    ) -> None:
        stated = {declaration.get("role") for declaration in declarations.values()}
        for attribute, declaration in declarations.items():
            role = self._attribute_role(kind, owner, attribute)
            if role and role not in stated:
                declaration.setdefault("role", role)
                stated.add(role)
            roles = {
                value: value_role_text
                for (value_kind, value_owner, name, value), value_role_text in self._values.items()
                if (value_kind, value_owner, name) == (kind, owner, attribute)
            }
            if roles and declaration.get("role"):
                _add_value_roles(body, declaration, roles)

    def _attribute_role(self, kind: OwnerKind, owner: str, attribute: str) -> str | None:
        return self._own_attributes.get((kind, owner, attribute)) or self._attributes.get(attribute)


def _add_value_roles(body: SchemeBody, declaration: Declaration, roles: dict[str, str]) -> None:
    values = declaration.get("values")
    values = body[values] if isinstance(values, str) else values
    if isinstance(values, list) and any(roles.get(value_text(entry)) for entry in values):
        declaration["values"] = [
            {"value": entry, "role": roles[entry]} if isinstance(entry, str) and entry in roles else entry
            for entry in values
        ]


def declares_roles(body: SchemeBody) -> bool:
    """Whether any label, relation or attribute states a role."""
    declarations = [declaration for kind in OWNER_KINDS for declaration in owners(body, kind).values()]
    attributes = [each for declaration in declarations for each in declaration.get("attributes", {}).values()]
    return any(declaration.get("role") for declaration in (*declarations, *attributes))


def take_missing_role(declaration: Declaration, source: Declaration) -> None:
    """Give a label the role of the one that it replaces, unless it has a role itself."""
    if source.get("role"):
        declaration.setdefault("role", source["role"])


def without_roles(body: SchemeBody) -> SchemeBody:
    """The scheme without any role: what two schemes are compared by that differ at most in what is known of them."""
    plain = copy.deepcopy(body)
    for kind in OWNER_KINDS:
        for declaration in owners(plain, kind).values():
            declaration.pop("role", None)
            for attribute in declaration.get("attributes", {}).values():
                attribute.pop("role", None)
                if "values" in attribute:
                    attribute["values"] = _plain_values(attribute["values"])
    return {name: _plain_values(part) if isinstance(part, list) else part for name, part in plain.items()}


def _plain_values(values: Any) -> Any:
    if isinstance(values, dict):
        return {value: _plain_values(entries) for value, entries in values.items()}
    if isinstance(values, list):
        return [_plain_entry(entry) for entry in values]
    return values


def _plain_entry(entry: Any) -> Any:
    return (
        value_text(entry)
        if isinstance(entry, dict) and value_role(entry) and entry.keys() == {"value", "role"}
        else entry
    )
