"""Changes of a scheme's attributes and their values, as frozen values."""

from typing import Any, Literal

from annotator.domain.scheme.attribute_kinds import KindOptions, Scale, kind_of_options
from annotator.domain.scheme.changes import MarkContent, OwnerChange, refuse_same_name
from annotator.domain.scheme.json_body import (
    Declaration,
    OwnerKind,
    SchemeBody,
    attributes,
    find_declaration,
    refuse_existing_name,
    rename,
)
from annotator.domain.scheme.role_names import RoleNames
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.domain.scheme.value_lists import (
    dependent_declarations,
    refuse_unknown_value,
    remove_value,
    rename_value_key,
    value_list,
    value_texts,
)
from annotator.i18n import tr


class AttributeChange(OwnerChange):
    """The base class of changes of attributes; by default a change affects all marks of the attribute's owner."""

    owner: str
    name: str

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {self.of: frozenset({self.owner})}

    def _declaration(self, body: SchemeBody) -> Declaration:
        return find_declaration(attributes(body, self.of, self.owner), self.name, tr("attribute"))


class AddAttribute(AttributeChange, KindOptions):
    """Adds an attribute; its kind follows from the option that is set."""

    kind: Literal["add-attribute"] = "add-attribute"
    default: str = ""
    required: bool = False

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        declared = attributes(body, self.of, self.owner)
        refuse_existing_name(declared, self.name)
        options = kind_of_options(self).write(self, self.default)
        declared[self.name] = {**options, "default": self.default, "required": self.required}

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return self.required


class RenameAttribute(AttributeChange):
    """Renames an attribute, also in all marks."""

    kind: Literal["rename-attribute"] = "rename-attribute"
    new: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        self._declaration(body)
        declared = attributes(body, self.of, self.owner)
        refuse_existing_name(declared, self.new, renamed=self.name)
        rename(declared, self.name, self.new)

    def follow_roles(self, names: RoleNames) -> None:
        names.rename_attribute(self.of, self.owner, self.name, self.new)

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        renamed = {self.new if name == self.name else name: value for name, value in mark.attributes.items()}
        return MarkContent(mark.label, renamed)


class RemoveAttribute(AttributeChange):
    """Removes an attribute and its values in all marks."""

    kind: Literal["remove-attribute"] = "remove-attribute"

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        self._declaration(body)
        del attributes(body, self.of, self.owner)[self.name]


class SetAttribute(AttributeChange):
    """Sets the default value of an attribute, and whether it is required."""

    kind: Literal["set-attribute"] = "set-attribute"
    default: str
    required: bool

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        self._declaration(body).update(default=self.default, required=self.required)

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return self.required and not mark.attributes.get(self.name)


class SetScale(AttributeChange):
    """Sets the scale of an attribute for the measures of agreement; no mark changes."""

    kind: Literal["set-scale"] = "set-scale"
    scale: Scale

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        self._declaration(body)["scale"] = self.scale

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {}


class AddValue(AttributeChange):
    """Adds a value to choose from."""

    kind: Literal["add-value"] = "add-value"
    value: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        values = value_list(body, self._declaration(body), self.name)
        refuse_existing_name(dict.fromkeys(value_texts(values)), self.value)
        values.append(self.value)

    def affected_labels(self, before: Scheme) -> dict[OwnerKind, frozenset[str]]:
        return {}


class RenameValue(AttributeChange):
    """Renames a value, also in all marks."""

    kind: Literal["rename-value"] = "rename-value"
    value: str
    new: str

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        declaration = self._declaration(body)
        values = value_list(body, declaration, self.name)
        texts = value_texts(values)
        attribute = before.attributes_of(self.of, self.owner)[self.name]
        refuse_unknown_value(attribute, self.value)
        refuse_existing_name(dict.fromkeys(texts), self.new, renamed=self.value)
        values[texts.index(self.value)] = _renamed_entry(values[texts.index(self.value)], attribute, self.new)
        if declaration.get("default") == self.value:
            declaration["default"] = self.new
        rename_value_key(declaration, self.value, self.new)
        for dependent in dependent_declarations(body, self.of, self.owner, self.name, before):
            rename(dependent["values"], self.value, self.new)

    def follow_roles(self, names: RoleNames) -> None:
        names.rename_value(self.of, self.owner, self.name, self.value, self.new)

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        return _with_replaced_value(mark, self.name, self.value, self.new)


class RemoveValue(AttributeChange):
    """Removes a value; marks with it get the replacement, or no value if that is empty."""

    kind: Literal["remove-value"] = "remove-value"
    value: str
    replacement: str = ""

    def edit(self, body: SchemeBody, before: Scheme) -> None:
        value_list(body, self._declaration(body), self.name)
        refuse_same_name(self.value, self.replacement)
        for value in filter(None, (self.value, self.replacement)):
            refuse_unknown_value(before.attributes_of(self.of, self.owner)[self.name], value)
        remove_value(body, self.of, self.owner, self.name, self.value, before, self.replacement)

    def convert(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        return _with_replaced_value(mark, self.name, self.value, self.replacement)

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        return mark.attributes.get(self.name) == self.value


def _renamed_entry(entry: Any, attribute: Attribute, new: str) -> Any:
    """The entry of a list of values with another text; the role stays, also that of a value that is its own role."""
    if isinstance(entry, dict):
        return {"role": attribute.role_of(entry["value"]), **entry, "value": new}
    return {"value": new, "role": attribute.role_of(entry)} if attribute.role else new


def _with_replaced_value(mark: MarkContent, name: str, value: str, new: str) -> MarkContent:
    if mark.attributes.get(name) != value:
        return mark
    changed = {**mark.attributes, name: new}
    return MarkContent(mark.label, {key: text for key, text in changed.items() if text})
