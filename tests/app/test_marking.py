"""Does each step of an annotator do what was asked, as one step, and leave the layer in the right state?"""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.app import jobs
from annotator.app.annotate import attributes, spans
from annotator.app.annotate.open_document import Desk
from annotator.app.project.open import open_for_work, open_project
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Damaged, Refused
from tests.desk_work import facts, record, span, write_jsonl

if TYPE_CHECKING:
    from annotator.domain.change_set import ChangeSet


def test_a_new_span_is_trimmed_described_and_makes_the_layer_in_progress(desk: Desk) -> None:
    other = Desk(desk.session, "two")
    desk.session.subscribe(other.follow)
    added = spans.add_span(other, "EVENT", 0, 5)

    assert (added.quote, added.id, other.status) == ("Rien", "e1", "in-progress")
    assert added.attributes == {"polarity": "positive", "factuality": "actual"}
    assert desk.status == "in-progress"


def test_the_same_label_on_the_same_place_is_nothing(desk: Desk) -> None:
    before = desk.session.next_undo()

    assert spans.add_span(desk, "SPEAKER", 33, 41) == desk.spans["a"]
    spans.relabel_span(desk, desk.spans["a"], "SPEAKER")

    assert desk.session.next_undo() == before


def test_nothing_but_punctuation_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing to mark"):
        spans.add_span(desk, "SPEAKER", 10, 13)


def test_a_label_on_which_no_relation_may_hang_takes_it_along_and_undo_brings_it_back(desk: Desk) -> None:
    assert spans.relabel_span(desk, desk.spans["a"], "EVENT") == 1
    assert (desk.spans["a"].label, desk.relations) == ("EVENT", {})

    desk.session.undo()

    assert (desk.spans["a"].label, set(desk.relations)) == ("SPEAKER", {"r"})


def test_a_deleted_span_takes_its_relations_along_and_undo_brings_them_back(desk: Desk) -> None:
    assert spans.delete_span(desk, desk.spans["b"]) == 1
    assert (set(desk.spans), desk.relations) == ({"a"}, {})

    desk.session.undo()

    assert desk.spans["b"].fragments == ((49, 55), (56, 63))
    assert set(desk.relations) == {"r"}


def test_a_value_that_no_longer_fits_goes_with_the_one_it_depends_on(desk: Desk) -> None:
    spans.relabel_span(desk, desk.spans["a"], "EVENT")
    attributes.set_attribute(desk, desk.spans["a"], "plover", "CONSULT")
    mode = desk.session.scheme.labels["EVENT"].attributes["plover_mode"]
    attributes.set_attribute(desk, desk.spans["a"], "plover_mode", mode.values_by["CONSULT"][0])

    attributes.set_attribute(desk, desk.spans["a"], "plover", "ASSAULT")

    assert "plover_mode" not in desk.spans["a"].attributes
    desk.session.undo()
    assert desk.spans["a"].attributes["plover_mode"] == mode.values_by["CONSULT"][0]
    with pytest.raises(Refused):
        attributes.set_attribute(desk, desk.spans["a"], "plover", "WAR")


@pytest.mark.parametrize("text", ["nul\0", "half \ud800"])
def test_what_cannot_be_kept_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(Refused):
        attributes.set_note(desk, desk.spans["a"], text)
    with pytest.raises(Refused):
        attributes.set_attribute(desk, desk.spans["a"], "entity", text)


def test_editing_a_finished_layer_reopens_it_in_the_same_step(desk: Desk) -> None:
    seen = []
    for step in (
        lambda: spans.set_status(desk, "done"),
        lambda: attributes.set_note(desk, desk.spans["a"], "sûr ?"),
        desk.session.undo,
    ):
        step()
        seen.append((desk.status, desk.spans["a"].note))

    assert seen == [("done", ""), ("in-progress", "sûr ?"), ("done", "")]


def test_every_step_is_published_once_with_what_changed(desk: Desk) -> None:
    heard: list[ChangeSet] = []
    desk.session.subscribe(heard.append)

    attributes.set_note(desk, desk.spans["a"], "oui")
    desk.session.undo()
    desk.session.redo()

    assert [(one.origin, one.operation, one.document, one.annotator) for one in heard] == [
        (origin, "set-note", "one", "Alba") for origin in ("do", "undo", "redo")
    ]
    assert [(one.spans[0].before.note, one.spans[0].after.note) for one in heard if one.spans[0].before] == [  # type: ignore[union-attr]
        ("", "oui"),
        ("oui", ""),
        ("", "oui"),
    ]


def test_a_second_window_reads_what_the_first_wrote_and_writes_nothing(desk: Desk) -> None:
    attributes.set_note(desk, desk.spans["a"], "oui")

    session, why = open_for_work(desk.session.path)
    session.work_as("Alba", create=False)
    beside = Desk(session, "one")

    assert "open elsewhere" in why
    assert beside.spans["a"].note == "oui"
    with pytest.raises(Refused, match="reading only"):
        attributes.set_note(beside, beside.spans["a"], "non")
    assert session.undo() is None
    session.close()
    attributes.set_note(desk, desk.spans["a"], "encore")


def test_work_that_others_built_on_is_not_undone(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record(id="one")))
    session = open_project(project, writing=True)
    session.work_as("Alba", create=True)
    spans.add_span(Desk(session, "one"), "SPEAKER", 6, 10)
    session.work_as("Bruno", create=True)

    with pytest.raises(Refused, match="later work"):
        session.undo()

    session.work_as("Alba", create=False)
    assert Desk(session, "one").spans
    session.close()


def test_a_step_is_not_brought_again_where_its_ground_was_taken_back(project: Path, tmp_path: Path) -> None:
    marked = record(id="one", annotator="Bruno", spans=[span(6, 10, id="a")])
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", marked))
    session = open_project(project, writing=True)
    session.work_as("Bruno", create=True)
    desk = Desk(session, "one")
    attributes.set_note(desk, desk.spans["a"], "oui")
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
    assert [one.start for one in Desk(session, "one").in_order()] == [34]
    session.close()


def test_damage_is_refused_rather_than_shown(sample: Path) -> None:
    data = sample.read_bytes()
    sample.write_bytes(data.replace(b"pas pr\xc3\xa9vu", b"pas pr\xc3\xa8vu"))
    session = open_project(sample, writing=False)

    with pytest.raises(Damaged):
        Desk(session, "000_22f1827607b866df")
    session.close()
