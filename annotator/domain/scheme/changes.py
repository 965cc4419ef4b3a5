"""Changes of a scheme's labels, and of labels and relations alike, as frozen values.

A change edits the scheme's JSON object, and converts the label and attributes of each mark that it affects. The names
of the fields and the ``kind`` of each change are stored in the project's list of changes.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme import guidelines as guideline_text
from annotator.domain.scheme.json_body import (
    Declaration,
    OwnerKind,
    SchemeBody,
    attributes,
    find_declaration,
    insert_after,
    own_values,
    owner,
    owners,
    refuse_existing_name,
    rename,
    replace_end,
)
from annotator.domain.scheme.role_names import OWNER_KINDS, RoleNames, declares_roles, take_missing_role
from annotator.domain.scheme.scheme import Attribute, LineStyle, Scheme
from annotator.domain.scheme.value_lists import (
    have_value_lists,
    merge_values,
    refuse_unknown_value,
    remove_stale_keys,
    remove_value,
    take_value_keys,
)
from annotator.i18n import tr


class MarkContent(NamedTuple):
    """The content of a span or relation that a change converts: its label and attributes."""

    label: str
    attributes: dict[str, str]


class SchemeChange(FrozenModel):
    """The base class of all changes; by default a change affects no mark."""

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        """Edit the scheme's JSON object; Refused if it does not contain the name."""
        raise NotImplementedError

    def edit_guidelines(self, guidelines: str) -> str:
        """The guidelines after the change."""
        return guidelines

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        """The labels of the spans, and the labels of the relations, that it affects."""
        return {}

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        """The content of an affected mark after the change; None if the mark is removed."""
        return mark

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        """Whether the annotator should look at an affected mark again, although none of its content is lost."""
        return False

    def follow_roles(self, names: RoleNames) -> None:
        """Note the new names of what bears a role, for schemes that do not state their roles."""

    @property
    def may_detach_relations(self) -> bool:
        """Whether relations may lose a fitting end, although the change affects no relation itself."""
        return False

    @property
    def is_uniform(self) -> bool:
        """Whether it converts all marks of a label in the same way, and keeps their attributes."""
        return False


class OwnerChange(SchemeChange):
    """The base class of changes for labels and relations; ``of`` is the kind of the owner of attributes."""

    of: OwnerKind = "label"


class LabelStyle(FrozenModel):
    """The look and behaviour of a label: colours as #RRGGBB, its key or none."""

    key: str = ""
    color_light: str = "#555555"
    color_dark: str = "#BBBBBB"
    line: LineStyle = "solid"
    main: bool = True
    keeps_quotes: bool = False

    def declaration(self) -> Declaration:
        """The style as a part of the label's declaration."""
        return {
            "tier": "main" if self.main else "optional",
            "key": self.key,
            "color": {"light": self.color_light, "dark": self.color_dark},
            "line": self.line,
            "keeps_quotes": self.keeps_quotes,
        }


class AddLabel(SchemeChange):
    """Adds a label, which no span has yet."""

    kind: Literal["add-label"] = "add-label"
    name: str
    dress: LabelStyle = LabelStyle()

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        refuse_existing_name(owners(body, "label"), self.name)
        owners(body, "label")[self.name] = self.dress.declaration() | {"attributes": {}}


class SetLabelStyle(SchemeChange):
    """Sets the look and behaviour of a label."""

    kind: Literal["dress-label"] = "dress-label"
    name: str
    dress: LabelStyle

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        owner(body, "label", self.name).update(self.dress.declaration())


class SetLabelGuidance(SchemeChange):
    """Sets the label's section of the guidelines: Markdown with rules and examples."""

    kind: Literal["guide-label"] = "guide-label"
    name: str
    text: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        refuse_unstorable(self.text, subject=tr("the guidance"), where=self.name)
        owner(body, "label", self.name)

    def edit_guidelines(self, guidelines: str) -> str:
        return guideline_text.with_label_section(self.name, guidelines, self.text)


class Rename(OwnerChange):
    """Renames a label or relation, also in all its marks."""

    kind: Literal["rename"] = "rename"
    name: str
    new: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        owner(body, self.of, self.name)
        refuse_existing_name(owners(body, self.of), self.new, renamed=self.name)
        rename(owners(body, self.of), self.name, self.new)
        if self.of == "label":
            replace_end(body, self.name, [self.new])

    def edit_guidelines(self, guidelines: str) -> str:
        return guideline_text.with_renamed_label(self.name, self.new, guidelines)

    def follow_roles(self, names: RoleNames) -> None:
        names.rename_owner(self.of, self.name, self.new)

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {self.of: frozenset({self.name})}

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        return MarkContent(self.new, mark.attributes)

    @property
    def is_uniform(self) -> bool:
        return True


class MergeLabels(SchemeChange):
    """Merges a label into another, which takes over the attributes that it lacks, and the ends of relations."""

    kind: Literal["merge-labels"] = "merge-labels"
    name: str
    into: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        refuse_same_name(self.name, self.into)
        owner(body, "label", self.name), owner(body, "label", self.into)
        merged = attributes(body, "label", self.into)
        for name, declaration in attributes(body, "label", self.name).items():
            if declaration.get("role") in {sibling.get("role") for sibling in merged.values()}:
                declaration.pop("role", None)
            if name not in merged:
                merged[name] = declaration
                continue
            take_missing_role(merged[name], declaration)
            if have_value_lists(body, merged[name], declaration):
                merge_values(own_values(body, merged[name]), own_values(body, declaration))
                take_value_keys(merged[name], declaration)
        take_missing_role(owner(body, "label", self.into), owner(body, "label", self.name))
        del owners(body, "label")[self.name]
        replace_end(body, self.name, [self.into])

    def edit_guidelines(self, guidelines: str) -> str:
        return guideline_text.with_label_section(self.name, guidelines, "")

    def follow_roles(self, names: RoleNames) -> None:
        names.rename_owner("label", self.name, self.into)

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {"label": frozenset({self.name})}

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        return MarkContent(self.into, mark.attributes)


class SplitLabel(SchemeChange):
    """Splits a label by the values of an attribute: ``parts`` holds the new label for each value.

    A new label is like the old one, without its key and without the attribute, which the label now expresses. Spans
    with other values, or none, keep the old label.
    """

    kind: Literal["split-label"] = "split-label"
    name: str
    attribute: str
    parts: dict[str, str]
    colors: dict[str, tuple[str, str]] = {}

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        old = owner(body, "label", self.name)
        find_declaration(attributes(body, "label", self.name), self.attribute, "attribute")
        declared = before.labels[self.name].attributes
        if not declared[self.attribute].has_value_list:
            raise Refused(tr("{name} has no list of values to split by", name=repr(self.attribute)))
        if not self.parts:
            raise Refused(tr("no value is chosen"), remedy=tr("choose what shall be a label of its own"))
        added: dict[str, Declaration] = {}
        for value, name in self.parts.items():
            refuse_unknown_value(declared[self.attribute], value)
            refuse_existing_name({**owners(body, "label"), **added}, name)
            added[name] = self._new_label(old, value, declared)
            light, dark = self.colors.get(value, (None, None))
            if light and dark:
                added[name]["color"] = {"light": light, "dark": dark}
        insert_after(owners(body, "label"), self.name, added)
        replace_end(body, self.name, [self.name, *added])
        for value in self.parts:
            remove_value(body, "label", self.name, self.attribute, value, before)

    def _new_label(self, old: Declaration, value: str, declared: Mapping[str, Attribute]) -> Declaration:
        label = copy.deepcopy(old) | {"key": ""}
        # The title of the old label names what it was before.
        label.pop("title", None)
        del label["attributes"][self.attribute]
        for name, attribute in declared.items():
            if attribute.governor == self.attribute:
                values = attribute.values_by.get(value, ())
                if values:
                    label["attributes"][name] |= {"values": ["", *values]}
                    remove_stale_keys(label["attributes"][name])
                else:
                    del label["attributes"][name]
        return label

    def follow_roles(self, names: RoleNames) -> None:
        for part in self.parts.values():
            names.rename_owner("label", self.name, part)

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {"label": frozenset({self.name})}

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        label = self.parts.get(mark.attributes.get(self.attribute, ""))
        if label is None:
            return mark
        return MarkContent(label, {name: value for name, value in mark.attributes.items() if name != self.attribute})

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return mark.attributes.get(self.attribute, "") not in self.parts


class Delete(OwnerChange):
    """Deletes a label or relation; its marks get the replacement, or are removed if there is none.

    A replacement without a role takes that of what it replaces.
    """

    kind: Literal["delete"] = "delete"
    name: str
    replacement: str | None = None

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        owner(body, self.of, self.name)
        if self.replacement is not None:
            refuse_same_name(self.name, self.replacement)
            take_missing_role(owner(body, self.of, self.replacement), owner(body, self.of, self.name))
        del owners(body, self.of)[self.name]
        if self.of == "label":
            replace_end(body, self.name, [])

    def edit_guidelines(self, guidelines: str) -> str:
        return guideline_text.with_label_section(self.name, guidelines, "") if self.of == "label" else guidelines

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {self.of: frozenset({self.name})}

    def follow_roles(self, names: RoleNames) -> None:
        if self.replacement is not None:
            names.rename_owner(self.of, self.name, self.replacement)

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        return None if self.replacement is None else MarkContent(self.replacement, mark.attributes)

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return True

    @property
    def may_detach_relations(self) -> bool:
        return self.of == "label"

    @property
    def is_uniform(self) -> bool:
        return self.replacement is None


class ReplaceScheme(SchemeChange):
    """Replaces the whole scheme; ``labels`` and ``relations`` map old names to new ones, or to None to remove them."""

    kind: Literal["replace-scheme"] = "replace-scheme"
    body: dict[str, Any]
    guidelines: str
    labels: dict[str, str | None] = {}
    relations: dict[str, str | None] = {}

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        version, names = body["version"], RoleNames.of_body(body)
        body.clear()
        body.update(copy.deepcopy(self.body))
        self._refuse_unmapped(owners(body, "label"), before.labels, self.labels)
        self._refuse_unmapped(owners(body, "relation"), before.relations, self.relations)
        if not declares_roles(body):
            self.follow_roles(names)
            names.add_roles(body)
        if body["scheme"] == before.name:
            # A file of an earlier version must not restore that version's number.
            body["version"] = version

    def _refuse_unmapped(
        self, new_names: Mapping[str, object], old_names: Iterable[str], mapping: Mapping[str, str | None]
    ) -> None:
        lost = [name for name in old_names if name not in new_names and name not in mapping]
        lost += [name for name in mapping.values() if name is not None and name not in new_names]
        if lost:
            raise Refused(
                tr("the new scheme has no {names}", names=", ".join(map(repr, lost[:5]))),
                remedy=tr("say what shall become of what is marked so"),
            )

    def edit_guidelines(self, guidelines: str) -> str:
        return self.guidelines or guidelines

    def follow_roles(self, names: RoleNames) -> None:
        for kind in OWNER_KINDS:
            for old, new in (self.labels if kind == "label" else self.relations).items():
                if new is not None:
                    names.rename_owner(kind, old, new)

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {"label": frozenset(before.labels), "relation": frozenset(before.relations)}

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        label = self._new_name(kind, mark.label)
        return None if label is None else MarkContent(label, mark.attributes)

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return self._new_name(kind, mark.label) != mark.label

    def _new_name(self, kind: OwnerKind, label: str) -> str | None:
        return (self.labels if kind == "label" else self.relations).get(label, label)

    @property
    def may_detach_relations(self) -> bool:
        return True


def refuse_same_name(name: str, replacement: str) -> None:
    """Refuse a replacement that is the replaced name or value itself."""
    if name == replacement:
        raise Refused(tr("{name} cannot take its own place", name=repr(name)), remedy=tr("choose another one"))
