"""Steps on spans: one step each, and the state of the layer after it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.app import jobs
from annotator.app.annotate import attributes, spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_for_work, open_project
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Damaged, Refused
from annotator.storage.tables import documents
from tests.command_line import facts, record, span, write_jsonl

if TYPE_CHECKING:
    from annotator.domain.change_set import ChangeSet


def test_a_new_span_is_trimmed_described_and_makes_the_layer_in_progress(document: OpenDocument) -> None:
    other = OpenDocument(document.session, "two")
    document.session.subscribe(other.follow)
    added = spans.add_span(other, "EVENT", 0, 5)

    assert (added.quote, added.id, other.status) == ("Rien", "e1", "in-progress")
    assert added.attributes == {"polarity": "positive", "factuality": "actual"}
    assert document.status == "in-progress"


def test_the_first_mark_of_an_article_does_not_read_its_text(
    document: OpenDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    unmarked = OpenDocument(document.session, "two")
    monkeypatch.delattr(documents, "find")

    assert spans.add_span(unmarked, "EVENT", 0, 4).quote == "Rien"


def test_the_same_label_on_the_same_place_is_nothing(document: OpenDocument) -> None:
    before = document.session.next_undo()

    assert spans.add_span(document, "SPEAKER", 33, 41) == document.spans["a"]
    spans.relabel_span(document, document.spans["a"], "SPEAKER")

    assert document.session.next_undo() == before


def test_nothing_but_punctuation_is_refused(document: OpenDocument) -> None:
    with pytest.raises(Refused, match="nothing to mark"):
        spans.add_span(document, "SPEAKER", 10, 13)


def test_a_label_on_which_no_relation_may_hang_takes_it_along_and_undo_brings_it_back(document: OpenDocument) -> None:
    assert spans.relabel_span(document, document.spans["a"], "EVENT") == 1
    assert (document.spans["a"].label, document.relations) == ("EVENT", {})

    document.session.undo()

    assert (document.spans["a"].label, set(document.relations)) == ("SPEAKER", {"r"})


def test_a_deleted_span_takes_its_relations_along_and_undo_brings_them_back(document: OpenDocument) -> None:
    assert spans.delete_span(document, document.spans["b"]) == 1
    assert (set(document.spans), document.relations) == ({"a"}, {})

    document.session.undo()

    assert document.spans["b"].fragments == ((49, 55), (56, 63))
    assert set(document.relations) == {"r"}


def test_a_value_that_no_longer_fits_goes_with_the_one_it_depends_on(document: OpenDocument) -> None:
    spans.relabel_span(document, document.spans["a"], "EVENT")
    attributes.set_attribute(document, document.spans["a"], "plover", "CONSULT")
    mode = document.session.scheme.labels["EVENT"].attributes["plover_mode"]
    attributes.set_attribute(document, document.spans["a"], "plover_mode", mode.values_by["CONSULT"][0])

    attributes.set_attribute(document, document.spans["a"], "plover", "ASSAULT")

    assert "plover_mode" not in document.spans["a"].attributes
    document.session.undo()
    assert document.spans["a"].attributes["plover_mode"] == mode.values_by["CONSULT"][0]
    with pytest.raises(Refused):
        attributes.set_attribute(document, document.spans["a"], "plover", "WAR")


@pytest.mark.parametrize("text", ["nul\0", "half \ud800"])
def test_what_cannot_be_kept_is_refused(document: OpenDocument, text: str) -> None:
    with pytest.raises(Refused):
        attributes.set_note(document, document.spans["a"], text)
    with pytest.raises(Refused):
        attributes.set_attribute(document, document.spans["a"], "entity", text)


def test_editing_a_finished_layer_reopens_it_in_the_same_step(document: OpenDocument) -> None:
    seen = []
    for step in (
        lambda: spans.set_status(document, "done"),
        lambda: attributes.set_note(document, document.spans["a"], "sûr ?"),
        document.session.undo,
    ):
        step()
        seen.append((document.status, document.spans["a"].note))

    assert seen == [("done", ""), ("in-progress", "sûr ?"), ("done", "")]


def test_every_step_is_published_once_with_what_changed(document: OpenDocument) -> None:
    heard: list[ChangeSet] = []
    document.session.subscribe(heard.append)

    attributes.set_note(document, document.spans["a"], "oui")
    document.session.undo()
    document.session.redo()

    assert [(one.origin, one.operation, one.document, one.annotator) for one in heard] == [
        (origin, "set-note", "one", "Alba") for origin in ("do", "undo", "redo")
    ]
    assert [(one.spans[0].before.note, one.spans[0].after.note) for one in heard if one.spans[0].before] == [  # type: ignore[union-attr]
        ("", "oui"),
        ("oui", ""),
        ("", "oui"),
    ]


def test_a_second_window_reads_what_the_first_wrote_and_writes_nothing(document: OpenDocument) -> None:
    attributes.set_note(document, document.spans["a"], "oui")

    session, why = open_for_work(document.session.path)
    session.work_as("Alba", create=False)
    beside = OpenDocument(session, "one")

    assert "open elsewhere" in why
    assert beside.spans["a"].note == "oui"
    with pytest.raises(Refused, match="reading only"):
        attributes.set_note(beside, beside.spans["a"], "non")
    assert session.undo() is None
    session.close()
    attributes.set_note(document, document.spans["a"], "encore")


def test_work_that_others_built_on_is_not_undone(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record(id="one")))
    session = open_project(project, writing=True)
    session.work_as("Alba", create=True)
    spans.add_span(OpenDocument(session, "one"), "SPEAKER", 6, 10)
    session.work_as("Bruno", create=True)

    with pytest.raises(Refused, match="later work"):
        session.undo()

    session.work_as("Alba", create=False)
    assert OpenDocument(session, "one").spans
    session.close()


def test_a_step_is_not_brought_again_where_its_ground_was_taken_back(project: Path, tmp_path: Path) -> None:
    marked = record(id="one", annotator="Bruno", spans=[span(6, 10, id="a")])
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", marked))
    session = open_project(project, writing=True)
    session.work_as("Bruno", create=True)
    document = OpenDocument(session, "one")
    attributes.set_note(document, document.spans["a"], "oui")
    session.work_as("Alba", create=True)
    other = write_jsonl(tmp_path / "other.jsonl", record(annotator="Bruno", spans=[span(34, 40)]))
    jobs.run(import_files(session, [other], replace=True))
    session.undo()
    session.work_as("Bruno", create=False)
    session.undo()
    session.work_as("Alba", create=False)

    with pytest.raises(Refused, match="brought again"):
        session.redo()

    session.work_as("Bruno", create=False)
    session.redo()
    session.work_as("Alba", create=False)
    session.redo()
    session.work_as("Bruno", create=False)
    assert [one.start for one in OpenDocument(session, "one").spans_in_order()] == [34]
    session.close()


def test_damage_is_refused_rather_than_shown(sample: Path) -> None:
    data = sample.read_bytes()
    sample.write_bytes(data.replace(b"pas pr\xc3\xa9vu", b"pas pr\xc3\xa8vu"))
    session = open_project(sample, writing=False)

    with pytest.raises(Damaged):
        OpenDocument(session, "000_22f1827607b866df")
    session.close()
