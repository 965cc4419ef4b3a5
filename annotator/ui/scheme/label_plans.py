"""The changes that the scheme page offers for labels."""

from annotator.app.scheme.apply_change import guidance_text
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.scheme.changes import (
    AddLabel,
    LabelStyle,
    MergeLabels,
    SchemeChange,
    SetLabelGuidance,
    SetLabelStyle,
    SplitLabel,
)
from annotator.domain.scheme.colors import PALETTE, ColorPair, farthest_first
from annotator.domain.scheme.scheme import Attribute, Label, Scheme
from annotator.i18n import tr
from annotator.ui.scheme import owner_plans
from annotator.ui.scheme.change_plan import ChangePlan, FormValues, PlanField, SchemePart, name_field
from annotator.ui.shell import keys_in_force


def new_label_plan(scheme: Scheme) -> ChangePlan:
    """The plan to add a label to the scheme."""
    light, dark = farthest_first(PALETTE, _used_colors(scheme))[0]
    return ChangePlan(
        tr("Add a label"),
        (name_field(), *_style_fields(LabelStyle(color_light=light, color_dark=dark))),
        lambda values: AddLabel(name=values["name"].strip(), dress=_style(values, scheme)),
    )


def label_plans(owner: SchemePart, session: Session) -> list[ChangePlan]:
    """All changes of this label."""
    scheme, label = session.scheme, session.scheme.labels[owner.name]
    style = LabelStyle(
        key=label.key,
        color_light=label.color_light,
        color_dark=label.color_dark,
        line=label.line,
        main=label.main,
        keeps_quotes=label.keeps_quotes,
    )
    replacements = tuple((name, entry.title) for name, entry in scheme.labels.items() if name != label.name)
    plans = [
        ChangePlan(
            tr("Looks and key"),
            _style_fields(style),
            lambda values: SetLabelStyle(name=label.name, dress=_style(values, scheme, label)),
        ),
        ChangePlan(
            tr("Guidance"),
            (PlanField("text", tr("Rule and examples"), "text", guidance_text(session, label.name)),),
            lambda values: SetLabelGuidance(name=label.name, text=values["text"]),
            tr("Markdown: the rule first, then examples, each on a line that begins with “- ”."),
        ),
        owner_plans.rename_plan(owner),
        owner_plans.new_attribute_plan(owner),
    ]
    if replacements:
        plans.append(
            ChangePlan(
                tr("Merge into another"),
                (PlanField("into", tr("Into"), "choice", replacements[0][0], replacements),),
                lambda values: MergeLabels(name=label.name, into=values["into"]),
                tr("Its spans, attributes, values and links become the other label's."),
            )
        )
    plans += [_split(label, attribute, scheme) for attribute in label.attributes.values() if attribute.has_value_list]
    plans.append(owner_plans.delete_plan(owner, replacements))
    return plans


def _split(label: Label, attribute: Attribute, scheme: Scheme) -> ChangePlan:
    options = tuple((value, value) for value in attribute.values if value)

    def make_change(values: FormValues) -> SchemeChange:
        chosen = values["values"]
        names = {value: f"{label.name}_{value}" for value in chosen}
        if label.name.isupper():
            names = {value: name.upper() for value, name in names.items()}
        colors = farthest_first(PALETTE, _used_colors(scheme))
        return SplitLabel(
            name=label.name,
            attribute=attribute.name,
            parts=names,
            colors={value: colors[number % len(colors)] for number, value in enumerate(chosen)},
        )

    return ChangePlan(
        tr("Split by {attribute}", attribute=attribute.name.replace("_", " ")),
        (PlanField("values", tr("Labels of their own"), "several", (), options),),
        make_change,
        tr("Each ticked value becomes a label, to be renamed afterwards. Spans with other values stay."),
    )


def _style_fields(style: LabelStyle) -> tuple[PlanField, ...]:
    lines = (("solid", tr("solid")), ("dash", tr("dashed")), ("dot", tr("dotted")))
    return (
        PlanField("key", tr("Key"), "key", style.key),
        PlanField("colors", tr("Colours"), "looks", (style.color_light, style.color_dark)),
        PlanField("line", tr("Line"), "choice", style.line, lines),
        PlanField("main", tr("A main label: tinted, with a stronger line"), "tick", style.main),
        PlanField("keeps_quotes", tr("Keeps quotation marks at its edges"), "tick", style.keeps_quotes),
    )


def _style(values: FormValues, scheme: Scheme, label: Label | None = None) -> LabelStyle:
    clash = key_clash(values["key"], scheme, label.name if label else "")
    if clash:
        raise Refused(clash, remedy=tr("choose another key"))
    light, dark = values["colors"]
    return LabelStyle(
        key=values["key"],
        color_light=light,
        color_dark=dark,
        line=values["line"],
        main=values["main"],
        keeps_quotes=values["keeps_quotes"],
    )


def key_clash(key: str, scheme: Scheme, label: str) -> str:
    """A message with the command or other label that has this key already; empty if the key is free for ``label``."""
    if not key:
        return ""
    own_id = keys_in_force.label_id(label)
    for entry in keys_in_force.entries(scheme.model_copy(update={"labels": {}})) + keys_in_force.entries(scheme):
        if entry.id != own_id and entry.screen != "review" and key in keys_in_force.keys_of(entry):
            return tr("{key} is taken by “{title}”", key=key, title=entry.title)
    return ""


def _used_colors(scheme: Scheme) -> list[ColorPair]:
    return [(label.color_light, label.color_dark) for label in scheme.labels.values()]
