"""A scheme of one's own with French names and without roles, and a project that is marked with it."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from annotator.app.project.open import new_project
from tests.command_line import facts, record, span, write_jsonl

WORDS = "Selon Kiev, la paix est loin. Moscou réclame à Kiev quatre régions avant lundi."
ANNOTATOR = "annotator-a"

SCHEME: dict[str, Any] = {
    "scheme": "exigences",
    "version": "1",
    "span_labels": {
        "LOCUTEUR": {
            "key": "L",
            "tier": "main",
            "color": {"light": "#0072B2", "dark": "#4DB3F0"},
            "attributes": {"nom": {"type": "entity_ref"}, "mention": {"values": ["nom", "pronom"]}},
        },
        "EXIGENCE": {
            "key": "X",
            "tier": "main",
            "color": {"light": "#D55E00", "dark": "#FF8A3D"},
            "attributes": {
                "force": {"values": ["appel", "exigence", "sommation"], "default": "exigence"},
                "polarité": {"values": ["positive", "négative"], "default": "positive"},
            },
        },
        "CITÉ": {"key": "C", "tier": "optional", "attributes": {"nom": {"type": "entity_ref"}}},
    },
    "relations": {
        "DIT": {"from": ["LOCUTEUR"], "to": ["EXIGENCE"]},
        "ADRESSÉ_À": {"from": ["EXIGENCE"], "to": ["LOCUTEUR", "CITÉ"]},
    },
}


ROLES = {
    "LOCUTEUR": ("speaker", {"nom": "entity", "mention": "mention"}),
    "EXIGENCE": ("demand", {"force": "strength", "polarité": "polarity"}),
    "CITÉ": ("actor", {"nom": "entity"}),
    "DIT": ("says", {}),
    "ADRESSÉ_À": ("addressed-to", {}),
}
VALUE_ROLES = {"pronom": "pronoun", "sommation": "ultimatum", "négative": "negative"}


def scheme_with_roles() -> dict[str, Any]:
    """The same scheme with all its roles."""
    scheme = deepcopy(SCHEME)
    for name, declaration in (scheme["span_labels"] | scheme["relations"]).items():
        declaration["role"], attribute_roles = ROLES[name]
        for attribute, role in attribute_roles.items():
            attribute_declaration = declaration["attributes"][attribute] | {"role": role}
            declaration["attributes"][attribute] = attribute_declaration
            attribute_declaration["values"] = [
                {"value": value, "role": VALUE_ROLES[value]} if value in VALUE_ROLES else value
                for value in attribute_declaration.get("values", [])
            ]
            if not attribute_declaration["values"]:
                del attribute_declaration["values"]
    return scheme


def marked(words: str, label: str, **more: Any) -> dict[str, Any]:
    start = WORDS.index(words)
    return span(start, start + len(words), label, **more)


def write_scheme(folder: Path, scheme: dict[str, Any] = SCHEME) -> Path:
    file = folder / "own-scheme.json"
    file.write_text(json.dumps(scheme, ensure_ascii=False), encoding="utf-8")
    return file


def own_project(folder: Path, scheme: dict[str, Any] = SCHEME) -> Path:
    """A project with one article, in which somebody demands something of somebody."""
    project = folder / "own.annotator"
    new_project(project, write_scheme(folder, scheme)).close()
    spans = [
        marked("Moscou", "LOCUTEUR", id="s", attributes={"nom": "Russie"}),
        marked("quatre régions", "EXIGENCE", id="d", attributes={"force": "sommation", "polarité": "positive"}),
        marked("Kiev quatre", "CITÉ", id="c", attributes={"nom": "Ukraine"}) | {"end": WORDS.index(" quatre")},
    ]
    relations = [{"label": "DIT", "from": "s", "to": "d"}, {"label": "ADRESSÉ_À", "from": "d", "to": "c"}]
    article = record(WORDS, id="one", annotator=ANNOTATOR, spans=spans, relations=relations)
    facts("import", project, write_jsonl(folder / "own.jsonl", article))
    return project
