"""The migration that gives the scheme of an older project its roles.

Until then the program knew the parts of the default scheme by their names, so the roles come from these names, as the
shipped scheme states them, followed through the changes that the project made to its scheme. The images of the scheme
in the journal get them too, or the undo of an old change would remove them again.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson
from pydantic import ValidationError

from annotator.domain.scheme.migration import change_from
from annotator.domain.scheme.role_names import RoleNames
from annotator.resources import DEFAULT_SCHEME

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# What stands in a scheme that no program of ours has written; opening the project reports it.
_DAMAGE = (KeyError, TypeError, AttributeError, ValueError, RecursionError)


def add_roles(db: "Database") -> None:
    """State the roles in the scheme of a project and in all its images; the version of the scheme stays."""
    names = RoleNames.of_body(orjson.loads((DEFAULT_SCHEME / "scheme.json").read_bytes()))
    _follow(names, _changes_of_scheme(db))
    scheme, changes = db.table("scheme"), db.table("changes")
    for row in list(scheme.rows):
        scheme.update(row["key"], {"body": _with_roles(row["body"], names)})
    for row in list(changes.rows_where('"table" = ?', ["scheme"])):
        images = {side: orjson.loads(row[side]) for side in ("before", "after") if row[side] is not None}
        for image in images.values():
            image["body"] = _with_roles(image["body"], names)
        changes.update(
            (row["step"], row["place"]), {side: orjson.dumps(image).decode() for side, image in images.items()}
        )


def _changes_of_scheme(db: "Database") -> list[str]:
    """All changes as JSON in their order, those that were undone too: a redo brings their names back."""
    journaled = db.table("changes").rows_where(
        '"table" = ? AND after IS NOT NULL', ["scheme_changes"], order_by="step, place"
    )
    present = db.table("scheme_changes").rows_where(order_by="key")
    changes = [orjson.loads(row["after"])["change"] for row in journaled] + [row["change"] for row in present]
    return list(dict.fromkeys(changes))


def _follow(names: RoleNames, changes: Iterable[str]) -> None:
    for change in changes:
        try:
            change_from(change).follow_roles(names)
        except ValidationError:
            continue


def _with_roles(text: str, names: RoleNames) -> str:
    try:
        body = orjson.loads(text)
        names.add_roles(body)
    except _DAMAGE:
        return text
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() + "\n"
