"""What may be marked: labels, their attributes, relations, and which values fit?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Literal

from pydantic import ValidationError

from annotator.domain.document import refuse_bad_name
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel, first_problem
from annotator.domain.text.folding import fold
from annotator.domain.text.patterns import refuse_endless
from annotator.i18n import tr

_LONGEST_VALUE = 1000
_LONGEST_CODE = 64
_LONGEST_PATTERN = 200
# More than that no menu, list or label bar could show; schemes of the field have a few dozen.
MOST_LABELS = 500
_MOST_ATTRIBUTES = 100
_MOST_VALUES = 2000
_LINES = ("solid", "dash", "dot")
Scale = Literal["nominal", "ordinal", "interval"]
# Short, so that nobody has to wait for a power of ten.
_NUMBER = re.compile(r"[+-]?\d{1,15}([.]\d{1,15})?", re.ASCII)
# The attributes that are changed often have a key in every scheme that says nothing else.
_USUAL_KEYS = {"polarity": "N", "factuality": "F", "mode": "M", "plover": "T"}


class Attribute(FrozenModel):
    """One property of a span or relation.

    ``choice`` takes one of ``values``; ``dependent`` takes one of ``values_by[v]`` where v is what ``governor`` holds;
    ``code`` takes what ``pattern`` matches; ``registry`` takes names of things that ``registry`` lists across documents
    (several are joined by "; "); ``text`` takes any line. ``key`` is the letter that changes it. ``scale`` says how far
    apart two values are where agreement is measured: they are other ones and no more (``nominal``), they have an order
    (``ordinal``), or equal steps (``interval``).
    """

    name: str
    kind: Literal["choice", "dependent", "code", "registry", "text"]
    values: tuple[str, ...] = ()
    values_by: dict[str, tuple[str, ...]] = {}
    governor: str = ""
    pattern: str = ""
    registry: str = ""
    key: str = ""
    default: str = ""
    required: bool = False
    scale: Scale = "nominal"

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that it may have: an order needs a list of values, and steps need such a list or numbers."""
        if self.kind == "choice":
            return "nominal", "ordinal", "interval"
        return ("nominal", "interval") if self.kind in {"code", "text"} else ("nominal",)

    def place_of(self, value: str) -> Fraction | None:
        """Where a value lies on the scale: the number that it is, in a list that holds others too its rank there.

        None for nothing said, and for what is no number or not in the list.
        """
        listed = [one for one in self.values if one]
        if listed and (self.scale == "ordinal" or not all(map(_NUMBER.fullmatch, listed))):
            return Fraction(listed.index(value)) if value in listed else None
        return Fraction(value) if _NUMBER.fullmatch(value) else None

    def choices(self, others: Mapping[str, str]) -> tuple[str, ...]:
        """What a person may choose, given the span's other attributes."""
        if self.kind == "dependent":
            return ("", *self.values_by.get(others.get(self.governor, ""), ()))
        return self.values

    def misfit(self, value: str, others: Mapping[str, str] | None = None) -> str | None:
        """Why ``value`` does not fit beside the other attributes, or None where it does.

        The empty value always fits: it says nothing.
        """
        if not value:
            return None
        if self.kind in {"choice", "dependent"} and value not in self.choices(others or {}):
            known = ", ".join(filter(None, self.choices(others or {})))
            return tr("{value} is none of [{values}]", value=repr(value[:60]), values=known)
        if self.kind == "code" and (len(value) > _LONGEST_CODE or not re.search(self.pattern, value)):
            return tr("{value} does not fit the pattern {pattern}", value=repr(value[:60]), pattern=self.pattern)
        if len(value) > _LONGEST_VALUE:
            return tr("the value is longer than {count} characters", count=_LONGEST_VALUE)
        return None


class Label(FrozenModel):
    """A kind of span. ``key`` is the letter that sets it, also its sign on the page."""

    name: str
    key: str
    main: bool
    attributes: dict[str, Attribute]
    color_light: str
    color_dark: str
    line: Literal["solid", "dash", "dot"]
    keeps_quotes: bool

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    def starting_attributes(self) -> dict[str, str]:
        """What a new span of this label says before anybody touched it: the defaults that say something."""
        return _defaults(self.attributes)


def _defaults(attributes: Mapping[str, Attribute]) -> dict[str, str]:
    return {name: attribute.default for name, attribute in attributes.items() if attribute.default}


class RelationLabel(FrozenModel):
    """A kind of relation: which labels it may leave from and lead to.

    Of a ``symmetric`` one the direction says nothing: drawn the other way round it is the same.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    attributes: dict[str, Attribute]
    symmetric: bool = False

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").lower()

    def starting_attributes(self) -> dict[str, str]:
        """What a new relation of this label says: the defaults."""
        return _defaults(self.attributes)


class Scheme(FrozenModel):
    """The labels, attributes and relations of a project."""

    name: str
    version: str
    labels: dict[str, Label]
    relations: dict[str, RelationLabel]

    @property
    def title(self) -> str:
        """Name and version as exchange files state them."""
        return f"{self.name}@{self.version}"

    def allows(self, relation: str, source: str, target: str) -> bool:
        """Whether a relation of this label may link spans of these two labels."""
        kind = self.relations.get(relation)
        return kind is not None and source in kind.sources and target in kind.targets

    @property
    def symmetric(self) -> frozenset[str]:
        """The relations whose direction says nothing."""
        return frozenset(name for name, relation in self.relations.items() if relation.symmetric)

    def attributes_with_keys(self) -> list[Attribute]:
        """The attributes of spans that have a key, one of each name and each key."""
        found: dict[str, Attribute] = {}
        for label in self.labels.values():
            for attribute in label.attributes.values():
                if attribute.key and attribute.key not in {other.key for other in found.values()}:
                    found.setdefault(attribute.name, attribute)
        return list(found.values())

    def relations_between(self, source: str, target: str) -> tuple[str, ...]:
        """The relations that may lead from a span of the one label to a span of the other."""
        return tuple(name for name in self.relations if self.allows(name, source, target))


def misfits(declared: dict[str, Attribute], attributes: dict[str, str]) -> list[str]:
    """What is wrong with these attributes, a line each; empty where all fit."""
    found = []
    for name, value in attributes.items():
        attribute = declared.get(name)
        why = attribute.misfit(value, attributes) if attribute else tr("the scheme has no such attribute")
        if why:
            found.append(tr("attribute {name}: {why}", name=name, why=why))
    return found


def fitting(declared: Mapping[str, Attribute], attributes: Mapping[str, str]) -> dict[str, str]:
    """What of these attributes is declared and fits."""
    return {
        name: value
        for name, value in attributes.items()
        if name in declared and not declared[name].misfit(value, attributes)
    }


def saying(declared: Mapping[str, Attribute], attributes: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """The attributes after one was given a value; what depended on it and fits no more is gone, and so is emptiness."""
    told = {**attributes, name: value}
    for other in declared.values():
        if other.governor == name and told.get(other.name) not in other.choices(told):
            told.pop(other.name, None)
    return {key: said for key, said in told.items() if said}


def parse(body: Any, *, where: str) -> Scheme:
    """The scheme that a JSON object says.

    Raises Refused, with the label, relation or attribute at fault, where the object is no scheme: a wrong shape, two
    labels on one key or of one name, an illegal pattern, a relation between labels that do not exist, more than
    anybody could choose from.
    """
    parser = _Parser(body, where)
    try:
        return parser.scheme()
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError, re.error) as problem:
        raise Refused(
            tr("this is no annotation scheme: {why}", why=_plain(problem)),
            where=parser.place,
            remedy=tr("compare it with the default scheme"),
        ) from problem


def _plain(problem: Exception) -> str:
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


def _letter(told: object) -> str:
    key = str(told).upper()
    if len(key) > 1 or (key and not key.isalpha()):
        raise ValueError(tr("the key is not one letter"))
    return key


class _Parser:
    """Reads one scheme; the named value lists (``plover_types``) stand beside the labels that use them."""

    def __init__(self, body: dict[str, Any], where: str) -> None:
        self._body, self._where = body, where
        self._inside: list[str] = []

    @property
    def place(self) -> str:
        """Where in the scheme the parser is, or stopped."""
        return ", ".join(filter(None, [self._where, *self._inside]))

    @contextmanager
    def _at(self, what: str) -> Iterator[None]:
        self._inside.append(what[:80])
        yield
        # A refusal leaves it there, to be told.
        self._inside.pop()

    def scheme(self) -> Scheme:
        self._refuse_too_many(self._body["span_labels"], MOST_LABELS)
        self._refuse_too_many(self._body["relations"], MOST_LABELS)
        labels = {name: self._label(name, told) for name, told in self._body["span_labels"].items()}
        self._refuse_twins(labels)
        self._refuse_clashing_keys(labels)
        relations = {name: self._relation(name, told, labels) for name, told in self._body["relations"].items()}
        self._refuse_twins(relations)
        for name in (self._body["scheme"], self._body["version"]):
            self._refuse_bad_name(name, tr("the name"))
        return Scheme(name=self._body["scheme"], version=self._body["version"], labels=labels, relations=relations)

    def _label(self, name: str, told: dict[str, Any]) -> Label:
        with self._at(tr("label {name}", name=name)):
            self._refuse_bad_name(name, tr("the name"))
            key = _letter(told.get("key", ""))
            color = told.get("color", {"light": "#555555", "dark": "#BBBBBB"})
            for shade in (color["light"], color["dark"]):
                if not re.fullmatch("#[0-9A-Fa-f]{6}", shade):
                    raise ValueError(tr("{color} is no colour like #0072B2", color=repr(shade[:60])))
            line = told.get("line", "solid")
            if line not in _LINES:
                raise ValueError(tr("{line} is no line style", line=repr(line)[:60]))
            return Label(
                name=name,
                key=key,
                main=told.get("tier", "main") == "main",
                attributes=self._attributes(told.get("attributes", {})),
                color_light=color["light"],
                color_dark=color["dark"],
                line=line,
                keeps_quotes=bool(told.get("keeps_quotes", False)),
            )

    def _relation(self, name: str, told: dict[str, Any], labels: dict[str, Label]) -> RelationLabel:
        with self._at(tr("relation {name}", name=name)):
            self._refuse_bad_name(name, tr("the name"))
            ends = {"from": tuple(told["from"]), "to": tuple(told["to"])}
            for end in (*ends["from"], *ends["to"]):
                if end not in labels:
                    raise ValueError(tr("it names the unknown label {label}", label=repr(end)[:60]))
            return RelationLabel(
                name=name,
                sources=ends["from"],
                targets=ends["to"],
                attributes=self._attributes(told.get("attributes", {})),
                symmetric=told.get("symmetric", False),
            )

    def _attributes(self, told: dict[str, dict[str, Any]]) -> dict[str, Attribute]:
        self._refuse_too_many(told, _MOST_ATTRIBUTES)
        attributes = {}
        for name, one in told.items():
            with self._at(tr("attribute {name}", name=name)):
                self._refuse_bad_name(name, tr("the name"))
                attributes[name] = self._attribute(name, one, told)
                if attributes[name].scale not in attributes[name].scales:
                    raise ValueError(tr("its values have no {scale} scale", scale=attributes[name].scale))
        self._refuse_twins(attributes)
        return attributes

    def _attribute(self, name: str, told: dict[str, Any], siblings: dict[str, dict[str, Any]]) -> Attribute:
        facts: dict[str, Any] = {
            "name": name,
            "default": told.get("default", ""),
            "required": told.get("required", False),
            "key": _letter(told.get("key", _USUAL_KEYS.get(name, ""))),
            "scale": told.get("scale", "nominal"),
        }
        if "values" not in told:
            return Attribute(**facts, **self._free(told))
        values = self._list(told["values"])
        if isinstance(values, dict):
            for few in values.values():
                self._refuse_bad_values(few)
            return Attribute(**facts, kind="dependent", values_by=values, governor=self._governor(values, siblings))
        self._refuse_bad_values(values)
        attribute = Attribute(**facts, kind="choice", values=tuple(values))
        if attribute.misfit(attribute.default):
            raise ValueError(tr("the default {value} is none of its values", value=repr(attribute.default[:60])))
        return attribute

    def _free(self, told: dict[str, Any]) -> dict[str, Any]:
        kind = told.get("type", "text")
        if kind == "code_string":
            if len(told["pattern"]) > _LONGEST_PATTERN:
                raise ValueError(tr("the pattern is longer than {count} characters", count=_LONGEST_PATTERN))
            refuse_endless(told["pattern"], longest=_LONGEST_CODE)
            return {"kind": "code", "pattern": told["pattern"]}
        if kind.endswith("_ref"):
            return {"kind": "registry", "registry": kind.removesuffix("_ref")}
        return {"kind": "text"}

    def _list(self, values: Any) -> Any:
        return self._body[values] if isinstance(values, str) else values

    def _governor(self, values: dict[str, Any], siblings: dict[str, dict[str, Any]]) -> str:
        for name, told in siblings.items():
            known = self._list(told.get("values", []))
            if not isinstance(known, dict) and set(values) <= set(known):
                return name
        raise ValueError(tr("no attribute decides which of these values may be chosen"))

    def _refuse_bad_name(self, name: str, what: str) -> None:
        refuse_bad_name(name, what=what, where=self.place)

    def _refuse_too_many(self, told: Any, most: int) -> None:
        if len(told) > most:
            raise ValueError(tr("{count} are more than anybody can choose from ({most})", count=len(told), most=most))

    def _refuse_bad_values(self, values: Any) -> None:
        self._refuse_too_many(values, _MOST_VALUES)
        for value in values:
            if value:
                refuse_bad_name(value, what=tr("the value"), where=self.place, longest=_LONGEST_VALUE)
        self._refuse_twins(values, folding=False)

    def _refuse_twins(self, names: Iterable[str], *, folding: bool = True) -> None:
        """Refuse two names that a person would take for one."""
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
