"""The changes that labels and relations have in common: rename, delete, add an attribute."""

from annotator.domain.errors import Refused
from annotator.domain.scheme.attribute_changes import AddAttribute
from annotator.domain.scheme.attribute_kinds import ADDABLE_KINDS, KINDS
from annotator.domain.scheme.changes import Delete, Rename, SchemeChange
from annotator.i18n import tr
from annotator.ui.scheme.change_plan import NO_REPLACEMENT, ChangePlan, FormValues, PlanField, SchemePart, name_field


def rename_plan(owner: SchemePart) -> ChangePlan:
    """The plan to rename the label or relation."""
    return ChangePlan(
        tr("Rename"),
        (name_field(owner.name, tr("New name")),),
        lambda values: Rename(of=owner.kind, name=owner.name, new=values["name"].strip()),
    )


def delete_plan(owner: SchemePart, replacements: tuple[tuple[str, str], ...]) -> ChangePlan:
    """The plan to delete it; its marks get one of the replacements (name and title) or are deleted too."""
    options = ((NO_REPLACEMENT, tr("(nothing: they go)")), *replacements)
    value = replacements[0][0] if replacements else NO_REPLACEMENT

    def make_change(values: FormValues) -> SchemeChange:
        replacement = values["replacement"]
        return Delete(
            of=owner.kind, name=owner.name, replacement=None if replacement == NO_REPLACEMENT else replacement
        )

    return ChangePlan(
        tr("Delete"),
        (PlanField("replacement", tr("Its marks become"), "choice", value, options),),
        make_change,
        tr("What the replacement cannot say or link is lost."),
    )


def new_attribute_plan(owner: SchemePart) -> ChangePlan:
    """The plan to add an attribute to the label or relation."""
    kinds = tuple((kind.name, tr(kind.title)) for kind in ADDABLE_KINDS)

    def make_change(values: FormValues) -> SchemeChange:
        kind = KINDS[values["kind"]]
        options = kind.options_from(values["options"])
        if not all(options.values()):
            raise Refused(tr("the values are missing"), remedy=tr("write them below, or let it take any text"))
        return AddAttribute(
            of=owner.kind, owner=owner.name, name=values["name"].strip(), required=values["required"], **options
        )

    return ChangePlan(
        tr("Add an attribute"),
        (
            name_field(),
            PlanField("kind", tr("Takes"), "choice", kinds[0][0], kinds),
            PlanField("options", tr("Values, one a line; or registry or pattern"), "text"),
            PlanField("required", tr("Must be said"), "tick", value=False),
        ),
        make_change,
    )
