"""How may a scheme change, and what does each change do to the marks that stand already?

A change is a frozen value. It edits the scheme's JSON object, and says of a mark's label and attributes what they
become; what then does not fit the new scheme goes. So the marks of a whole project, and those of a layer that comes
back late, follow in the same way.
"""

import copy
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, TypeAdapter

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.scheme import guidelines as guideline_text
from annotator.domain.scheme import scheme
from annotator.domain.scheme.json_body import (
    Body,
    Kind,
    Told,
    attributes,
    insert_after,
    known,
    next_version,
    own_values,
    owner,
    owners,
    refuse_taken,
    rename,
    replace_end,
)
from annotator.domain.scheme.scheme import Attribute, Scale, Scheme
from annotator.i18n import tr

Line = Literal["solid", "dash", "dot"]


class Mark(NamedTuple):
    """What a change looks at: a span or relation by its label and attributes."""

    label: str
    attributes: dict[str, str]


class Edit(FrozenModel):
    """What all changes have in common: most touch no mark."""

    def edit(self, body: Body, before: Scheme) -> None:
        """Change the scheme's object; Refused where it holds nothing of the name."""
        raise NotImplementedError

    def guide(self, guidelines: str) -> str:
        """The guidelines as they are afterwards."""
        return guidelines

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        """The labels whose spans, and the relation labels whose relations, it looks at."""
        return {}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        """What becomes of a touched mark; None where it goes."""
        return mark

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        """Whether a person should look at a touched mark again, though nothing of it is lost."""
        return False

    @property
    def parts_links(self) -> bool:
        """Whether relations may lose an end that fits, though it touches none itself."""
        return False

    @property
    def whole(self) -> bool:
        """Whether it does the same to all marks of a label, and leaves their attributes as they are."""
        return False


class Dress(FrozenModel):
    """How a label looks and behaves: colours as #RRGGBB, its letter or none."""

    key: str = ""
    color_light: str = "#555555"
    color_dark: str = "#BBBBBB"
    line: Line = "solid"
    main: bool = True
    keeps_quotes: bool = False

    def told(self) -> Told:
        return {
            "tier": "main" if self.main else "optional",
            "key": self.key,
            "color": {"light": self.color_light, "dark": self.color_dark},
            "line": self.line,
            "keeps_quotes": self.keeps_quotes,
        }


class AddLabel(Edit):
    """A new label, which nothing bears yet."""

    kind: Literal["add-label"] = "add-label"
    name: str
    dress: Dress = Dress()

    def edit(self, body: Body, before: Scheme) -> None:
        refuse_taken(owners(body, "label"), self.name)
        owners(body, "label")[self.name] = self.dress.told() | {"attributes": {}}


class DressLabel(Edit):
    """Let a label look and behave otherwise."""

    kind: Literal["dress-label"] = "dress-label"
    name: str
    dress: Dress

    def edit(self, body: Body, before: Scheme) -> None:
        owner(body, "label", self.name).update(self.dress.told())


class GuideLabel(Edit):
    """Write the label's part of the guidelines: Markdown, rule and examples."""

    kind: Literal["guide-label"] = "guide-label"
    name: str
    text: str

    def edit(self, body: Body, before: Scheme) -> None:
        refuse_unstorable(self.text, what=tr("the guidance"), where=self.name)
        owner(body, "label", self.name)

    def guide(self, guidelines: str) -> str:
        return guideline_text.with_section(self.name, guidelines, self.text)


class Rename(Edit):
    """Give a label or relation another name; everything that bears it follows."""

    kind: Literal["rename"] = "rename"
    of: Kind = "label"
    name: str
    new: str

    def edit(self, body: Body, before: Scheme) -> None:
        owner(body, self.of, self.name)
        refuse_taken(owners(body, self.of), self.new, but=self.name)
        rename(owners(body, self.of), self.name, self.new)
        if self.of == "label":
            replace_end(body, self.name, [self.new])

    def guide(self, guidelines: str) -> str:
        return guideline_text.with_name(self.name, self.new, guidelines)

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {self.of: frozenset({self.name})}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return Mark(self.new, mark.attributes)

    @property
    def whole(self) -> bool:
        return True


class MergeLabels(Edit):
    """Make one label of two: ``into`` takes over the attributes that it lacks, and the ends of relations."""

    kind: Literal["merge-labels"] = "merge-labels"
    name: str
    into: str

    def edit(self, body: Body, before: Scheme) -> None:
        _refuse_same(self.name, self.into)
        owner(body, "label", self.name), owner(body, "label", self.into)
        kept, taken = attributes(body, "label", self.into), attributes(body, "label", self.name)
        for name, told in taken.items():
            if name not in kept:
                kept[name] = told
            elif _are_lists(body, kept[name], told):
                own_values(body, kept[name]).extend(
                    value for value in own_values(body, told) if value not in kept[name]["values"]
                )
        del owners(body, "label")[self.name]
        replace_end(body, self.name, [self.into])

    def guide(self, guidelines: str) -> str:
        return guideline_text.with_section(self.name, guidelines, "")

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {"label": frozenset({self.name})}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return Mark(self.into, mark.attributes)


class SplitLabel(Edit):
    """Make labels of an attribute's values: each value of ``parts`` becomes the label of its name there.

    A new label is like the old one, without its letter and without the attribute that it now says by itself. Spans
    with other values, or none, keep the old label.
    """

    kind: Literal["split-label"] = "split-label"
    name: str
    attribute: str
    parts: dict[str, str]
    colors: dict[str, tuple[str, str]] = {}

    def edit(self, body: Body, before: Scheme) -> None:
        old = owner(body, "label", self.name)
        known(attributes(body, "label", self.name), self.attribute, "attribute")
        declared = before.labels[self.name].attributes
        if declared[self.attribute].kind != "choice":
            raise Refused(tr("{name} has no list of values to split by", name=repr(self.attribute)))
        if not self.parts:
            raise Refused(tr("no value is chosen"), remedy=tr("choose what shall be a label of its own"))
        added: dict[str, Told] = {}
        for value, name in self.parts.items():
            _refuse_unknown_value(declared[self.attribute], value)
            refuse_taken({**owners(body, "label"), **added}, name)
            added[name] = self._part(body, old, value, declared)
            light, dark = self.colors.get(value, (None, None))
            if light and dark:
                added[name]["color"] = {"light": light, "dark": dark}
        insert_after(owners(body, "label"), self.name, added)
        replace_end(body, self.name, [self.name, *added])
        for value in self.parts:
            _remove_value(body, "label", self.name, self.attribute, value, before)

    def _part(self, body: Body, old: Told, value: str, declared: Mapping[str, Attribute]) -> Told:
        part = copy.deepcopy(old) | {"key": ""}
        del part["attributes"][self.attribute]
        for name, attribute in declared.items():
            if attribute.governor == self.attribute:
                follows = attribute.values_by.get(value, ())
                if follows:
                    part["attributes"][name] |= {"values": ["", *follows]}
                else:
                    del part["attributes"][name]
        return part

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {"label": frozenset({self.name})}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        part = self.parts.get(mark.attributes.get(self.attribute, ""))
        if part is None:
            return mark
        return Mark(part, {name: value for name, value in mark.attributes.items() if name != self.attribute})

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return mark.attributes.get(self.attribute, "") not in self.parts


class Delete(Edit):
    """Take a label or relation out; its marks take the replacement as it is, or go where there is none."""

    kind: Literal["delete"] = "delete"
    of: Kind = "label"
    name: str
    replacement: str | None = None

    def edit(self, body: Body, before: Scheme) -> None:
        owner(body, self.of, self.name)
        if self.replacement is not None:
            _refuse_same(self.name, self.replacement)
            owner(body, self.of, self.replacement)
        del owners(body, self.of)[self.name]
        if self.of == "label":
            replace_end(body, self.name, [])

    def guide(self, guidelines: str) -> str:
        return guideline_text.with_section(self.name, guidelines, "") if self.of == "label" else guidelines

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {self.of: frozenset({self.name})}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return None if self.replacement is None else Mark(self.replacement, mark.attributes)

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return True

    @property
    def parts_links(self) -> bool:
        return self.of == "label"

    @property
    def whole(self) -> bool:
        return self.replacement is None


class OfAttribute(Edit):
    """What changes of attributes have in common: whose attribute it is, and that its marks are looked at."""

    of: Kind = "label"
    owner: str
    name: str

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {self.of: frozenset({self.owner})}

    def _told(self, body: Body) -> Told:
        return known(attributes(body, self.of, self.owner), self.name, tr("attribute"))


class AddAttribute(OfAttribute):
    """A new attribute: a list of values, else the names of a registry, codes of a pattern, or any line."""

    kind: Literal["add-attribute"] = "add-attribute"
    values: tuple[str, ...] = ()
    registry: str = ""
    pattern: str = ""
    default: str = ""
    required: bool = False

    def edit(self, body: Body, before: Scheme) -> None:
        declared = attributes(body, self.of, self.owner)
        refuse_taken(declared, self.name)
        told: Told = {"default": self.default, "required": self.required}
        if self.values:
            # Where nothing is said at first, nothing is one of the things to say.
            told = {"values": [*([] if self.default else [""]), *filter(None, self.values)], **told}
        elif self.registry:
            told = {"type": f"{self.registry}_ref", **told}
        elif self.pattern:
            told = {"type": "code_string", "pattern": self.pattern, **told}
        declared[self.name] = told

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return self.required


class RenameAttribute(OfAttribute):
    """Give an attribute another name; what marks say by it follows."""

    kind: Literal["rename-attribute"] = "rename-attribute"
    new: str

    def edit(self, body: Body, before: Scheme) -> None:
        self._told(body)
        declared = attributes(body, self.of, self.owner)
        refuse_taken(declared, self.new, but=self.name)
        rename(declared, self.name, self.new)

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return Mark(mark.label, {self.new if one == self.name else one: told for one, told in mark.attributes.items()})


class RemoveAttribute(OfAttribute):
    """Take an attribute out, and with it what marks say by it."""

    kind: Literal["remove-attribute"] = "remove-attribute"

    def edit(self, body: Body, before: Scheme) -> None:
        self._told(body)
        del attributes(body, self.of, self.owner)[self.name]


class SetAttribute(OfAttribute):
    """What a new mark says at first, and whether something must be said."""

    kind: Literal["set-attribute"] = "set-attribute"
    default: str
    required: bool

    def edit(self, body: Body, before: Scheme) -> None:
        self._told(body).update(default=self.default, required=self.required)

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return self.required and not mark.attributes.get(self.name)


class SetScale(OfAttribute):
    """How far apart the values are where agreement is measured; no mark changes."""

    kind: Literal["set-scale"] = "set-scale"
    scale: Scale

    def edit(self, body: Body, before: Scheme) -> None:
        self._told(body)["scale"] = self.scale

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {}


class AddValue(OfAttribute):
    """One more value to choose from."""

    kind: Literal["add-value"] = "add-value"
    value: str

    def edit(self, body: Body, before: Scheme) -> None:
        values = _values(body, self._told(body), self.name)
        refuse_taken(dict.fromkeys(values), self.value)
        values.append(self.value)

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {}


class RenameValue(OfAttribute):
    """Give a value another name; marks that say it follow."""

    kind: Literal["rename-value"] = "rename-value"
    value: str
    new: str

    def edit(self, body: Body, before: Scheme) -> None:
        told = self._told(body)
        values = _values(body, told, self.name)
        _refuse_unknown_value(_declared(before, self.of, self.owner)[self.name], self.value)
        refuse_taken(dict.fromkeys(values), self.new, but=self.value)
        values[values.index(self.value)] = self.new
        if told.get("default") == self.value:
            told["default"] = self.new
        for follows in _governed(body, self.of, self.owner, self.name, before):
            rename(follows, self.value, self.new)

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return _with_value(mark, self.name, self.value, self.new)


class RemoveValue(OfAttribute):
    """Take a value out; marks that say it say the replacement, or nothing where that is empty."""

    kind: Literal["remove-value"] = "remove-value"
    value: str
    replacement: str = ""

    def edit(self, body: Body, before: Scheme) -> None:
        _values(body, self._told(body), self.name)
        _refuse_same(self.value, self.replacement)
        for value in filter(None, (self.value, self.replacement)):
            _refuse_unknown_value(_declared(before, self.of, self.owner)[self.name], value)
        _remove_value(body, self.of, self.owner, self.name, self.value, before, self.replacement)

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        return _with_value(mark, self.name, self.value, self.replacement)

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return mark.attributes.get(self.name) == self.value


class AddRelation(Edit):
    """A new relation, which links nothing yet."""

    kind: Literal["add-relation"] = "add-relation"
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool = False

    def edit(self, body: Body, before: Scheme) -> None:
        refuse_taken(owners(body, "relation"), self.name)
        owners(body, "relation")[self.name] = {
            "from": list(self.sources),
            "to": list(self.targets),
            "symmetric": self.symmetric,
            "attributes": {},
        }


class SetEnds(Edit):
    """Say anew which labels a relation may link; those that it may link no more go."""

    kind: Literal["set-ends"] = "set-ends"
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]

    def edit(self, body: Body, before: Scheme) -> None:
        owner(body, "relation", self.name).update({"from": list(self.sources), "to": list(self.targets)})

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {"relation": frozenset({self.name})}


class SetSymmetric(Edit):
    """Whether a relation says the same in either direction; no mark changes."""

    kind: Literal["set-symmetric"] = "set-symmetric"
    name: str
    symmetric: bool

    def edit(self, body: Body, before: Scheme) -> None:
        owner(body, "relation", self.name)["symmetric"] = self.symmetric


class ReplaceScheme(Edit):
    """Another scheme in the place of this one; ``labels`` and ``relations`` say what the old names are there."""

    kind: Literal["replace-scheme"] = "replace-scheme"
    body: dict[str, Any]
    guidelines: str
    labels: dict[str, str | None] = {}
    relations: dict[str, str | None] = {}

    def edit(self, body: Body, before: Scheme) -> None:
        version = body["version"]
        body.clear()
        body.update(copy.deepcopy(self.body))
        self._refuse_orphans(owners(body, "label"), before.labels, self.labels)
        self._refuse_orphans(owners(body, "relation"), before.relations, self.relations)
        if body["scheme"] == before.name:
            # A file of an earlier version must not bring that version's number back.
            body["version"] = version

    def _refuse_orphans(self, there: Mapping[str, object], here: Iterable[str], told: Mapping[str, str | None]) -> None:
        lost = [name for name in here if name not in there and name not in told]
        lost += [name for name in told.values() if name is not None and name not in there]
        if lost:
            raise Refused(
                tr("the new scheme has no {names}", names=", ".join(map(repr, lost[:5]))),
                remedy=tr("say what shall become of what is marked so"),
            )

    def guide(self, guidelines: str) -> str:
        return self.guidelines or guidelines

    def touched(self, before: Scheme) -> dict[Kind, frozenset[str]]:
        return {"label": frozenset(before.labels), "relation": frozenset(before.relations)}

    def moved(self, kind: Kind, mark: Mark) -> Mark | None:
        new = (self.labels if kind == "label" else self.relations).get(mark.label, mark.label)
        return None if new is None else Mark(new, mark.attributes)

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        return (self.labels if kind == "label" else self.relations).get(mark.label, mark.label) != mark.label

    @property
    def parts_links(self) -> bool:
        return True


Change = Annotated[
    AddLabel
    | DressLabel
    | GuideLabel
    | Rename
    | MergeLabels
    | SplitLabel
    | Delete
    | AddAttribute
    | RenameAttribute
    | RemoveAttribute
    | SetAttribute
    | SetScale
    | AddValue
    | RenameValue
    | RemoveValue
    | AddRelation
    | SetEnds
    | SetSymmetric
    | ReplaceScheme,
    Field(discriminator="kind"),
]


@lru_cache
def _reader() -> TypeAdapter[Edit]:
    return TypeAdapter(Change)


def change_from(told: str) -> Edit:
    """The change that its JSON (``model_dump_json``) says."""
    return _reader().validate_json(told)


class Migration:
    """One change of one scheme: the scheme before and after, and what each mark becomes."""

    def __init__(self, body: Body, guidelines: str, change: Edit) -> None:
        """Refused where the change does not fit the scheme, or leaves none that is sound."""
        self.change = change
        self.before = scheme.parse(body, where="")
        self.body = copy.deepcopy(body)
        change.edit(self.body, self.before)
        if self.body["version"] == body["version"]:
            self.body["version"] = next_version(body["version"])
        self.after = scheme.parse(self.body, where="")
        self.guidelines = change.guide(guidelines)
        self.touched = change.touched(self.before)

    def mark(self, kind: Kind, mark: Mark) -> Mark | None:
        """What becomes of a mark; None where it goes. Attributes that fit no more go."""
        if mark.label not in self.touched.get(kind, ()):
            return mark
        moved = self.change.moved(kind, mark)
        if moved is None or not moved.attributes:
            return moved
        return Mark(moved.label, _fitting(_declared(self.after, kind, moved.label), moved.attributes))

    def doubtful(self, kind: Kind, mark: Mark) -> bool:
        """Whether a person should look at the mark again: it went, lost something, or was decided for them."""
        if mark.label not in self.touched.get(kind, ()):
            return False
        kept, moved = self.mark(kind, mark), self.change.moved(kind, mark)
        return kept is None or kept != moved or self.change.doubtful(kind, mark)


def migrations(body: Body, changes: Iterable[Edit]) -> list[Migration]:
    """These changes, made in order to this scheme. Refused where one does not fit what those before it left."""
    made: list[Migration] = []
    for change in changes:
        made.append(Migration(made[-1].body if made else body, "", change))
    return made


def migrate_layer(layer: Layer, made: Iterable[Migration]) -> Layer:
    """The layer as it would stand had it been here when these changes were made, in order. Its status stays."""
    for migration in made:
        spans = [span for span in (_moved_span(span, migration) for span in layer.spans) if span]
        labels = {span.id: span.label for span in spans}
        links = [link for link in (_moved_relation(link, migration) for link in layer.relations) if link]
        kept = [link for link in links if not list(relation_misfits(link, labels, migration.after))]
        layer = layer.model_copy(update={"spans": tuple(spans), "relations": tuple(kept)})
    return layer


def _moved_span(span: Span, migration: Migration) -> Span | None:
    moved = migration.mark("label", Mark(span.label, span.attributes))
    return moved and span.model_copy(update=moved._asdict())


def _moved_relation(link: Relation, migration: Migration) -> Relation | None:
    moved = migration.mark("relation", Mark(link.label, link.attributes))
    return moved and link.model_copy(update=moved._asdict())


def _declared(known: Scheme, kind: Kind, name: str) -> dict[str, Attribute]:
    owner = known.labels[name] if kind == "label" else known.relations[name]
    return owner.attributes


def _fitting(declared: Mapping[str, Attribute], told: dict[str, str]) -> dict[str, str]:
    """The attributes that the scheme knows and allows; a value that depends on one that went goes with it."""
    kept = {name: value for name, value in told.items() if name in declared and not declared[name].misfit(value, told)}
    return {name: value for name, value in kept.items() if not declared[name].misfit(value, kept)}


def _with_value(mark: Mark, name: str, value: str, new: str) -> Mark:
    if mark.attributes.get(name) != value:
        return mark
    told = {**mark.attributes, name: new}
    return Mark(mark.label, {one: said for one, said in told.items() if said})


def _values(body: Body, told: Told, name: str) -> list[str]:
    values = own_values(body, told) if "values" in told else None
    if not isinstance(values, list):
        raise Refused(tr("{name} has no list of values", name=repr(name)))
    return values


def _remove_value(
    body: Body, of: Kind, name: str, attribute: str, value: str, before: Scheme, replacement: str = ""
) -> None:
    told = attributes(body, of, name)[attribute]
    values = _values(body, told, attribute)
    values.remove(value)
    if told.get("default") == value:
        told["default"] = replacement
    for follows in _governed(body, of, name, attribute, before):
        follows.pop(value, None)
    if told.get("default", "") not in ("", *values):
        told["default"] = ""


def _governed(body: Body, of: Kind, name: str, attribute: str, before: Scheme) -> list[dict[str, Any]]:
    """The lists of the attributes whose values hang on this one, each its own copy."""
    return [
        own_values(body, attributes(body, of, name)[one.name])
        for one in _declared(before, of, name).values()
        if one.governor == attribute
    ]


def _are_lists(body: Body, *told: Told) -> bool:
    return all("values" in one and not isinstance(_resolved(body, one), dict) for one in told)


def _resolved(body: Body, told: Told) -> Any:
    values = told["values"]
    return body[values] if isinstance(values, str) else values


def _refuse_same(one: str, other: str) -> None:
    if one == other:
        raise Refused(tr("{name} cannot take its own place", name=repr(one)), remedy=tr("choose another one"))


def _refuse_unknown_value(attribute: Attribute, value: str) -> None:
    if value not in attribute.values:
        raise Refused(tr("{name} has no value {value}", name=repr(attribute.name), value=repr(value[:60])))
