"""Kinds of attributes: the values that they allow and their declarations in the scheme file.

A new kind is a class of this module, an object of it in ``KINDS`` and, if the scheme page offers it, in
``ADDABLE_KINDS``. The attribute, the parser, the changes of a scheme and the fields on screen ask the kind.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Protocol

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.json_body import Declaration
from annotator.domain.text.patterns import refuse_endless_pattern
from annotator.i18n import mark, tr

MAX_VALUE_LENGTH = 1000
_MAX_CODE_LENGTH = 64
_MAX_PATTERN_LENGTH = 200
# Limited in length, so that the number is computed in a short time.
NUMBER = re.compile(r"[+-]?\d{1,15}([.]\d{1,15})?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
YES, NO = "yes", "no"
"""The values of an attribute of the kind yes_no."""

Scale = Literal["nominal", "ordinal", "interval"]
Editor = Literal["list", "names", "line"]
"""The field that edits a value: a list to choose from, a line that completes names, or a plain line."""


class KindOptions(FrozenModel):
    """The options with which a user can add an attribute; at most one of them is set."""

    values: tuple[str, ...] = ()
    registry: str = ""
    pattern: str = ""
    type: str = ""


class KindFields(FrozenModel):
    """The fields of an attribute that only some kinds use."""

    values: tuple[str, ...] = ()
    registry: str = ""
    pattern: str = ""
    values_by: dict[str, tuple[str, ...]] = {}
    governor: str = ""


class DeclarationReader(Protocol):
    """The parser of the scheme file, as a kind uses it to read one declaration."""

    siblings: Mapping[str, Declaration]

    def listed_values(self, declaration: Declaration) -> Any:
        """The values of a declaration; a named list of the scheme file is resolved."""

    def refuse_bad_values(self, values: Any) -> None:
        """Refuse too many, unusable or equal values."""


class AttributeKind:
    """One kind of attribute: its properties, and its behaviour for the fields of one attribute.

    ``option`` is the name of the field of ``KindOptions`` that it needs, ``title`` describes its values on the scheme
    page. ``has_value_list`` is set if all values are in one list, which can be edited.
    """

    name: str
    scales: tuple[Scale, ...] = ("nominal",)
    editor: Editor = "line"
    has_value_list = False
    option = ""
    title = ""

    def choices(self, fields: KindFields, attributes: Mapping[str, str]) -> tuple[str, ...]:
        """The values to choose from, given the other attributes of the mark; empty if any value can be typed."""
        return ()

    def misfit(self, fields: KindFields, value: str, attributes: Mapping[str, str]) -> str | None:
        """Why a value that is not empty does not fit; None if it does."""
        if len(value) > MAX_VALUE_LENGTH:
            return tr("the value is longer than {count} characters", count=MAX_VALUE_LENGTH)
        return None

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        """Whether a declaration of the scheme file is of this kind, if it is of no kind before it in ``KINDS``."""
        raise NotImplementedError

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        """The fields of ``KindFields`` from a declaration of this kind; ValueError or Refused if they are illegal."""
        return {}

    def check_default(self, fields: KindFields, default: str) -> None:
        """Raise ValueError if the default value cannot be one."""

    def write(self, options: KindOptions, default: str) -> Declaration:
        """The part of a declaration that is specific to this kind."""
        return {}

    def is_chosen(self, options: KindOptions) -> bool:
        """Whether these options are those of this kind."""
        return bool(self.option and getattr(options, self.option))

    def options_from(self, text: str) -> dict[str, Any]:
        """The fields of ``KindOptions`` from the text that the user typed on the scheme page."""
        return {self.option: text.strip()} if self.option else {}


class _ListKind(AttributeKind):
    """A kind whose values must be in a list."""

    editor: Editor = "list"

    def misfit(self, fields: KindFields, value: str, attributes: Mapping[str, str]) -> str | None:
        choices = self.choices(fields, attributes)
        if value not in choices:
            listed = ", ".join(filter(None, choices))
            return tr("{value} is none of [{values}]", value=repr(value[:60]), values=listed)
        return super().misfit(fields, value, attributes)


class _Choice(_ListKind):
    """One of ``values``."""

    name = "choice"
    scales: tuple[Scale, ...] = ("nominal", "ordinal", "interval")
    has_value_list = True
    option = "values"
    title = mark("one of these values")

    def choices(self, fields: KindFields, attributes: Mapping[str, str]) -> tuple[str, ...]:
        return fields.values

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return "values" in declaration

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        values = reader.listed_values(declaration)
        reader.refuse_bad_values(values)
        return {"values": tuple(values)}

    def check_default(self, fields: KindFields, default: str) -> None:
        if default and self.misfit(fields, default, {}):
            raise ValueError(tr("the default {value} is none of its values", value=repr(default[:60])))

    def write(self, options: KindOptions, default: str) -> Declaration:
        # Without a default value, the empty value is one of the choices.
        return {"values": [*([] if default else [""]), *filter(None, options.values)]}

    def options_from(self, text: str) -> dict[str, Any]:
        return {"values": tuple(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))}


class _Dependent(_ListKind):
    """One of ``values_by[v]``, where v is the value of the attribute ``governor``."""

    name = "dependent"

    def choices(self, fields: KindFields, attributes: Mapping[str, str]) -> tuple[str, ...]:
        return ("", *fields.values_by.get(attributes.get(fields.governor, ""), ()))

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return "values" in declaration and isinstance(reader.listed_values(declaration), dict)

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        values_by = reader.listed_values(declaration)
        for values in values_by.values():
            reader.refuse_bad_values(values)
        return {"values_by": values_by, "governor": self._governor(values_by, reader)}

    def _governor(self, values_by: dict[str, Any], reader: DeclarationReader) -> str:
        for name, declaration in reader.siblings.items():
            values = reader.listed_values(declaration)
            if not isinstance(values, dict) and set(values_by) <= set(values):
                return name
        raise ValueError(tr("no attribute decides which of these values may be chosen"))


class _Registry(AttributeKind):
    """Names of the registry ``registry``, which identify the same thing across documents; several joined by "; "."""

    name = "registry"
    editor: Editor = "names"
    option = "registry"
    title = mark("names of a registry")
    _suffix = "_ref"

    @classmethod
    def is_type(cls, text: str) -> bool:
        """Whether a declaration with this type refers to a registry."""
        return text.endswith(cls._suffix)

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return self.is_type(declaration.get("type", ""))

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        return {"registry": declaration["type"].removesuffix(self._suffix)}

    def write(self, options: KindOptions, default: str) -> Declaration:
        return {"type": f"{options.registry}{self._suffix}"}


class _Code(AttributeKind):
    """A short text that ``pattern`` matches."""

    name = "code"
    type_name = "code_string"
    scales: tuple[Scale, ...] = ("nominal", "interval")
    option = "pattern"
    title = mark("codes of a pattern")

    def misfit(self, fields: KindFields, value: str, attributes: Mapping[str, str]) -> str | None:
        if len(value) > _MAX_CODE_LENGTH or not re.search(fields.pattern, value):
            return tr("{value} does not fit the pattern {pattern}", value=repr(value[:60]), pattern=fields.pattern)
        return super().misfit(fields, value, attributes)

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return bool(declaration.get("type") == self.type_name)

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        pattern = declaration["pattern"]
        if len(pattern) > _MAX_PATTERN_LENGTH:
            raise ValueError(tr("the pattern is longer than {count} characters", count=_MAX_PATTERN_LENGTH))
        refuse_endless_pattern(pattern, longest=_MAX_CODE_LENGTH)
        return {"pattern": pattern}

    def write(self, options: KindOptions, default: str) -> Declaration:
        return {"type": self.type_name, "pattern": options.pattern}


class _TypedKind(AttributeKind):
    """A kind that the declaration states as its ``type``, under the name of the kind."""

    option = "type"

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return bool(declaration.get("type") == self.name)

    def check_default(self, fields: KindFields, default: str) -> None:
        misfit = self.misfit(fields, default, {}) if default else None
        if misfit:
            raise ValueError(tr("the default value: {why}", why=misfit))

    def write(self, options: KindOptions, default: str) -> Declaration:
        return {"type": self.name}

    def is_chosen(self, options: KindOptions) -> bool:
        return options.type == self.name

    def options_from(self, text: str) -> dict[str, Any]:
        return {"type": self.name}


class _Date(_TypedKind):
    """A date of ISO 8601: a year, a month or a day."""

    name = "date"
    title = mark("a date: 2025, 2025-10 or 2025-10-31")

    def misfit(self, fields: KindFields, value: str, attributes: Mapping[str, str]) -> str | None:
        return None if is_date(value) else tr("{value} is not a date such as 2025-10-31", value=repr(value[:60]))


class _Number(_TypedKind):
    """A decimal number with a point."""

    name = "number"
    scales: tuple[Scale, ...] = ("nominal", "interval")
    title = mark("a number")

    def misfit(self, fields: KindFields, value: str, attributes: Mapping[str, str]) -> str | None:
        return None if NUMBER.fullmatch(value) else tr("{value} is not a number such as 12.5", value=repr(value[:60]))


class _YesNo(_TypedKind, _ListKind):
    """Yes or no; it is edited like a list of these two values."""

    name = "yes_no"
    title = mark("yes or no")

    def choices(self, fields: KindFields, attributes: Mapping[str, str]) -> tuple[str, ...]:
        return fields.values

    def read(self, declaration: Declaration, reader: DeclarationReader) -> dict[str, Any]:
        return {"values": ("", YES, NO)}


def is_date(text: str) -> bool:
    """Whether the text is a year, a month or a day of the calendar in the form of ISO 8601."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = match.groups(default="1")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


class _Text(AttributeKind):
    """Any line of text."""

    name = "text"
    scales: tuple[Scale, ...] = ("nominal", "interval")
    title = mark("any text")

    def is_declared(self, declaration: Declaration, reader: DeclarationReader) -> bool:
        return True


_CHOICE, _DEPENDENT, _REGISTRY, _CODE, _TEXT = _Choice(), _Dependent(), _Registry(), _Code(), _Text()
_DATE_KIND, _NUMBER_KIND, _YES_NO = _Date(), _Number(), _YesNo()
_KNOWN_TYPES = frozenset({kind.name for kind in (_DATE_KIND, _NUMBER_KIND, _YES_NO, _TEXT)} | {_CODE.type_name})

KINDS: Mapping[str, AttributeKind] = {
    kind.name: kind for kind in (_DEPENDENT, _CHOICE, _REGISTRY, _CODE, _DATE_KIND, _NUMBER_KIND, _YES_NO, _TEXT)
}
"""The kinds by name, in the order in which they are tried for a declaration."""

ADDABLE_KINDS: tuple[AttributeKind, ...] = (_CHOICE, _TEXT, _NUMBER_KIND, _DATE_KIND, _YES_NO, _REGISTRY, _CODE)
"""The kinds that a user can add, in the order of the scheme page."""


def kind_of_declaration(declaration: Declaration, reader: DeclarationReader) -> AttributeKind:
    """The kind of attribute that a declaration of the scheme file describes."""
    return next(kind for kind in KINDS.values() if kind.is_declared(declaration, reader))


def kind_of_options(options: KindOptions) -> AttributeKind:
    """The kind of attribute that a user adds with these options."""
    return next((kind for kind in ADDABLE_KINDS if kind.is_chosen(options)), _TEXT)


def is_known_type(text: str) -> bool:
    """Whether a declaration may state this type; an attribute of any other type takes any text."""
    return text in _KNOWN_TYPES or _Registry.is_type(text)
