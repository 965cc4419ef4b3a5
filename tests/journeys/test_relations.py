"""An article annotated by keyboard: spans, fragments, names and links, up to the table of its demands."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from annotator.app.annotate import relations
from annotator.ui.annotate.relation_controller import LETTERS
from annotator.ui.demands.arrangement import ADDRESSEE, SPEAKER, STRENGTH, WORDS
from tests.command_line import SEEDS, facts, read_jsonl, write_jsonl
from tests.formats.tables.test_demands import listed_by_hand
from tests.journeys.program import Program
from tests.ui.hand import Hand
from tests.ui.projects import project_from

ARTICLE = "004_89ae8a8ed13d357e"
# By one key each; what else A says of these spans is left to other tests.
CYCLED = {"polarity": "N", "factuality": "F", "mode": "M"}
SAID = (*CYCLED, "entity", "strength")

Content = tuple[Any, ...]


def pattern() -> dict[str, Any]:
    """The article as annotator A marked it."""
    layers = read_jsonl(SEEDS / "seed-annotator-a.jsonl")
    return next(layer for layer in layers if layer["id"] == ARTICLE)


def fragments(span: dict[str, Any]) -> list[tuple[int, int]]:
    return [tuple(pair) for pair in span.get("fragments", [[span["start"], span["end"]]])]


def content(layer: dict[str, Any]) -> tuple[set[Content], set[Content]]:
    """What this journey says of spans and links, whatever they are called."""
    spans = {
        span["id"]: (
            span["label"],
            tuple(fragments(span)),
            tuple(sorted((name, value) for name, value in span["attributes"].items() if name in SAID)),
        )
        for span in layer["spans"]
    }
    links = {
        (link["label"], spans[link["from"]], spans[link["to"]], tuple(sorted(link.get("attributes", {}).items())))
        for link in layer["relations"]
    }
    return set(spans.values()), links


class Annotator:
    """Does with keys what annotator A did, reading the pattern beside the text."""

    def __init__(self, hand: Hand, wanted: dict[str, Any]) -> None:
        self.hand, self.wanted = hand, wanted
        self.keys = {name: label.key for name, label in hand.window.session.scheme.labels.items()}

    def mark(self) -> None:
        for span in sorted(self.wanted["spans"], key=lambda one: (one["start"], -one["end"])):
            first, *further = fragments(span)
            self.hand.select_characters(*first)
            self.hand.press(self.keys[span["label"]])
            for piece in further:
                self.hand.select_characters(*piece)
                self.hand.press(f"Shift+{self.keys[span['label']]}")
            self.describe(span["attributes"])

    def describe(self, attributes: dict[str, str]) -> None:
        for name, key in CYCLED.items():
            while name in attributes and self.said(name) != attributes[name]:
                self.hand.press(key)
        if "entity" in attributes:
            self.hand.press("L")
            self.hand.type(attributes["entity"])
            self.hand.press("Return")
        if self.said("strength") not in ("", attributes.get("strength")):
            self.hand.press("F6", "F6")
            self.choose("Strength", attributes["strength"])

    def said(self, name: str) -> str:
        assert self.hand.focused
        return self.hand.focused.attributes.get(name, "")

    def choose(self, field: str, value: str) -> None:
        """Tab to the field of this name, and walk to the value."""
        for _ in range(12):
            box = self.hand.with_focus()
            if isinstance(box, QComboBox) and box.accessibleName() == field:
                break
            self.hand.press("Tab")
        else:
            raise AssertionError(f"Tab does not lead to {field}")
        way = box.findData(value) - box.currentIndex()
        self.hand.press("Down" if way > 0 else "Up", times=abs(way))
        self.hand.press("Escape")
        assert self.hand.reader.hasFocus()

    def link(self) -> None:
        names = {(one["label"], tuple(fragments(one))): one["id"] for one in self.wanted["spans"]}
        mine = {names[span.label, span.fragments]: span.id for span in self.hand.open_document.spans.values()}
        self.hand.press("Escape", "Ctrl+Home")
        for _ in self.wanted["spans"]:
            self.hand.press("Tab")
            assert self.hand.focused
            here = self.hand.focused.id
            for link in self.wanted["relations"]:
                if mine[link["from"]] == here:
                    self.make(mine[link["to"]], link)

    def make(self, target: str, wanted: dict[str, Any]) -> None:
        """R, the letter before the other end (or Tab as far as it is), Enter."""
        desk, here = self.hand.open_document, self.hand.focused
        assert here
        offers = relations.relation_offers(desk, here)
        place = [offer.span.id for offer in offers].index(target)
        assert offers[place].relations == (wanted["label"],)
        self.hand.press("R")
        if place < len(LETTERS):
            self.hand.press(LETTERS[place])
        else:
            self.hand.press("Tab", times=place)
        self.hand.press("Return")
        made = next(link for link in desk.relations_of(here.id) if link.target == target)
        for name, value in wanted.get("attributes", {}).items():
            if made.attributes[name] != value:
                self.point_to(made.id)
                self.hand.press("F6")
                self.choose(name.capitalize(), value)

    def point_to(self, relation: str) -> None:
        rows = [link.relation.id for link in self.hand.screen.relation_controller.list.relations]
        self.hand.press("F6", "F6", "Home")
        self.hand.press("Down", times=rows.index(relation))


@pytest.mark.slow
def test_an_article_is_annotated_by_keyboard_and_its_demands_stand_in_the_table(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = pattern()
    bare = {name: wanted[name] for name in ("id", "text", "meta")}
    project = project_from(tmp_path, [write_jsonl(tmp_path / "article.jsonl", bare)])

    def work(hand: Hand) -> None:
        hand.press("Return")
        annotator = Annotator(hand, wanted)
        annotator.mark()
        annotator.link()
        assert [one.kind for one in hand.open_document.warnings()] == ["unlinked"], "one quote floats"
        hand.press("Ctrl+D")
        qtbot.waitUntil(lambda: hand.page("demands").model.rowCount() == len(expected))
        model = hand.page("demands").model
        shown = [
            tuple(model.index(row, column).data() for column in (SPEAKER, STRENGTH, WORDS, ADDRESSEE))
            for row in range(model.rowCount())
        ]
        assert sorted(shown) == sorted(expected)

    expected = [
        (row["speaker_entity"], row["strength"], row["demand_text"], row["addressee_entity"])
        for row in listed_by_hand()
        if row["doc_id"] == ARTICLE
    ]
    assert len(expected) == 10
    assert Program(qtbot, monkeypatch)(project, "--annotator", "Camille", work=work) == 0

    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    [made] = read_jsonl(tmp_path / "out.jsonl")
    assert content(made) == content(wanted)
    assert (len(made["spans"]), len(made["relations"])) == (101, 91)
    assert sum(len(fragments(span)) == 2 for span in made["spans"]) == 1
    assert facts("check", project)["ok"]
