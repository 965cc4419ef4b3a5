"""The cast: counted across articles, and linked, renamed, merged and restored as one step."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.annotate import attributes, spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast, registries
from annotator.app.project.open import open_project
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from tests.command_line import MARKS, content_hash, facts, record, span, write_jsonl
from tests.ui.projects import project_from

TEXTS = {
    "one": "La Maison Blanche a dit que M. Trump irait. Il l'a redit.",
    "two": "Le président Donald Trump, puis la Maison-Blanche et l'Otan.",
}
HASHED = (*MARKS, "entries")


def said(text: str, words: str, entity: str, **more: str) -> dict[str, Any]:
    start = text.index(words)
    return span(start, start + len(words), attributes={"entity": entity, **more})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    one, two = TEXTS.values()
    camille = [
        record(
            one,
            id="one",
            annotator="Camille",
            status="done",
            spans=[said(one, "La Maison Blanche", "Maison Blanche"), said(one, "M. Trump", "Donald Trump")],
        ),
        record(
            two,
            id="two",
            annotator="Camille",
            spans=[
                said(two, "la Maison-Blanche", "Maison-Blanche; États-Unis"),
                said(two, "Le président Donald Trump", "Donald Trump"),
            ],
        ),
    ]
    bruno = [
        record(
            two,
            id="two",
            annotator="Bruno",
            status="done",
            spans=[said(two, "la Maison-Blanche", "maison blanche"), said(two, "Otan", "OTAN")],
        )
    ]
    source = write_jsonl(tmp_path / "marks.jsonl", *camille, *bruno)
    return project_from(tmp_path, [source])


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = open_project(path, writing=True)
    session.work_as("Camille", create=False)
    yield session
    session.close()


@pytest.fixture
def cast(session: Session) -> Cast:
    cast = Cast(session)
    session.subscribe(cast.follow)
    return cast


def desk_on(session: Session, document: str) -> OpenDocument:
    desk = OpenDocument(session, document)
    session.subscribe(desk.follow)
    return desk


def counted(cast: Cast, desk: OpenDocument | None = None) -> dict[str, tuple[int, int]]:
    return {line.name: (line.in_article, line.in_project) for line in cast.names("entity", desk)}


def merge(cast: Cast, session: Session, gone: str, kept: str) -> registry_edits.NameUnion:
    union = registry_edits.plan_union(cast, session, "entity", gone, kept)
    jobs.run(registry_edits.unite_names(session, union))
    return union


def values(path: Path) -> list[str]:
    return sorted(one["attributes"]["entity"] for line in exported(path) for one in line["spans"])


def exported(path: Path) -> list[Any]:
    out = path.with_name("out.jsonl")
    facts("export", path, out, "--format", "jsonl", "--all")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def speaker(desk: OpenDocument, words: str) -> Span:
    start = desk.document.text.index(words)
    return spans.add_span(desk, "SPEAKER", start, start + len(words))


def proposed(cast: Cast, desk: OpenDocument, one: Span) -> list[tuple[str, str]]:
    attribute = desk.session.scheme.labels[one.label].attributes["entity"]
    return [tuple(proposal) for proposal in cast.proposals(desk, one, attribute)]


def test_spellings_meet_and_own_mentions_are_counted_here_and_everywhere(session: Session, cast: Cast) -> None:
    assert counted(cast, OpenDocument(session, "one")) == {
        "Donald Trump": (1, 2),
        "Maison Blanche": (1, 2),
        "États-Unis": (0, 1),
        "OTAN": (0, 0),
    }
    [line] = [line for line in cast.names("entity", None) if line.name == "Maison Blanche"]
    assert line.spellings == ("Maison-Blanche", "maison blanche")


def test_it_follows_each_step_undo_and_redo(session: Session, cast: Cast) -> None:
    desk = desk_on(session, "one")
    before = counted(cast, desk)
    attributes.set_attribute(desk, speaker(desk, "Il"), "entity", "Donald Trump; Ukraine")
    after = counted(cast, desk)
    assert (after["Donald Trump"], after["Ukraine"]) == ((2, 3), (1, 1))
    session.undo()
    assert counted(cast, desk) == before == counted(Cast(session), desk)
    session.redo()
    assert counted(cast, desk) == after == counted(Cast(session), desk)


def test_mentions_are_walked_in_text_order_from_article_to_article(session: Session, cast: Cast) -> None:
    found = cast.mentions("entity", "Maison Blanche")
    words = [(one.document, OpenDocument(session, one.document).spans[one.span].quote) for one in found]
    assert words == [("one", "La Maison Blanche"), ("two", "la Maison-Blanche")]
    assert [one.document for one in cast.mentions("entity", "Donald Trump")] == ["one", "two"]
    assert cast.mentions("entity", "OTAN") == []


def test_a_mention_is_proposed_what_its_words_stood_for_before(session: Session, cast: Cast) -> None:
    desk = desk_on(session, "two")
    assert proposed(cast, desk, speaker(desk, "Donald Trump, puis"))[0] == ("Donald Trump", "last-name")
    assert proposed(cast, desk, speaker(desk, "Otan"))[0] == ("OTAN", "alias")
    assert proposed(cast, desk, speaker(desk, "Maison-Blanche"))[0] == ("Maison Blanche", "alias")
    one = desk_on(session, "one")
    linked = speaker(one, "redit")
    attributes.set_attribute(one, linked, "entity", "États-Unis")
    spans.delete_span(desk, speaker(desk, "puis"))
    assert proposed(cast, one, linked)[0] == ("États-Unis", "alias")
    spans.delete_span(one, one.spans[linked.id])
    assert proposed(cast, one, speaker(one, "redit"))[0][1] != "alias"


def test_a_pronoun_is_proposed_the_speaker_before(session: Session, cast: Cast) -> None:
    desk = desk_on(session, "one")
    assert proposed(cast, desk, speaker(desk, "Il"))[0] == ("Donald Trump", "previous-speaker")


def test_an_alias_makes_one_name_of_two_without_touching_a_span(path: Path, session: Session, cast: Cast) -> None:
    before = values(path)
    registry_edits.set_facts(cast, session, "entity", "OTAN", {"aliases": ("États-Unis",)})
    assert counted(cast)["OTAN"] == (0, 1)
    assert "États-Unis" not in counted(cast)
    assert registries(session)["entity"].canonical("etats unis") == "OTAN"
    assert values(path) == before


def test_merging_rewrites_every_layer_in_one_step_and_keeps_old_names(path: Path, session: Session, cast: Cast) -> None:
    first = content_hash(path, HASHED)
    union = merge(cast, session, "OTAN", "Maison Blanche")
    assert (union.renames, union.spans, union.articles, union.annotators) == (False, 3, 1, 2)
    assert values(path) == [
        "Donald Trump",
        "Donald Trump",
        "Maison Blanche",
        "Maison Blanche",
        "Maison Blanche",
        "Maison Blanche; États-Unis",
    ]
    assert registries(session)["entity"].canonical("Otan") == "Maison Blanche"
    assert [line["status"] for line in exported(path)] == ["done", "in-progress", "done"]
    last = content_hash(path, HASHED)
    step = session.undo()
    assert step
    assert (step.operation, step.counts) == ("merge-entries", {"spans": 3})
    assert content_hash(path, HASHED) == first
    session.redo()
    assert content_hash(path, HASHED) == last


def test_whoever_is_at_work_may_take_a_merge_back(path: Path, session: Session, cast: Cast) -> None:
    first = content_hash(path, HASHED)
    merge(cast, session, "OTAN", "États-Unis")
    session.work_as("Bruno", create=False)
    session.undo()
    assert content_hash(path, HASHED) == first


def test_the_preview_changes_nothing_and_says_what_the_merge_does(path: Path, session: Session, cast: Cast) -> None:
    before = content_hash(path)
    union = registry_edits.plan_union(cast, session, "entity", "Maison Blanche", "États-Unis")
    assert [(one.before, one.after, one.spans, one.articles) for one in union.value_changes] == [
        ("Maison Blanche", "États-Unis", 1, 1),
        ("Maison-Blanche; États-Unis", "États-Unis", 1, 1),
        ("maison blanche", "États-Unis", 1, 1),
    ]
    assert union.aliases == ("Maison Blanche", "Maison-Blanche", "maison blanche")
    assert content_hash(path) == before


def test_renaming_keeps_what_is_known_and_the_old_name_as_alias(session: Session, cast: Cast) -> None:
    registry_edits.set_facts(cast, session, "entity", "OTAN", {"aliases": ("NATO",), "sector": "IGO"})
    union = merge(cast, session, "OTAN", "Alliance atlantique")
    assert union.renames
    [entry] = cast.registry("entity").entries.values()
    assert (entry.name, entry.facts.aliases) == ("Alliance atlantique", ("NATO", "OTAN"))
    assert entry.facts.model_dump()["sector"] == "IGO"


def test_what_is_known_of_either_is_known_of_the_one_that_stays(session: Session, cast: Cast) -> None:
    registry_edits.set_facts(cast, session, "entity", "OTAN", {"country": "BEL", "sector": "IGO"})
    registry_edits.set_facts(cast, session, "entity", "États-Unis", {"country": "USA", "wikidata": "Q30"})
    merge(cast, session, "OTAN", "États-Unis")
    [entry] = cast.registry("entity").entries.values()
    told = entry.facts.model_dump(exclude_defaults=True)
    assert told == {"aliases": ("OTAN",), "country": "USA", "sector": "IGO", "wikidata": "Q30"}


def test_renaming_to_another_spelling_makes_all_spellings_that_one(path: Path, session: Session, cast: Cast) -> None:
    merge(cast, session, "Maison Blanche", "Maison-Blanche")
    assert values(path)[-4:] == ["Maison-Blanche", "Maison-Blanche", "Maison-Blanche; États-Unis", "OTAN"]


def test_work_that_returns_under_an_old_name_is_counted_under_the_new_one(
    path: Path, session: Session, cast: Cast, tmp_path: Path
) -> None:
    merge(cast, session, "Donald Trump", "Trump (président)")
    text = "M. Trump revient."
    returned = record(text, annotator="Camille", spans=[said(text, "M. Trump", "Donald Trump")])
    jobs.run(import_files(session, [write_jsonl(tmp_path / "back.jsonl", returned)]))
    assert counted(cast)["Trump (président)"] == (0, 3)
    assert len(cast.mentions("entity", "Trump (président)")) == 3


@pytest.mark.parametrize(
    "known",
    [
        {"wikidata": "212"},
        {"wikidata": "Q0"},
        {"wikidata": "Q1\n"},
        {"country": "ua"},
        {"country": "UKRA"},
        {"sector": "gov"},
        {"kind": "robot"},
        {"aliases": ("a; b",)},
        {"aliases": ("",)},
        {"aliases": ("a\nb",)},
        {"aliases": ("\ud800",)},
        {"colour": "blue"},
    ],
)
def test_a_fact_that_does_not_fit_is_refused_and_nothing_changes(
    path: Path, session: Session, cast: Cast, known: dict[str, Any]
) -> None:
    before = content_hash(path)
    with pytest.raises(Refused):
        registry_edits.set_facts(cast, session, "entity", "OTAN", known)
    assert content_hash(path) == before


@pytest.mark.parametrize("known", [{"date": "2025-02-30x"}, {"date": "31.10.2025"}, {"type": "PICNIC"}])
def test_an_event_is_dated_in_iso_and_has_a_type_of_the_scheme(session: Session, cast: Cast, known: Any) -> None:
    with pytest.raises(Refused):
        registry_edits.set_facts(cast, session, "event", "summit", known)
    registry_edits.set_facts(cast, session, "event", "summit", {"date": "2025-10", "type": "CONSULT"})


@pytest.mark.parametrize("name", ["", " ", "a; b", "a\nb", "\0", "x" * 300])
def test_a_name_that_no_span_could_say_is_refused(session: Session, cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        registry_edits.plan_union(cast, session, "entity", "OTAN", name)


def test_a_name_that_would_make_a_value_too_long_is_refused(session: Session, cast: Cast) -> None:
    desk = desk_on(session, "one")
    value = "; ".join(["Donald Trump", *(letter * 240 for letter in "abcd")])
    attributes.set_attribute(desk, speaker(desk, "redit"), "entity", value)
    with pytest.raises(Refused, match="longer"):
        registry_edits.plan_union(cast, session, "entity", "Donald Trump", "x" * 100)


def test_a_spelling_belongs_to_one_name_only(session: Session, cast: Cast) -> None:
    registry_edits.set_facts(cast, session, "entity", "OTAN", {"aliases": ("Alliance",)})
    with pytest.raises(Refused, match="OTAN"):
        registry_edits.set_facts(cast, session, "entity", "États-Unis", {"aliases": ("alliance",)})


def test_hostile_names_are_names(path: Path, session: Session, cast: Cast) -> None:
    hostile = '<b>"%s"</b> \u202e$."x" OR 1=1 -- {x} 🕊'
    merge(cast, session, "Donald Trump", hostile)
    assert counted(cast)[hostile] == (0, 2)
    assert len(cast.mentions("entity", hostile)) == 2
    assert values(path)[:2] == [hostile, hostile]
    assert facts("check", path)["ok"]


def test_saying_nothing_leaves_no_entry(session: Session, cast: Cast) -> None:
    registry_edits.set_facts(cast, session, "entity", "OTAN", {"country": "BEL"})
    registry_edits.set_facts(cast, session, "entity", "OTAN", {})
    assert cast.registry("entity").entries == {}
