"""Attributes of several spans at once, and those of an earlier span."""

from pathlib import Path

import pytest

from annotator.app import jobs
from annotator.app.annotate import attributes
from annotator.app.annotate import spans as span_steps
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import next_choice
from tests.command_line import record, span, write_jsonl


def next_value(document: OpenDocument, one: Span, name: str) -> str:
    attribute = attributes.attribute_of(document, [one], name)
    assert attribute
    return next_choice(attribute, one.attributes)


def test_one_step_says_the_same_of_all_that_know_the_attribute(document: OpenDocument) -> None:
    event = span_steps.add_span(document, "EVENT", 14, 21)
    spans = [document.spans["a"], document.spans["b"], event]

    assert next_value(document, document.spans["b"], "polarity") == "positive"
    assert attributes.set_on_all(document, spans, "polarity", "negative") == 2
    assert [document.spans[one].attributes.get("polarity") for one in ("a", "b", event.id)] == [
        None,
        "negative",
        "negative",
    ]

    document.session.undo()
    assert [document.spans[one].attributes.get("polarity") for one in ("b", event.id)] == [None, "positive"]


def test_a_value_that_one_of_them_forbids_changes_none(document: OpenDocument) -> None:
    event = span_steps.add_span(document, "EVENT", 14, 21)
    before = document.session.next_undo()

    with pytest.raises(Refused, match="none of"):
        attributes.set_on_all(document, [event, document.spans["b"]], "factuality", "irrealis")

    assert document.session.next_undo() == before


def test_values_go_round_in_a_ring(document: OpenDocument) -> None:
    seen = []
    for _ in range(3):
        value = next_value(document, document.spans["b"], "mode")
        attributes.set_attribute(document, document.spans["b"], "mode", value)
        seen.append(value)

    assert seen == ["direct", "indirect", "mixed"]
    assert next_value(document, document.spans["b"], "mode") == "direct"
    assert attributes.attribute_of(document, [document.spans["a"]], "mode") is None


def test_a_span_is_described_like_the_last_of_its_words_before_it_of_its_label(
    document: OpenDocument, tmp_path: Path
) -> None:
    speakers = [
        span(0, 5, id="first", attributes={"entity": "Paris (France)"}),
        span(14, 18, id="kiev", attributes={"entity": "Ukraine"}),
        span(27, 32, id="again"),
        span(33, 39, "EVENT", id="threat", attributes={"plover": "THREATEN"}),
    ]
    told = record("Paris accuse, Kiev répond, PARIS menace.", id="three", annotator="Alba", spans=speakers)
    jobs.run(import_files(document.session, [write_jsonl(tmp_path / "three.jsonl", told)]))
    three = OpenDocument(document.session, "three")
    document.session.subscribe(three.follow)

    assert attributes.copy_attributes(three, [three.spans[name] for name in ("again", "first", "threat")]) == 1
    assert three.spans["again"].attributes["entity"] == "Paris (France)"

    attributes.copy_attributes(three, [three.spans["kiev"]])
    assert three.spans["kiev"].attributes["entity"] == "Paris (France)"
    document.session.undo()
    assert three.spans["kiev"].attributes["entity"] == "Ukraine"
