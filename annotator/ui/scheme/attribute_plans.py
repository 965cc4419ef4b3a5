"""The changes that the scheme page offers for an attribute of a label or relation."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from annotator.domain.scheme.attribute_changes import (
    AddValue,
    RemoveAttribute,
    RemoveValue,
    RenameAttribute,
    RenameValue,
    SetAttribute,
    SetScale,
)
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.i18n import tr
from annotator.ui.scheme.change_plan import ChangePlan, PlanField, SchemePart, name_field


def attribute_plans(scheme_part: SchemePart, scheme: Scheme) -> list[ChangePlan]:
    """All changes of this attribute."""
    owners: Any = scheme.labels if scheme_part.kind == "label" else scheme.relations
    attribute: Attribute = owners[scheme_part.name].attributes[scheme_part.attribute]
    address: dict[str, Any] = {"of": scheme_part.kind, "owner": scheme_part.name, "name": scheme_part.attribute}
    default = (
        PlanField("default", tr("At first"), "choice", attribute.default, _value_options(("", *attribute.values)))
        if attribute.values
        else PlanField("default", tr("At first"), "line", attribute.default)
    )
    plans = [
        ChangePlan(
            tr("What it says at first"),
            (default, PlanField("required", tr("Must be said"), "tick", attribute.required)),
            lambda values: SetAttribute(**address, default=values["default"], required=values["required"]),
        ),
        ChangePlan(
            tr("Rename"),
            (name_field(scheme_part.attribute, tr("New name")),),
            lambda values: RenameAttribute(**address, new=values["name"].strip()),
        ),
    ]
    if len(attribute.scales) > 1:
        plans.append(_set_scale(attribute, address))
    if attribute.has_value_list:
        plans += _value_plans(attribute, address)
    plans.append(
        ChangePlan(tr("Remove"), (), lambda _: RemoveAttribute(**address), tr("What marks say by it is lost."))
    )
    return plans


def _set_scale(attribute: Attribute, address: dict[str, Any]) -> ChangePlan:
    titles = {
        "nominal": tr("nominal: the same or not"),
        "ordinal": tr("ordinal: in the order of the values"),
        "interval": tr("interval: numbers, or equal steps from value to value"),
    }
    options = tuple((scale, titles[scale]) for scale in attribute.scales)
    return ChangePlan(
        tr("Scale"),
        (PlanField("scale", tr("Scale"), "choice", attribute.scale, options),),
        lambda values: SetScale(**address, scale=values["scale"]),
        tr("Says how far apart two answers are where agreement is measured. No mark changes."),
    )


def _value_plans(attribute: Attribute, address: dict[str, Any]) -> list[ChangePlan]:
    options = _value_options(value for value in attribute.values if value)
    first = options[0][0] if options else ""
    value_field = partial(PlanField, "value", tr("Value"), "choice", first, options)
    replacements = _value_options(("", *dict(options)))
    return [
        ChangePlan(
            tr("Add a value"),
            (PlanField("value", tr("Value"), "line"),),
            lambda values: AddValue(**address, value=values["value"].strip()),
        ),
        ChangePlan(
            tr("Rename a value"),
            (value_field(), PlanField("new", tr("New name"), "line")),
            lambda values: RenameValue(**address, value=values["value"], new=values["new"].strip()),
        ),
        ChangePlan(
            tr("Remove a value"),
            (value_field(), PlanField("replacement", tr("Marks say instead"), "choice", "", replacements)),
            lambda values: RemoveValue(**address, value=values["value"], replacement=values["replacement"]),
        ),
    ]


def _value_options(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, value or tr("(not said)")) for value in dict.fromkeys(values))
