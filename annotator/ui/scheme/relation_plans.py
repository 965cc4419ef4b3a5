"""The changes that the scheme page offers for relations."""

from annotator.domain.scheme.relation_changes import AddRelation, SetEnds, SetSymmetric
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.scheme import owner_plans
from annotator.ui.scheme.change_plan import ChangePlan, PlanField, SchemePart, name_field


def new_relation_plan(scheme: Scheme) -> ChangePlan:
    """The plan to add a relation to the scheme."""
    return ChangePlan(
        tr("Add a relation"),
        (name_field(), *_end_fields(scheme, (), ()), _symmetric_field(symmetric=False)),
        lambda values: AddRelation(
            name=values["name"].strip(),
            sources=values["sources"],
            targets=values["targets"],
            symmetric=values["symmetric"],
        ),
    )


def relation_plans(owner: SchemePart, scheme: Scheme) -> list[ChangePlan]:
    """All changes of this relation."""
    relation = scheme.relations[owner.name]
    replacements = tuple((name, name) for name in scheme.relations if name != owner.name)
    return [
        ChangePlan(
            tr("What it links"),
            _end_fields(scheme, relation.sources, relation.targets),
            lambda values: SetEnds(name=owner.name, sources=values["sources"], targets=values["targets"]),
            tr("Links that are then forbidden go."),
        ),
        ChangePlan(
            tr("Direction"),
            (_symmetric_field(symmetric=relation.symmetric),),
            lambda values: SetSymmetric(name=owner.name, symmetric=values["symmetric"]),
            tr("Where the direction says nothing, two who drew a link either way agree. No link changes."),
        ),
        owner_plans.rename_plan(owner),
        owner_plans.new_attribute_plan(owner),
        owner_plans.delete_plan(owner, replacements),
    ]


def _symmetric_field(*, symmetric: bool) -> PlanField:
    return PlanField("symmetric", tr("Symmetric: the direction says nothing"), "tick", symmetric)


def _end_fields(scheme: Scheme, sources: tuple[str, ...], targets: tuple[str, ...]) -> tuple[PlanField, ...]:
    labels = tuple((name, label.title) for name, label in scheme.labels.items())
    return (
        PlanField("sources", tr("From"), "several", sources, labels),
        PlanField("targets", tr("To"), "several", targets, labels),
    )
