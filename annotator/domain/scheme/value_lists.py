"""Edits of the value lists of attributes in a scheme's JSON object."""

from typing import Any

from annotator.domain.errors import Refused
from annotator.domain.scheme.json_body import (
    Declaration,
    OwnerKind,
    SchemeBody,
    attributes,
    own_values,
    rename,
    value_role,
    value_text,
)
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.i18n import tr


def value_list(body: SchemeBody, declaration: Declaration, name: str) -> list[Any]:
    """The attribute's own list of values, texts or objects with a role; Refused if it has none."""
    values = own_values(body, declaration) if "values" in declaration else None
    if not isinstance(values, list):
        raise Refused(tr("{name} has no list of values", name=repr(name)))
    return values


def value_texts(values: list[Any]) -> list[str]:
    """The values of a list without their roles."""
    return [value_text(entry) for entry in values]


def merge_values(values: list[Any], added: list[Any]) -> None:
    """Add to a list of values the values that it lacks, and to its values the roles that they lack."""
    for entry in added:
        texts = value_texts(values)
        if value_text(entry) not in texts:
            values.append(entry)
        elif value_role(entry) and not value_role(values[texts.index(value_text(entry))]):
            values[texts.index(value_text(entry))] = entry


def have_value_lists(body: SchemeBody, *declarations: Declaration) -> bool:
    """Whether each of these attributes has one list of values."""
    return all(
        "values" in declaration and not isinstance(_shared_values(body, declaration), dict)
        for declaration in declarations
    )


def _shared_values(body: SchemeBody, declaration: Declaration) -> Any:
    values = declaration["values"]
    return body[values] if isinstance(values, str) else values


def dependent_declarations(
    body: SchemeBody, kind: OwnerKind, owner: str, attribute: str, before: Scheme
) -> list[Declaration]:
    """The declarations of the attributes that depend on this one, each with a value list of its own."""
    declarations = [
        attributes(body, kind, owner)[dependent.name]
        for dependent in before.attributes_of(kind, owner).values()
        if dependent.governor == attribute
    ]
    for declaration in declarations:
        own_values(body, declaration)
    return declarations


def remove_value(
    body: SchemeBody,
    kind: OwnerKind,
    owner: str,
    attribute: str,
    value: str,
    before: Scheme,
    replacement: str = "",
) -> None:
    """Remove a value from the list of an attribute, from its default and from the lists that depend on it."""
    declaration = attributes(body, kind, owner)[attribute]
    values = value_list(body, declaration, attribute)
    del values[value_texts(values).index(value)]
    if declaration.get("default") == value:
        declaration["default"] = replacement
    remove_stale_keys(declaration)
    for dependent in dependent_declarations(body, kind, owner, attribute, before):
        dependent["values"].pop(value, None)
        remove_stale_keys(dependent)
    if declaration.get("default", "") not in ("", *value_texts(values)):
        declaration["default"] = ""


def rename_value_key(declaration: Declaration, value: str, new: str) -> None:
    """Give the letter of a value, if it has one, to its new name."""
    if value in declaration.get("keys", {}):
        rename(declaration["keys"], value, new)


def remove_stale_keys(declaration: Declaration) -> None:
    """Remove the letters of values that the attribute's own list no longer has."""
    values = declaration["values"]
    lists = values.values() if isinstance(values, dict) else [values]
    listed = {value_text(entry) for entries in lists for entry in entries}
    for value in [value for value in declaration.get("keys", {}) if value not in listed]:
        del declaration["keys"][value]


def take_value_keys(declaration: Declaration, merged: Declaration) -> None:
    """Take over the letters of another attribute's values, where value and letter have none yet."""
    for value, letter in merged.get("keys", {}).items():
        keys = declaration.setdefault("keys", {})
        if value not in keys and letter.upper() not in map(str.upper, keys.values()):
            keys[value] = letter


def refuse_unknown_value(attribute: Attribute, value: str) -> None:
    if value not in attribute.values:
        raise Refused(tr("{name} has no value {value}", name=repr(attribute.name), value=repr(value[:60])))
