"""Edits of a scheme's JSON object that keep its unrelated content.

All functions change the object in place and keep the order of its names.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from annotator.domain.document import refuse_bad_name
from annotator.domain.errors import Refused
from annotator.domain.text.folding import fold
from annotator.i18n import tr

SchemeBody = dict[str, Any]
Declaration = dict[str, Any]
"""The JSON object that declares one label, relation or attribute."""
OwnerKind = Literal["label", "relation"]

OLD_FIELD_TYPES = {
    "string": "text",
    "bcp47": "text",
    "text": "text",
    "date": "date",
    "number": "number",
    "url": "url",
}
"""The types of document fields by the words of earlier files, which state nothing else of a field."""

_SECTIONS: dict[OwnerKind, str] = {"label": "span_labels", "relation": "relations"}


def owners(body: SchemeBody, kind: OwnerKind) -> dict[str, Declaration]:
    """The declarations of all labels or all relations, by name."""
    section: dict[str, Declaration] = body[_SECTIONS[kind]]
    return section


def owner(body: SchemeBody, kind: OwnerKind, name: str) -> Declaration:
    """The declaration of one label or relation; Refused if there is none with this name."""
    return find_declaration(owners(body, kind), name, kind)


def attributes(body: SchemeBody, kind: OwnerKind, name: str) -> dict[str, Declaration]:
    """The declarations of the attributes of one label or relation, by name."""
    declared: dict[str, Declaration] = owner(body, kind, name).setdefault("attributes", {})
    return declared


def find_declaration(section: dict[str, Declaration], name: str, kind: str) -> Declaration:
    """The declaration with this name; Refused if there is none. ``kind`` is the word for it in the message."""
    if name not in section:
        raise Refused(
            tr("the scheme has no {what} {name}", what=kind, name=repr(name[:60])), remedy=tr("it may be gone by now")
        )
    return section[name]


def refuse_existing_name(section: Mapping[str, object], name: str, *, renamed: str = "") -> None:
    """Refuse an unusable name, and one that equals a name of the section apart from case and accents.

    The name ``renamed`` does not count.
    """
    refuse_bad_name(name, subject=tr("the name"), where="")
    equal = next((existing for existing in section if existing != renamed and fold(existing) == fold(name)), None)
    if equal is not None:
        raise Refused(tr("{name} is there already", name=repr(equal)), remedy=tr("choose another name"))


def rename(section: dict[str, Any], old: str, new: str) -> None:
    """Give an entry another name; its position stays."""
    entries = [(new if name == old else name, entry) for name, entry in section.items()]
    section.clear()
    section.update(entries)


def insert_after(section: dict[str, Any], name: str, added: Mapping[str, Any]) -> None:
    """Insert entries after the one with this name."""
    entries = []
    for existing, entry in section.items():
        entries.append((existing, entry))
        entries += added.items() if existing == name else []
    section.clear()
    section.update(entries)


def replace_end(body: SchemeBody, old: str, replacements: Sequence[str]) -> None:
    """Replace the label ``old`` by these labels wherever it is a possible end of a relation."""
    for declaration in owners(body, "relation").values():
        for side in ("from", "to"):
            ends = [new for end in declaration[side] for new in (replacements if end == old else [end])]
            declaration[side] = list(dict.fromkeys(ends))


def value_text(entry: Any) -> Any:
    """The value of an entry in a list of values, which may be an object with the value and its role."""
    return entry["value"] if isinstance(entry, dict) else entry


def value_role(entry: Any) -> str:
    """The explicit role of an entry in a list of values; empty where it has none."""
    role = entry.get("role", "") if isinstance(entry, dict) else ""
    if not isinstance(role, str):
        raise TypeError
    return role


def document_field_declaration(body: SchemeBody, declaration: Any) -> Declaration:
    """The declaration of a document field as an object.

    Earlier files state only a type (``"string"``, ``"date"``), a list of values, or the name of a list in the body, of
    which a document may have several values.
    """
    match declaration:
        case str():
            if declaration not in OLD_FIELD_TYPES and isinstance(body.get(declaration), list):
                return {"type": "multiple", "values": declaration}
            return {"type": OLD_FIELD_TYPES.get(declaration, "text")}
        case list():
            return {"type": "choice", "values": declaration}
        case dict():
            return {"type": "text", **declaration}
    raise TypeError


def own_values(body: SchemeBody, declaration: Declaration) -> Any:
    """The attribute's values, copied into its declaration from a list that it may share with others."""
    values = declaration["values"]
    declaration["values"] = copy.deepcopy(body[values] if isinstance(values, str) else values)
    return declaration["values"]


def next_version(version: str) -> str:
    """1.1 after 1.0, 8 after 7, and ``draft.1`` after a version without a number at its end."""
    match = re.fullmatch(r"(.*?)(\d{1,9})", version)
    return f"{match[1]}{int(match[2]) + 1}" if match else f"{version}.1"
