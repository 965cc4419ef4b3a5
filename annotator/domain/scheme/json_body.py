"""How is a scheme's JSON object edited, so that whatever else stands in it stays?

All functions change the object that they are given, and keep the order of what is named in it.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from annotator.domain.document import refuse_bad_name
from annotator.domain.errors import Refused
from annotator.domain.text.folding import fold
from annotator.i18n import tr

Body = dict[str, Any]
Told = dict[str, Any]
Kind = Literal["label", "relation"]

_SECTIONS: dict[Kind, str] = {"label": "span_labels", "relation": "relations"}


def owners(body: Body, kind: Kind) -> dict[str, Told]:
    """All labels or all relations, by name."""
    section: dict[str, Told] = body[_SECTIONS[kind]]
    return section


def owner(body: Body, kind: Kind, name: str) -> Told:
    """What is told of one label or relation; Refused where there is none of this name."""
    return known(owners(body, kind), name, kind)


def attributes(body: Body, kind: Kind, name: str) -> dict[str, Told]:
    declared: dict[str, Told] = owner(body, kind, name).setdefault("attributes", {})
    return declared


def known(section: dict[str, Told], name: str, what: str) -> Told:
    if name not in section:
        raise Refused(
            tr("the scheme has no {what} {name}", what=what, name=repr(name[:60])), remedy=tr("it may be gone by now")
        )
    return section[name]


def refuse_taken(section: Mapping[str, object], name: str, *, but: str = "") -> None:
    """Refuse a name that cannot be one, or that a person would take for one that is there."""
    refuse_bad_name(name, what=tr("the name"), where="")
    twin = next((one for one in section if one != but and fold(one) == fold(name)), None)
    if twin is not None:
        raise Refused(tr("{name} is there already", name=repr(twin)), remedy=tr("choose another name"))


def rename(section: dict[str, Any], old: str, new: str) -> None:
    """Give an entry another name in its place."""
    entries = [(new if name == old else name, told) for name, told in section.items()]
    section.clear()
    section.update(entries)


def insert_after(section: dict[str, Any], name: str, added: Mapping[str, Any]) -> None:
    """Put entries behind the one of this name."""
    entries = []
    for one, told in section.items():
        entries.append((one, told))
        entries += added.items() if one == name else []
    section.clear()
    section.update(entries)


def replace_end(body: Body, old: str, news: Sequence[str]) -> None:
    """Wherever a relation may begin or end at the label ``old``, it may now at ``news``."""
    for told in owners(body, "relation").values():
        for side in ("from", "to"):
            ends = [new for end in told[side] for new in (news if end == old else [end])]
            told[side] = list(dict.fromkeys(ends))


def own_values(body: Body, told: Told) -> Any:
    """The attribute's values, copied out of a list that it may share with others."""
    values = told["values"]
    told["values"] = copy.deepcopy(body[values] if isinstance(values, str) else values)
    return told["values"]


def next_version(version: str) -> str:
    """1.1 after 1.0, 8 after 7, and ``draft.1`` after what has no number at its end."""
    found = re.fullmatch(r"(.*?)(\d{1,9})", version)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{version}.1"
