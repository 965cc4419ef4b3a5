"""What can be changed about one part of the scheme, what has to be said for it, and which change that is?"""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, NamedTuple

from annotator.app.scheme.apply_change import guidance_text, replacement
from annotator.app.scheme.scheme_files import DEFAULT, EMPTY
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.scheme.colors import PALETTE, farthest_first
from annotator.domain.scheme.json_body import Kind
from annotator.domain.scheme.migration import (
    AddAttribute,
    AddLabel,
    AddRelation,
    AddValue,
    Delete,
    Dress,
    DressLabel,
    Edit,
    GuideLabel,
    MergeLabels,
    RemoveAttribute,
    RemoveValue,
    Rename,
    RenameAttribute,
    RenameValue,
    ReplaceScheme,
    SetAttribute,
    SetEnds,
    SetScale,
    SetSymmetric,
    SplitLabel,
)
from annotator.domain.scheme.scheme import Attribute, Label, Scheme
from annotator.i18n import tr
from annotator.ui.shell import keymap

Said = dict[str, Any]
_GONE = "\0"


class Part(NamedTuple):
    """A label or relation, an attribute of one, or (without a name) the scheme itself."""

    kind: Kind
    name: str = ""
    attribute: str = ""


class Field(NamedTuple):
    """Something to be said: ``options`` (value and what is shown) for a choice, ``value`` as it stands now."""

    name: str
    caption: str
    kind: Literal["line", "text", "key", "tick", "choice", "several", "looks"]
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


class Plan(NamedTuple):
    """One thing that can be changed; ``change`` turns what was said into the change, or refuses."""

    title: str
    fields: tuple[Field, ...]
    change: Callable[[Said], Edit]
    explained: str = ""


def plans_for(part: Part, session: Session) -> list[Plan]:
    """What can be changed about this part."""
    scheme = session.scheme
    if not part.name:
        return [_add_label(scheme), _add_relation(scheme), *_replace(session)]
    if part.attribute:
        return _of_attribute(part, scheme)
    if part.kind == "relation":
        return _of_relation(part, scheme)
    return _of_label(part, session)


def replace_by(change: ReplaceScheme, scheme: Scheme, title: str) -> Plan:
    """Another scheme in the place of this one: what becomes of each name that it does not have."""
    fields = []
    for kind, known, told in (
        ("label", scheme.labels, change.body["span_labels"]),
        ("relation", scheme.relations, change.body["relations"]),
    ):
        gone = (_GONE, tr("(its marks go)"))
        options = (gone, *((name, name) for name in told))
        fields += [
            Field(f"{kind}:{name}", tr("{name} becomes", name=name), "choice", _GONE, options)
            for name in known
            if name not in told
        ]

    def make(said: Said) -> Edit:
        maps: dict[str, dict[str, str | None]] = {"label": {}, "relation": {}}
        for name, new in said.items():
            kind, old = name.split(":", 1)
            maps[kind][old] = None if new == _GONE else new
        return change.model_copy(update={"labels": maps["label"], "relations": maps["relation"]})

    explained = tr("All labels, attributes, relations and the guidance are replaced. Marks of the same names stay.")
    return Plan(title, tuple(fields), make, explained)


def _replace(session: Session) -> list[Plan]:
    return [
        replace_by(replacement(DEFAULT), session.scheme, tr("Use the default scheme")),
        replace_by(replacement(EMPTY), session.scheme, tr("Start from an empty one")),
    ]


# Labels


def _add_label(scheme: Scheme) -> Plan:
    light, dark = farthest_first(PALETTE, _colors(scheme))[0]
    fields = (_name_field(), *_dress_fields(Dress(color_light=light, color_dark=dark)))
    return Plan(
        tr("Add a label"),
        fields,
        lambda said: AddLabel(name=said["name"].strip(), dress=_dress(said, scheme)),
    )


def _of_label(part: Part, session: Session) -> list[Plan]:
    scheme, label = session.scheme, session.scheme.labels[part.name]
    dress = Dress(
        key=label.key,
        color_light=label.color_light,
        color_dark=label.color_dark,
        line=label.line,
        main=label.main,
        keeps_quotes=label.keeps_quotes,
    )
    others = tuple((name, one.title) for name, one in scheme.labels.items() if name != label.name)
    plans = [
        Plan(
            tr("Looks and key"),
            _dress_fields(dress),
            lambda said: DressLabel(name=label.name, dress=_dress(said, scheme, label)),
        ),
        Plan(
            tr("Guidance"),
            (Field("text", tr("Rule and examples"), "text", guidance_text(session, label.name)),),
            lambda said: GuideLabel(name=label.name, text=said["text"]),
            tr("Markdown: the rule first, then examples, each on a line that begins with “- ”."),
        ),
        _rename(part),
        _add_attribute(part),
    ]
    if others:
        plans.append(
            Plan(
                tr("Merge into another"),
                (Field("into", tr("Into"), "choice", others[0][0], others),),
                lambda said: MergeLabels(name=label.name, into=said["into"]),
                tr("Its spans, attributes, values and links become the other label's."),
            )
        )
    splitting = [attribute for attribute in label.attributes.values() if attribute.kind == "choice"]
    plans += [_split(label, attribute, scheme) for attribute in splitting]
    plans.append(_delete(part, others))
    return plans


def _split(label: Label, attribute: Attribute, scheme: Scheme) -> Plan:
    values = tuple((value, value) for value in attribute.values if value)

    def make(said: Said) -> Edit:
        chosen = said["values"]
        names = {value: f"{label.name}_{value}" for value in chosen}
        if label.name.isupper():
            names = {value: name.upper() for value, name in names.items()}
        free = farthest_first(PALETTE, _colors(scheme))
        return SplitLabel(
            name=label.name,
            attribute=attribute.name,
            parts=names,
            colors={value: free[place % len(free)] for place, value in enumerate(chosen)},
        )

    return Plan(
        tr("Split by {attribute}", attribute=_shown(attribute.name)),
        (Field("values", tr("Labels of their own"), "several", (), values),),
        make,
        tr("Each ticked value becomes a label, to be renamed afterwards. Spans with other values stay."),
    )


def _dress_fields(dress: Dress) -> tuple[Field, ...]:
    lines = (("solid", tr("solid")), ("dash", tr("dashed")), ("dot", tr("dotted")))
    return (
        Field("key", tr("Key"), "key", dress.key),
        Field("colors", tr("Colours"), "looks", (dress.color_light, dress.color_dark)),
        Field("line", tr("Line"), "choice", dress.line, lines),
        Field("main", tr("A main label: tinted, with a stronger line"), "tick", dress.main),
        Field("keeps_quotes", tr("Keeps quotation marks at its edges"), "tick", dress.keeps_quotes),
    )


def _dress(said: Said, scheme: Scheme, label: Label | None = None) -> Dress:
    why = key_clash(said["key"], scheme, label.name if label else "")
    if why:
        raise Refused(why, remedy=tr("choose another key"))
    light, dark = said["colors"]
    return Dress(
        key=said["key"],
        color_light=light,
        color_dark=dark,
        line=said["line"],
        main=said["main"],
        keeps_quotes=said["keeps_quotes"],
    )


def key_clash(key: str, scheme: Scheme, but: str) -> str:
    """Which label or command has this letter already; empty where nobody has."""
    if not key:
        return ""
    mine = keymap.label_id(but)
    for entry in keymap.entries(scheme.model_copy(update={"labels": {}})) + keymap.entries(scheme):
        if entry.id != mine and entry.screen != "review" and key in keymap.keys_of(entry):
            return tr("{key} is taken by “{title}”", key=key, title=entry.title)
    return ""


def _colors(scheme: Scheme) -> list[tuple[str, str]]:
    return [(label.color_light, label.color_dark) for label in scheme.labels.values()]


# Relations


def _add_relation(scheme: Scheme) -> Plan:
    return Plan(
        tr("Add a relation"),
        (_name_field(), *_end_fields(scheme, (), ()), _symmetric_field(symmetric=False)),
        lambda said: AddRelation(
            name=said["name"].strip(),
            sources=said["sources"],
            targets=said["targets"],
            symmetric=said["symmetric"],
        ),
    )


def _of_relation(part: Part, scheme: Scheme) -> list[Plan]:
    relation = scheme.relations[part.name]
    others = tuple((name, name) for name in scheme.relations if name != part.name)
    return [
        Plan(
            tr("What it links"),
            _end_fields(scheme, relation.sources, relation.targets),
            lambda said: SetEnds(name=part.name, sources=said["sources"], targets=said["targets"]),
            tr("Links that are then forbidden go."),
        ),
        Plan(
            tr("Direction"),
            (_symmetric_field(symmetric=relation.symmetric),),
            lambda said: SetSymmetric(name=part.name, symmetric=said["symmetric"]),
            tr("Where the direction says nothing, two who drew a link either way agree. No link changes."),
        ),
        _rename(part),
        _add_attribute(part),
        _delete(part, others),
    ]


def _symmetric_field(*, symmetric: bool) -> Field:
    return Field("symmetric", tr("Symmetric: the direction says nothing"), "tick", symmetric)


def _end_fields(scheme: Scheme, sources: tuple[str, ...], targets: tuple[str, ...]) -> tuple[Field, ...]:
    labels = tuple((name, label.title) for name, label in scheme.labels.items())
    return (
        Field("sources", tr("From"), "several", sources, labels),
        Field("targets", tr("To"), "several", targets, labels),
    )


# Either


def _name_field(value: str = "", caption: str = "") -> Field:
    return Field("name", caption or tr("Name"), "line", value)


def _rename(part: Part) -> Plan:
    return Plan(
        tr("Rename"),
        (_name_field(part.name, tr("New name")),),
        lambda said: Rename(of=part.kind, name=part.name, new=said["name"].strip()),
    )


def _delete(part: Part, others: tuple[tuple[str, str], ...]) -> Plan:
    options = ((_GONE, tr("(nothing: they go)")), *others)
    value = others[0][0] if others else _GONE
    return Plan(
        tr("Delete"),
        (Field("replacement", tr("Its marks become"), "choice", value, options),),
        lambda said: Delete(
            of=part.kind, name=part.name, replacement=None if said["replacement"] == _GONE else said["replacement"]
        ),
        tr("What the replacement cannot say or link is lost."),
    )


def _add_attribute(part: Part) -> Plan:
    kinds = (
        ("values", tr("one of these values")),
        ("text", tr("any text")),
        ("registry", tr("names of a registry")),
        ("pattern", tr("codes of a pattern")),
    )

    def make(said: Said) -> Edit:
        told = said["told"].strip()
        values = tuple(dict.fromkeys(filter(None, (one.strip() for one in told.splitlines()))))
        if said["takes"] != "text" and not values:
            raise Refused(tr("the values are missing"), remedy=tr("write them below, or let it take any text"))
        taken = {"values": values} if said["takes"] == "values" else {said["takes"]: told}
        return AddAttribute(
            of=part.kind,
            owner=part.name,
            name=said["name"].strip(),
            required=said["required"],
            **(taken if said["takes"] != "text" else {}),
        )

    return Plan(
        tr("Add an attribute"),
        (
            _name_field(),
            Field("takes", tr("Takes"), "choice", "values", kinds),
            Field("told", tr("Values, one a line; or registry or pattern"), "text"),
            Field("required", tr("Must be said"), "tick", value=False),
        ),
        make,
    )


# Attributes


def _of_attribute(part: Part, scheme: Scheme) -> list[Plan]:
    owners: Any = scheme.labels if part.kind == "label" else scheme.relations
    attribute: Attribute = owners[part.name].attributes[part.attribute]
    at: dict[str, Any] = {"of": part.kind, "owner": part.name, "name": part.attribute}
    default = (
        Field("default", tr("At first"), "choice", attribute.default, _offered(("", *attribute.values)))
        if attribute.kind == "choice"
        else Field("default", tr("At first"), "line", attribute.default)
    )
    plans = [
        Plan(
            tr("What it says at first"),
            (default, Field("required", tr("Must be said"), "tick", attribute.required)),
            lambda said: SetAttribute(**at, default=said["default"], required=said["required"]),
        ),
        Plan(
            tr("Rename"),
            (_name_field(part.attribute, tr("New name")),),
            lambda said: RenameAttribute(**at, new=said["name"].strip()),
        ),
    ]
    if len(attribute.scales) > 1:
        plans.append(_scale(attribute, at))
    if attribute.kind == "choice":
        plans += _of_values(attribute, at)
    plans.append(Plan(tr("Remove"), (), lambda _: RemoveAttribute(**at), tr("What marks say by it is lost.")))
    return plans


def _scale(attribute: Attribute, at: dict[str, Any]) -> Plan:
    shown = {
        "nominal": tr("nominal: the same or not"),
        "ordinal": tr("ordinal: in the order of the values"),
        "interval": tr("interval: numbers, or equal steps from value to value"),
    }
    return Plan(
        tr("Scale"),
        (Field("scale", tr("Scale"), "choice", attribute.scale, tuple((one, shown[one]) for one in attribute.scales)),),
        lambda said: SetScale(**at, scale=said["scale"]),
        tr("Says how far apart two answers are where agreement is measured. No mark changes."),
    )


def _of_values(attribute: Attribute, at: dict[str, Any]) -> list[Plan]:
    values = _offered(value for value in attribute.values if value)
    first = values[0][0] if values else ""
    which = partial(Field, "value", tr("Value"), "choice", first, values)
    return [
        Plan(
            tr("Add a value"),
            (Field("value", tr("Value"), "line"),),
            lambda said: AddValue(**at, value=said["value"].strip()),
        ),
        Plan(
            tr("Rename a value"),
            (which(), Field("new", tr("New name"), "line")),
            lambda said: RenameValue(**at, value=said["value"], new=said["new"].strip()),
        ),
        Plan(
            tr("Remove a value"),
            (which(), Field("replacement", tr("Marks say instead"), "choice", "", _offered(("", *dict(values))))),
            lambda said: RemoveValue(**at, value=said["value"], replacement=said["replacement"]),
        ),
    ]


def _offered(values: Any) -> tuple[tuple[str, str], ...]:
    return tuple((value, value or tr("(not said)")) for value in dict.fromkeys(values))


def _shown(name: str) -> str:
    return name.replace("_", " ")
