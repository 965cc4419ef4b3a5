"""The annotation scheme: labels, attributes and relations, and the values that fit."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.attribute_kinds import KINDS, NUMBER, AttributeKind, Editor, KindFields, Scale
from annotator.domain.scheme.json_body import OwnerKind
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole
from annotator.i18n import localized, tr

LineStyle = Literal["solid", "dash", "dot"]
FieldType = Literal["text", "date", "choice", "multiple", "number", "url"]
"""What a document field takes: ``choice`` is one of its values, ``multiple`` any number of them."""
FIELD_SCALES: Mapping[FieldType, tuple[Scale, ...]] = {
    "text": ("nominal",),
    "date": ("nominal",),
    "choice": ("nominal", "ordinal", "interval"),
    "multiple": ("nominal",),
    "number": ("nominal", "interval"),
    "url": ("nominal",),
}
"""The scales that the values of a document field may have."""


def _kind_name(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"no kind of attribute is called {name!r}")
    return name


class SchemeElement(FrozenModel):
    """A part of the scheme with its words for the user.

    ``titles`` and ``help_texts`` are by language. A part without titles is shown by its name.
    """

    name: str
    titles: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    @property
    def title(self) -> str:
        return localized(self.titles) or self.name.replace("_", " ").capitalize()

    @property
    def help_text(self) -> str:
        """An explanation in the user's language; empty if the scheme has none."""
        return localized(self.help_texts)


class Attribute(KindFields, SchemeElement):
    """One property of a span or relation.

    ``kind`` is the name of its kind in ``attribute_kinds``; the fields of ``KindFields`` depend on it. ``key`` is the
    letter that changes it. ``scale`` is the distance of two values in the measures of agreement: they are different
    (``nominal``), they have an order (``ordinal``), or equal steps (``interval``). ``value_roles`` are the roles of the
    values that do not bear the name of their role, ``value_keys`` the letters of the values that have one.
    """

    kind: Annotated[str, AfterValidator(_kind_name)]
    key: str = ""
    default: str = ""
    required: bool = False
    scale: Scale = "nominal"
    role: AttributeRole | None = None
    value_roles: dict[str, str] = {}
    value_keys: dict[str, str] = {}

    @property
    def _behaviour(self) -> AttributeKind:
        return KINDS[self.kind]

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that it may have: an order needs a list of values, equal steps need such a list or numbers."""
        return self._behaviour.scales

    @property
    def editor(self) -> Editor:
        """The field that edits its values."""
        return self._behaviour.editor

    @property
    def has_value_list(self) -> bool:
        """Whether all its values are in one list, which can be edited."""
        return self._behaviour.has_value_list

    def scale_position(self, value: str) -> Fraction | None:
        """The position of a value on the scale: the number itself, or its rank in a list with other values.

        None for the empty value, and for a value that is neither a number nor in the list.
        """
        listed = list(filter(None, self.values))
        if listed and (self.scale == "ordinal" or not all(map(NUMBER.fullmatch, listed))):
            return Fraction(listed.index(value)) if value in listed else None
        return Fraction(value) if NUMBER.fullmatch(value) else None

    @property
    def listed_values(self) -> frozenset[str]:
        """All values that the scheme lists, whatever they depend on; empty if any value can be typed."""
        return frozenset(self.values).union(*self.values_by.values())

    def choices(self, attributes: Mapping[str, str]) -> tuple[str, ...]:
        """The values to choose from, given the mark's other attributes; empty if any value can be typed."""
        return self._behaviour.choices(self, attributes)

    def role_of(self, value: str) -> str:
        """The role of a value: the stated one, else the value itself."""
        return self.value_roles.get(value, value)

    def misfit(self, value: str, attributes: Mapping[str, str] | None = None) -> str | None:
        """Why ``value`` does not fit together with the other attributes; None if it does.

        The empty value always fits.
        """
        return self._behaviour.misfit(self, value, attributes or {}) if value else None


class Label(SchemeElement):
    """A kind of span. ``key`` is the letter that sets it, also its sign on the page."""

    key: str
    main: bool
    attributes: dict[str, Attribute]
    color_light: str
    color_dark: str
    line: LineStyle
    keeps_quotes: bool
    role: LabelRole | None = None

    def default_attributes(self) -> dict[str, str]:
        """The attributes of a new span with this label: the defaults that are not empty."""
        return _defaults(self.attributes)


def _defaults(attributes: Mapping[str, Attribute]) -> dict[str, str]:
    return {name: attribute.default for name, attribute in attributes.items() if attribute.default}


class RelationLabel(SchemeElement):
    """A kind of relation, with the labels of its possible sources and targets.

    A ``symmetric`` relation has no direction: with its ends exchanged it is the same relation. A ``required`` one is
    missing where a possible source has none.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    attributes: dict[str, Attribute]
    symmetric: bool = False
    required: bool = False
    role: RelationRole | None = None

    @property
    def title(self) -> str:
        return localized(self.titles) or self.name.replace("_", " ").lower()

    def default_attributes(self) -> dict[str, str]:
        """The attributes of a new relation with this label: the defaults that are not empty."""
        return _defaults(self.attributes)


class DocumentField(SchemeElement):
    """One fact about a document. ``values`` are those of the types choice and multiple."""

    type: FieldType
    values: tuple[str, ...] = ()
    required: bool = False
    scale: Scale = "nominal"


class LabelledSpan(Protocol):
    """A span, as far as roles are concerned."""

    @property
    def label(self) -> str: ...

    @property
    def attributes(self) -> Mapping[str, str]: ...


class Scheme(FrozenModel):
    """The labels, attributes and relations of a project, the fields of its documents and the zones of their texts.

    ``language`` is that of the scheme's names, ``titles`` are what the scheme is called in each language.
    """

    name: str
    version: str
    labels: dict[str, Label]
    relations: dict[str, RelationLabel]
    document_fields: dict[str, DocumentField] = {}
    zones: tuple[str, ...] = ()
    language: str = ""
    titles: dict[str, str] = {}

    @property
    def title(self) -> str:
        """Name and version as exchange files state them."""
        return f"{self.name}@{self.version}"

    @property
    def heading(self) -> str:
        """Name and version as the window shows them: the name in the user's language, if the scheme gives one."""
        title = localized(self.titles)
        return f"{title} {self.version}" if title else self.title

    def allows(self, relation: str, source: str, target: str) -> bool:
        """Whether a relation with this label may connect spans with these two labels."""
        kind = self.relations.get(relation)
        return kind is not None and source in kind.sources and target in kind.targets

    @property
    def symmetric(self) -> frozenset[str]:
        """The relations without direction."""
        return frozenset(name for name, relation in self.relations.items() if relation.symmetric)

    def attributes_of(self, kind: OwnerKind, name: str) -> dict[str, Attribute]:
        """The attributes of this label or relation."""
        owner = self.labels[name] if kind == "label" else self.relations[name]
        return owner.attributes

    @property
    def missing_roles(self) -> tuple[LabelRole | RelationRole, ...]:
        """The roles that no label or no relation has."""
        labels = {label.role for label in self.labels.values()}
        relations = {relation.role for relation in self.relations.values()}
        return (
            *(role for role in LabelRole if role not in labels),
            *(role for role in RelationRole if role not in relations),
        )

    def labels_with(self, role: LabelRole) -> tuple[str, ...]:
        """The labels of this role; several may share one."""
        return tuple(name for name, label in self.labels.items() if label.role == role)

    def relations_with(self, role: RelationRole) -> tuple[str, ...]:
        """The relations of this role; several may share one."""
        return tuple(name for name, relation in self.relations.items() if relation.role == role)

    def attribute_with(self, owner: str, role: AttributeRole, *, of: OwnerKind = "label") -> Attribute | None:
        """The attribute of this role that the label or relation has; None if there is none."""
        declared = self.labels.get(owner) if of == "label" else self.relations.get(owner)
        attributes = declared.attributes.values() if declared else ()
        return next((attribute for attribute in attributes if attribute.role == role), None)

    def value(self, span: LabelledSpan, role: AttributeRole) -> str:
        """The value of the span's attribute of this role; empty where it has none."""
        attribute = self.attribute_with(span.label, role)
        return span.attributes.get(attribute.name, "") if attribute else ""

    def value_role(self, span: LabelledSpan, role: AttributeRole) -> str:
        """The role of that value."""
        attribute = self.attribute_with(span.label, role)
        return attribute.role_of(span.attributes.get(attribute.name, "")) if attribute else ""

    def attributes_with_keys(self) -> list[Attribute]:
        """The attributes of spans that have a key, one for each name and each key."""
        by_name: dict[str, Attribute] = {}
        for label in self.labels.values():
            for attribute in label.attributes.values():
                if attribute.key and attribute.key not in {earlier.key for earlier in by_name.values()}:
                    by_name.setdefault(attribute.name, attribute)
        return list(by_name.values())

    def relations_between(self, source: str, target: str) -> tuple[str, ...]:
        """The relations that may lead from a span with the one label to a span with the other."""
        return tuple(name for name in self.relations if self.allows(name, source, target))


def attribute_misfits(declared: dict[str, Attribute], attributes: dict[str, str]) -> list[str]:
    """A line for each attribute that does not fit; empty if all fit."""
    lines = []
    for name, value in attributes.items():
        attribute = declared.get(name)
        misfit = attribute.misfit(value, attributes) if attribute else tr("the scheme has no such attribute")
        if misfit:
            lines.append(tr("attribute {name}: {why}", name=name, why=misfit))
    return lines


def fitting_attributes(declared: Mapping[str, Attribute], attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes that are declared and fit."""
    return {
        name: value
        for name, value in attributes.items()
        if name in declared and not declared[name].misfit(value, attributes)
    }


def with_value(
    declared: Mapping[str, Attribute], attributes: Mapping[str, str], name: str, value: str
) -> dict[str, str]:
    """The attributes with another value for one of them.

    Values that depended on it and fit no more are removed, and so are empty values.
    """
    changed = {**attributes, name: value}
    for attribute in declared.values():
        if attribute.governor == name and changed.get(attribute.name) not in attribute.choices(changed):
            changed.pop(attribute.name, None)
    return {key: text for key, text in changed.items() if text}
