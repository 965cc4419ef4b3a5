"""The description of one change that the scheme page offers: its title, its fields and the change made from them."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from annotator.domain.scheme.changes import SchemeChange
from annotator.domain.scheme.json_body import OwnerKind
from annotator.i18n import tr

FormValues = dict[str, Any]
"""The values of a form by the names of its fields."""
NO_REPLACEMENT = "\0"
"""The value of a choice that deletes the marks instead of giving them another name."""


class SchemePart(NamedTuple):
    """A label or relation, an attribute of one, or (without a name) the scheme itself."""

    kind: OwnerKind
    name: str = ""
    attribute: str = ""


class PlanField(NamedTuple):
    """A field of the form: ``options`` are the values and texts of a choice, ``value`` is the present value."""

    name: str
    caption: str
    kind: Literal["line", "text", "key", "tick", "choice", "several", "looks"]
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()


class ChangePlan(NamedTuple):
    """A change that the page offers; ``change`` makes the change from the values of the form, or refuses."""

    title: str
    fields: tuple[PlanField, ...]
    change: Callable[[FormValues], SchemeChange]
    explanation: str = ""


def name_field(value: str = "", caption: str = "") -> PlanField:
    """The field for a name."""
    return PlanField("name", caption or tr("Name"), "line", value)
