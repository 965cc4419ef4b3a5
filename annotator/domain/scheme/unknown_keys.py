"""The keys of a scheme file that the program does not know.

They stay in the scheme's JSON object and in every file that is written from it, but nothing uses them. A misspelled
key is among them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.domain.scheme.attribute_kinds import is_known_type
from annotator.domain.scheme.json_body import (
    OLD_FIELD_TYPES,
    Declaration,
    SchemeBody,
    document_field_declaration,
    owners,
)
from annotator.domain.scheme.role_names import OWNER_KINDS

_WORDS = frozenset({"title", "help"})
_BODY = frozenset(
    {"scheme", "version", "language", "title", "span_labels", "relations", "document_fields", "zones"}
    # Of earlier files.
    | {"zone_types", "offset_unit", "note"}
)
_OWNER = {
    "label": _WORDS | {"key", "tier", "color", "line", "keeps_quotes", "role", "attributes"},
    "relation": _WORDS | {"from", "to", "symmetric", "required", "role", "attributes"},
}
_ATTRIBUTE = _WORDS | {"values", "type", "pattern", "default", "required", "scale", "role", "key", "keys"}
_FIELD = _WORDS | {"type", "values", "required", "scale"}
_COLOR = frozenset({"light", "dark"})
_VALUE = frozenset({"value", "role"})
_SECTIONS = {"label": "span_labels", "relation": "relations"}
# A language tag begins with two or three letters.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


def unknown_keys(body: SchemeBody) -> dict[str, int]:
    """How often each unknown key occurs in a readable scheme, by its path; ``*`` stands for any name.

    ``span_labels.*.colour`` is the key ``colour`` of labels. The path of an unknown type ends in it:
    ``span_labels.*.attributes.*.type=boolean``. A value list at the top is known if something refers to it.
    """
    counts: dict[str, int] = {}
    for path in _unknown_paths(body):
        counts[path] = counts.get(path, 0) + 1
    return counts


def _unknown_paths(body: SchemeBody) -> Iterator[str]:
    lists = set(_referenced_lists(body))
    yield from _unlisted(body, _BODY | lists, "")
    yield from _unknown_words(body, "")
    for kind in OWNER_KINDS:
        path = f"{_SECTIONS[kind]}.*."
        for declaration in owners(body, kind).values():
            yield from _unlisted(declaration, _OWNER[kind], path)
            yield from _unknown_words(declaration, path)
            if kind == "label":
                yield from _unlisted(declaration.get("color", {}), _COLOR, f"{path}color.")
            for attribute in declaration.get("attributes", {}).values():
                yield from _unknown_of_attribute(attribute, f"{path}attributes.*.")
    for name in sorted(lists):
        yield from _unknown_of_values(body.get(name), f"{name}.")
    for declaration in body.get("document_fields", {}).values():
        yield from _unknown_of_field(declaration, lists)


def _referenced_lists(body: SchemeBody) -> Iterator[str]:
    """The names of the value lists that an attribute or a document field refers to."""
    declarations: list[Declaration] = [
        attribute
        for kind in OWNER_KINDS
        for declaration in owners(body, kind).values()
        for attribute in declaration.get("attributes", {}).values()
    ]
    fields = body.get("document_fields", {}).values()
    declarations += [document_field_declaration(body, declaration) for declaration in fields]
    return (values for declaration in declarations if isinstance(values := declaration.get("values"), str))


def _unknown_of_attribute(declaration: Declaration, path: str) -> Iterator[str]:
    yield from _unlisted(declaration, _ATTRIBUTE, path)
    yield from _unknown_words(declaration, path)
    yield from _unknown_of_values(declaration.get("values"), f"{path}values.")
    stated = declaration.get("type", "")
    if stated and not is_known_type(stated):
        yield f"{path}type={stated}"


def _unknown_of_field(declaration: Any, lists: set[str]) -> Iterator[str]:
    path = "document_fields.*."
    if isinstance(declaration, dict):
        yield from _unlisted(declaration, _FIELD, path)
        yield from _unknown_words(declaration, path)
    elif isinstance(declaration, str) and declaration not in (*OLD_FIELD_TYPES, *lists):
        yield f"{path}type={declaration}"


def _unknown_of_values(values: Any, path: str) -> Iterator[str]:
    """The unknown keys of values that are objects with a role."""
    lists = values.values() if isinstance(values, dict) else [values]
    for entries in lists:
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                yield from _unlisted(entry, _VALUE, path)


def _unknown_words(declaration: Declaration, path: str) -> Iterator[str]:
    """The keys of titles and explanations that are no languages."""
    for key in sorted(_WORDS):
        texts = declaration.get(key)
        for name in texts if isinstance(texts, dict) else ():
            if not _LANGUAGE.fullmatch(name):
                yield f"{path}{key}.{name}"


def _unlisted(names: Iterable[str], known_keys: frozenset[str] | set[str], path: str) -> Iterator[str]:
    return (f"{path}{name}" for name in names if name not in known_keys)
