"""The changes that the scheme page offers for a part of the scheme, and for the whole scheme."""

from annotator.app.scheme.apply_change import replacement
from annotator.app.scheme.scheme_files import DEFAULT, EMPTY
from annotator.app.session import Session
from annotator.domain.scheme.changes import ReplaceScheme, SchemeChange
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.scheme.attribute_plans import attribute_plans
from annotator.ui.scheme.change_plan import NO_REPLACEMENT, ChangePlan, FormValues, PlanField, SchemePart
from annotator.ui.scheme.label_plans import label_plans, new_label_plan
from annotator.ui.scheme.relation_plans import new_relation_plan, relation_plans


def plans_for(scheme_part: SchemePart, session: Session) -> list[ChangePlan]:
    """All changes of this part of the scheme."""
    scheme = session.scheme
    if not scheme_part.name:
        return [
            new_label_plan(scheme),
            new_relation_plan(scheme),
            replacement_plan(replacement(DEFAULT), scheme, tr("Use the default scheme")),
            replacement_plan(replacement(EMPTY), scheme, tr("Start from an empty one")),
        ]
    if scheme_part.attribute:
        return attribute_plans(scheme_part, scheme)
    if scheme_part.kind == "relation":
        return relation_plans(scheme_part, scheme)
    return label_plans(scheme_part, session)


def replacement_plan(change: ReplaceScheme, scheme: Scheme, title: str) -> ChangePlan:
    """The plan to replace the scheme, with a field for each name that the new scheme does not have."""
    fields = []
    for kind, old_names, new_names in (
        ("label", scheme.labels, change.body["span_labels"]),
        ("relation", scheme.relations, change.body["relations"]),
    ):
        options = ((NO_REPLACEMENT, tr("(its marks go)")), *((name, name) for name in new_names))
        fields += [
            PlanField(f"{kind}:{name}", tr("{name} becomes", name=name), "choice", NO_REPLACEMENT, options)
            for name in old_names
            if name not in new_names
        ]

    def make_change(values: FormValues) -> SchemeChange:
        maps: dict[str, dict[str, str | None]] = {"label": {}, "relation": {}}
        for field_name, new in values.items():
            kind, old = field_name.split(":", 1)
            maps[kind][old] = None if new == NO_REPLACEMENT else new
        return change.model_copy(update={"labels": maps["label"], "relations": maps["relation"]})

    explanation = tr("All labels, attributes, relations and the guidance are replaced. Marks of the same names stay.")
    return ChangePlan(title, tuple(fields), make_change, explanation)
