"""The parser of scheme files: from the JSON object to the checked scheme."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, get_args

from pydantic import ValidationError

from annotator.domain.document import refuse_bad_name, refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import first_problem
from annotator.domain.scheme.attribute_kinds import MAX_VALUE_LENGTH, kind_of_declaration
from annotator.domain.scheme.json_body import (
    Declaration,
    SchemeBody,
    document_field_declaration,
    value_role,
    value_text,
)
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole, parse_role
from annotator.domain.scheme.scheme import (
    FIELD_SCALES,
    Attribute,
    DocumentField,
    Label,
    LineStyle,
    RelationLabel,
    Scheme,
)
from annotator.domain.text.folding import fold
from annotator.i18n import tr

# Menus, lists and the label bar cannot show more; published schemes have a few dozen labels.
_MAX_LABELS = 500
_MAX_ATTRIBUTES = 100
_MAX_VALUES = 2000
_LONGEST_HELP = 10_000
# Attributes with these roles are changed often; they get a key if the scheme does not set one.
_DEFAULT_KEYS = {
    AttributeRole.POLARITY: "N",
    AttributeRole.FACTUALITY: "F",
    AttributeRole.MODE: "M",
    AttributeRole.EVENT_TYPE: "T",
}


def parse_scheme(body: Any, *, where: str) -> Scheme:
    """The scheme from its JSON object.

    Raises Refused, with the label, relation or attribute at fault, if the object is not a scheme: a wrong shape, two
    labels with one key or one name, an illegal pattern, a relation between labels that do not exist, or too many
    labels, attributes or values.
    """
    parser = _Parser(body, where)
    try:
        return parser.scheme()
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError, re.error) as problem:
        raise Refused(
            tr("this is no annotation scheme: {why}", why=_problem_text(problem)),
            where=parser.location,
            remedy=tr("compare it with the default scheme"),
        ) from problem


def _problem_text(problem: Exception) -> str:
    match problem:
        case KeyError():
            return tr("{key} is missing", key=repr(problem.args[0])[:60])
        case ValidationError():
            return first_problem(problem)
        case re.error() | OverflowError() | RecursionError():
            return tr("an illegal pattern ({problem})", problem=problem)
        case ValueError():
            return str(problem)
    return tr("a part of it is no object, list or text where one must be")


def _key_letter(text: object) -> str:
    key = str(text).upper()
    if len(key) > 1 or (key and not key.isalpha()):
        raise ValueError(tr("the key is not one letter"))
    return key


class _Parser:
    """Reads one scheme; the named value lists (``plover_types``) are in the body beside the labels that use them.

    ``siblings`` are the declarations beside the attribute that is being read.
    """

    def __init__(self, body: SchemeBody, where: str) -> None:
        self._body, self._where = body, where
        self._path: list[str] = []
        self.siblings: Mapping[str, Declaration] = {}

    @property
    def location(self) -> str:
        """Where in the scheme the parser is, or stopped."""
        return ", ".join(filter(None, [self._where, *self._path]))

    @contextmanager
    def _at(self, element: str) -> Iterator[None]:
        self._path.append(element[:80])
        yield
        # After an exception the element stays in the path, for the message.
        self._path.pop()

    def scheme(self) -> Scheme:
        self._refuse_too_many(self._body["span_labels"], _MAX_LABELS)
        self._refuse_too_many(self._body["relations"], _MAX_LABELS)
        labels = {name: self._label(name, declaration) for name, declaration in self._body["span_labels"].items()}
        self._refuse_equal_names(labels)
        self._refuse_clashing_keys(labels)
        relations = {
            name: self._relation(name, declaration, labels) for name, declaration in self._body["relations"].items()
        }
        self._refuse_equal_names(relations)
        for name in (self._body["scheme"], self._body["version"]):
            self._refuse_bad_name(name)
        return Scheme(
            name=self._body["scheme"],
            version=self._body["version"],
            labels=labels,
            relations=relations,
            document_fields=self._document_fields(self._body.get("document_fields", {})),
            zones=self._zones(),
            language=self._body.get("language", ""),
            titles=self._texts(self._body, "title"),
        )

    def _label(self, name: str, declaration: Declaration) -> Label:
        with self._at(tr("label {name}", name=name)):
            self._refuse_bad_name(name)
            key = _key_letter(declaration.get("key", ""))
            color = declaration.get("color", {"light": "#555555", "dark": "#BBBBBB"})
            for shade in (color["light"], color["dark"]):
                if not re.fullmatch("#[0-9A-Fa-f]{6}", shade):
                    raise ValueError(tr("{color} is no colour like #0072B2", color=repr(shade[:60])))
            line = declaration.get("line", "solid")
            if line not in get_args(LineStyle):
                raise ValueError(tr("{line} is no line style", line=repr(line)[:60]))
            return Label(
                name=name,
                key=key,
                main=declaration.get("tier", "main") == "main",
                attributes=self._attributes(declaration.get("attributes", {})),
                color_light=color["light"],
                color_dark=color["dark"],
                line=line,
                keeps_quotes=bool(declaration.get("keeps_quotes", False)),
                role=parse_role(declaration.get("role"), LabelRole),
                **self._words(declaration),
            )

    def _relation(self, name: str, declaration: Declaration, labels: dict[str, Label]) -> RelationLabel:
        with self._at(tr("relation {name}", name=name)):
            self._refuse_bad_name(name)
            ends = {"from": tuple(declaration["from"]), "to": tuple(declaration["to"])}
            for end in (*ends["from"], *ends["to"]):
                if end not in labels:
                    raise ValueError(tr("it names the unknown label {label}", label=repr(end)[:60]))
            return RelationLabel(
                name=name,
                sources=ends["from"],
                targets=ends["to"],
                attributes=self._attributes(declaration.get("attributes", {})),
                symmetric=declaration.get("symmetric", False),
                required=declaration.get("required", False),
                role=parse_role(declaration.get("role"), RelationRole),
                **self._words(declaration),
            )

    def _attributes(self, declarations: dict[str, Declaration]) -> dict[str, Attribute]:
        self._refuse_too_many(declarations, _MAX_ATTRIBUTES)
        self.siblings = declarations
        attributes = {}
        for name, declaration in declarations.items():
            with self._at(tr("attribute {name}", name=name)):
                self._refuse_bad_name(name)
                attributes[name] = self._attribute(name, declaration)
                self._refuse_second_role(attributes, name)
                if attributes[name].scale not in attributes[name].scales:
                    raise ValueError(tr("its values have no {scale} scale", scale=attributes[name].scale))
        self._refuse_equal_names(attributes)
        return attributes

    def _attribute(self, name: str, declaration: Declaration) -> Attribute:
        role = parse_role(declaration.get("role"), AttributeRole)
        default_key = _DEFAULT_KEYS.get(role, "") if role else ""
        fields: dict[str, Any] = {
            "name": name,
            "role": role,
            "value_roles": self._value_roles(declaration),
            "default": declaration.get("default", ""),
            "required": declaration.get("required", False),
            "key": _key_letter(declaration.get("key", default_key)),
            "scale": declaration.get("scale", "nominal"),
            "value_keys": self._value_keys(declaration),
            **self._words(declaration),
        }
        kind = kind_of_declaration(declaration, self)
        attribute = Attribute(**fields, kind=kind.name, **kind.read(declaration, self))
        kind.check_default(attribute, attribute.default)
        listed = attribute.listed_values
        unknown = next((value for value in attribute.value_keys if value not in listed), None)
        if unknown is not None:
            raise ValueError(tr("it has a key for {value}, which is none of its values", value=repr(unknown[:60])))
        return attribute

    def _value_keys(self, declaration: Declaration) -> dict[str, str]:
        """The letters of the values: one for each, and none for two of them."""
        letters = {value: _key_letter(letter) for value, letter in declaration.get("keys", {}).items()}
        if "" in letters.values():
            raise ValueError(tr("the key is not one letter"))
        values: dict[str, str] = {}
        for value, letter in letters.items():
            if letter in values:
                raise ValueError(tr("{other} has the key {key} already", other=repr(values[letter][:60]), key=letter))
            values[letter] = value
        return letters

    def _words(self, declaration: Declaration) -> dict[str, dict[str, str]]:
        return {"titles": self._texts(declaration, "title"), "help_texts": self._texts(declaration, "help")}

    def _texts(self, declaration: Declaration, key: str) -> dict[str, str]:
        """Texts by language. A plain text, which earlier files may have, is one for every language."""
        texts = declaration.get(key, {})
        if isinstance(texts, str):
            texts = {"": texts}
        for text in texts.values():
            if key == "title" and text:
                refuse_bad_name(text, subject=tr("the title"), where=self.location)
            refuse_unstorable(text, subject=tr("the explanation"), where=self.location)
            if len(text) > _LONGEST_HELP:
                raise ValueError(tr("the explanation is longer than {count} characters", count=_LONGEST_HELP))
        return dict(texts)

    def _document_fields(self, declarations: dict[str, Any]) -> dict[str, DocumentField]:
        self._refuse_too_many(declarations, _MAX_ATTRIBUTES)
        fields = {}
        for name, declaration in declarations.items():
            with self._at(tr("document field {name}", name=name)):
                self._refuse_bad_name(name)
                fields[name] = self._document_field(name, document_field_declaration(self._body, declaration))
        self._refuse_equal_names(fields)
        return fields

    def _document_field(self, name: str, declaration: Declaration) -> DocumentField:
        values = self.listed_values(declaration)
        self.refuse_bad_values(values)
        field = DocumentField(
            name=name,
            type=declaration["type"],
            values=tuple(values),
            required=declaration.get("required", False),
            scale=declaration.get("scale", "nominal"),
            **self._words(declaration),
        )
        if bool(values) != (field.type in ("choice", "multiple")):
            raise ValueError(tr("the types choice and multiple have values, and no other type has"))
        if field.scale not in FIELD_SCALES[field.type]:
            raise ValueError(tr("its values have no {scale} scale", scale=field.scale))
        return field

    def _zones(self) -> tuple[str, ...]:
        with self._at(tr("zones")):
            zones = self._body.get("zones", self._body.get("zone_types", []))
            if not isinstance(zones, list):
                raise TypeError
            self.refuse_bad_values(zones)
            return tuple(zones)

    def listed_values(self, declaration: Declaration) -> Any:
        """The values of a declaration without their roles; a named list of the body is resolved."""
        values = self._value_entries(declaration)
        if isinstance(values, dict):
            return {value: [value_text(entry) for entry in entries] for value, entries in values.items()}
        return [value_text(entry) for entry in values]

    def _value_entries(self, declaration: Declaration) -> Any:
        values = declaration.get("values", [])
        return self._body[values] if isinstance(values, str) else values

    def _value_roles(self, declaration: Declaration) -> dict[str, str]:
        """The explicit roles of the values."""
        values = self._value_entries(declaration)
        entries = [entry for listed in values.values() for entry in listed] if isinstance(values, dict) else values
        return {value_text(entry): value_role(entry) for entry in entries if value_role(entry)}

    def _refuse_second_role(self, attributes: dict[str, Attribute], name: str) -> None:
        role = attributes[name].role
        earlier = next((other for other in attributes if other != name and attributes[other].role == role), None)
        if role and earlier:
            raise ValueError(tr("{other} has the role {role} already", other=repr(earlier), role=role))

    def refuse_bad_values(self, values: Any) -> None:
        """Refuse too many, unusable or equal values."""
        self._refuse_too_many(values, _MAX_VALUES)
        for value in values:
            if value:
                refuse_bad_name(value, subject=tr("the value"), where=self.location, longest=MAX_VALUE_LENGTH)
        self._refuse_equal_names(values, folding=False)

    def _refuse_bad_name(self, name: str) -> None:
        refuse_bad_name(name, subject=tr("the name"), where=self.location)

    def _refuse_too_many(self, declarations: Any, most: int) -> None:
        count = len(declarations)
        if count > most:
            raise ValueError(tr("{count} are more than anybody can choose from ({most})", count=count, most=most))

    def _refuse_equal_names(self, names: Iterable[str], *, folding: bool = True) -> None:
        """Refuse two names that differ only by case or accents (``folding``), or not at all."""
        seen: dict[str, str] = {}
        for name in names:
            folded = fold(name) if folding else name
            if folded in seen:
                raise ValueError(tr("{one} and {other} are one name", one=repr(seen[folded]), other=repr(name)))
            seen[folded] = name

    def _refuse_clashing_keys(self, labels: dict[str, Label]) -> None:
        seen: dict[str, str] = {}
        for label in labels.values():
            if label.key and label.key in seen:
                with self._at(tr("label {name}", name=label.name)):
                    raise ValueError(tr("{other} has the key {key} already", other=seen[label.key], key=label.key))
            seen[label.key] = label.name
