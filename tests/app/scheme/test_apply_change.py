"""Changes of the scheme on a whole project: counts and hashes before and after, undo, no orphans."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project import check, info
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme import apply_change
from annotator.app.scheme.apply_change import Consequences
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Refused
from annotator.domain.scheme.attribute_changes import AddAttribute, RemoveAttribute, RemoveValue, RenameValue, SetScale
from annotator.domain.scheme.changes import (
    Delete,
    LabelStyle,
    MergeLabels,
    Rename,
    SchemeChange,
    SetLabelGuidance,
    SetLabelStyle,
    SplitLabel,
)
from annotator.domain.scheme.migration import migrate_layer, migrations
from annotator.domain.scheme.relation_changes import SetEnds, SetSymmetric
from annotator.storage.tables import marks
from tests.command_line import MARKS, content_hash, record, span, write_jsonl

TABLES = (*MARKS, "scheme", "scheme_changes")


@pytest.fixture
def session(sample: Path) -> Iterator[Session]:
    session = open_project(sample, writing=True)
    session.work_as("annotator-a", create=False)
    yield session
    session.close()
    assert check.check(sample) == []


def labels(session: Session) -> dict[str, int]:
    return dict(info.info(session)["labels"])


def told(session: Session, change: SchemeChange) -> Consequences:
    return jobs.run(apply_change.consequences(session, change))


CHANGES: dict[str, SchemeChange] = {
    "rename": Rename(name="SPEAKER", new="PARTY"),
    "rename a relation": Rename(of="relation", name="SAYS", new="UTTERS"),
    "merge": MergeLabels(name="ACTOR", into="SPEAKER"),
    "split": SplitLabel(name="SPEAKER", attribute="source_type", parts={"media": "OUTLET", "state": "STATE"}),
    "delete with a replacement": Delete(name="SPEAKER", replacement="ACTOR"),
    "delete": Delete(name="EVENT"),
    "delete a relation": Delete(of="relation", name="SAYS"),
    "narrow a relation": SetEnds(name="SAYS", sources=("SPEAKER",), targets=("QUOTE",)),
    "a relation without direction": SetSymmetric(name="SAYS", symmetric=True),
    "a scale": SetScale(owner="DEMAND", name="strength", scale="ordinal"),
    "rename a value": RenameValue(owner="EVENT", name="plover", value="CONSULT", new="MEET"),
    "remove a value": RemoveValue(owner="DEMAND", name="strength", value="appeal", replacement="demand"),
    "remove an attribute": RemoveAttribute(owner="SPEAKER", name="source_type"),
    "colours": SetLabelStyle(name="SPEAKER", dress=LabelStyle(key="S", color_light="#112233")),
    "guidance": SetLabelGuidance(name="SPEAKER", text="Whoever speaks."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_does_what_it_says_and_is_taken_back_to_the_last_byte(session: Session, name: str) -> None:
    change, path = CHANGES[name], session.path
    first, scheme = content_hash(path, TABLES), session.scheme
    counts = labels(session)
    foretold = told(session, change)
    assert content_hash(path, TABLES) == first, "consequences change nothing"

    assert jobs.run(apply_change.apply(session, change)) == foretold
    last = content_hash(path, TABLES)
    assert last != first
    assert session.scheme.version == foretold.version == "1.1"
    assert sum(counts.values()) - sum(labels(session).values()) == foretold.gone_spans
    assert check.check(path) == []
    assert told(session, SetLabelGuidance(name="DEMAND", text="")).articles == 0

    session.undo()
    assert content_hash(path, TABLES) == first
    assert (session.scheme, labels(session)) == (scheme, counts)
    session.redo()
    assert content_hash(path, TABLES) == last
    assert session.scheme.version == "1.1"


def test_counts_are_said_first_and_are_those_that_follow(session: Session) -> None:
    before = labels(session)
    assert told(session, CHANGES["rename"]).model_dump(exclude={"to_recheck"}) == {
        "version": "1.1",
        "spans": before["SPEAKER"],
        "relations": 0,
        "gone_spans": 0,
        "gone_relations": 0,
        "lost_values": 0,
        "articles": 5,
        "lost_roles": (),
        "unknown_keys": {},
    }
    jobs.run(apply_change.apply(session, CHANGES["rename"]))
    assert labels(session) == {name.replace("SPEAKER", "PARTY"): count for name, count in before.items()}

    jobs.run(apply_change.apply(session, Delete(name="EVENT")))
    assert sum(labels(session).values()) == sum(before.values()) - before["EVENT"]


def test_finished_work_follows_and_stays_finished(session: Session) -> None:
    people = info.info(session)["annotators"]
    assert sum(person["done"] for person in people) > 0
    jobs.run(apply_change.apply(session, MergeLabels(name="SPEAKER", into="ACTOR")))
    assert info.info(session)["annotators"] == people


def test_the_articles_to_look_at_again_are_those_that_lost_something(session: Session) -> None:
    assert told(session, CHANGES["rename"]).to_recheck == ()
    lost = told(session, Delete(name="SPEAKER", replacement="CUE"))
    assert [again.document for again in lost.to_recheck] == session.document_ids()
    assert sum(again.marks for again in lost.to_recheck) == lost.spans + lost.gone_relations
    required = told(session, AddAttribute(owner="DEMAND", name="sure", values=("yes", "no"), required=True))
    assert (required.spans, sum(again.marks for again in required.to_recheck)) == (0, labels(session)["DEMAND"])


def test_a_refused_change_leaves_everything_as_it_was(session: Session) -> None:
    first = content_hash(session.path, TABLES)
    with pytest.raises(Refused, match="label CUE"):
        jobs.run(apply_change.apply(session, SetLabelStyle(name="CUE", dress=LabelStyle(key="D"))))
    with pytest.raises(jobs.Cancelled):
        jobs.run(apply_change.apply(session, CHANGES["rename"]), cancelled=lambda: True)
    assert content_hash(session.path, TABLES) == first
    assert session.scheme.version == "1.0"
    assert session.next_undo() is None


def test_an_undo_is_cancelled_whole(session: Session) -> None:
    jobs.run(apply_change.apply(session, CHANGES["rename"]))
    last = content_hash(session.path, TABLES)
    with pytest.raises(jobs.Cancelled):
        jobs.run(session.undo_job(), cancelled=lambda: True)
    assert content_hash(session.path, TABLES) == last
    assert "PARTY" in session.scheme.labels
    session.undo()
    assert "SPEAKER" in session.scheme.labels


def desk_of(session: Session, who: str) -> OpenDocument:
    session.work_as(who, create=True)
    desk = OpenDocument(session, session.document_ids()[0])
    session.subscribe(desk.follow)
    return desk


def test_no_redo_brings_back_a_mark_that_the_scheme_no_longer_knows(session: Session) -> None:
    jobs.run(apply_change.apply(session, CHANGES["rename"]))
    spans.add_span(desk_of(session, "Alba"), "PARTY", 0, 6)
    session.undo()
    bruno = desk_of(session, "Bruno")
    assert session.undo()
    assert "SPEAKER" in session.scheme.labels
    spans.add_span(bruno, "SPEAKER", 0, 6)
    session.work_as("Alba", create=False)
    with pytest.raises(Refused, match="scheme"):
        session.redo()
    assert "PARTY" not in labels(session)


def test_no_undo_takes_a_label_from_under_somebody_elses_marks(session: Session) -> None:
    jobs.run(apply_change.apply(session, CHANGES["rename"]))
    desk = desk_of(session, "Bruno")
    spans.add_span(desk, "PARTY", 0, 6)
    session.work_as("annotator-a", create=False)
    with pytest.raises(Refused, match="later work builds on it"):
        session.undo()
    assert "PARTY" in session.scheme.labels
    session.work_as("Bruno", create=False)
    session.undo()
    session.work_as("annotator-a", create=False)
    assert session.undo()
    assert "SPEAKER" in session.scheme.labels


def test_what_was_done_under_an_earlier_scheme_can_follow_later(session: Session, tmp_path: Path) -> None:
    shutil.copy(session.path, tmp_path / "away.annotator")
    away = open_project(tmp_path / "away.annotator", writing=False)
    made = [CHANGES["rename"], CHANGES["merge"].model_copy(update={"into": "PARTY"}), Delete(name="CUE")]
    for change in made:
        jobs.run(apply_change.apply(session, change))
    changes = apply_change.changes_since(session, away.scheme.title)
    assert changes == made
    assert apply_change.changes_since(session, session.scheme.title) == []
    assert apply_change.changes_since(session, "another@1.0") is None

    def layer(of: Session) -> Any:
        row = marks.layer_row(of.store, document=of.document_ids()[0], annotator=1)
        assert row
        return marks.read_layer(of.store, row["key"], document="", annotator="")

    assert migrate_layer(layer(away), migrations(json.loads(away.scheme_text), changes or [])) == layer(session)
    away.close()


def test_a_scheme_goes_out_and_comes_in_again_with_all_that_its_file_held(session: Session, tmp_path: Path) -> None:
    jobs.run(apply_change.apply(session, CHANGES["rename"]))
    written = apply_change.export_scheme(session, tmp_path / "mine.json")
    assert [path.name for path in written] == ["mine.json", "mine.md"]
    other = new_project(tmp_path / "other.annotator", tmp_path / "mine.json")
    assert (other.scheme, other.guidelines) == (session.scheme, session.guidelines)
    assert json.loads(other.scheme_text)["document_fields"]
    other.close()

    session.undo()
    change = apply_change.replacement(tmp_path / "mine.json")
    with pytest.raises(Refused, match="SPEAKER"):
        told(session, change)
    change = change.model_copy(update={"labels": {"SPEAKER": "PARTY"}})
    before = labels(session)["SPEAKER"]
    assert jobs.run(apply_change.apply(session, change)).spans == before
    assert session.scheme.title == "speaker-demand-event@1.1"


def test_a_project_that_marks_nothing_takes_any_scheme(tmp_path: Path) -> None:
    session = new_project(tmp_path / "p.annotator")
    session.work_as("Alba", create=True)
    source = write_jsonl(tmp_path / "a.jsonl", record(annotator="Alba", spans=[span(0, 5, "CUE", id="c1")]))
    jobs.run(import_files(session, [source]))
    jobs.run(apply_change.apply(session, Delete(name="CUE")))
    assert labels(session) == {}
    session.undo()
    assert labels(session) == {"CUE": 1}
    session.close()
