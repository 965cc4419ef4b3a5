"""The command ``annotator feedback``: the review of one annotator's marks, with nothing of the other annotators."""

import shutil
import socket
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.app import jobs
from annotator.app.exchange.feedback_reader import Feedback
from annotator.app.project.open import open_for_work, open_project
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.storage.file import project_files
from annotator.storage.file.store import Sealed
from tests import hostile_strings
from tests.command_line import annotator, content_hash, facts, read_jsonl, record, refusal, span, write_jsonl
from tests.exchange.hand_out_and_return import exported_work, hand_out, sql
from tests.exchange.reviewer import REVIEWER, ask, no_mark, settle, version_of

TEXT = "Selon Kiev, Moscou dit non. Selon Rome, Paris dit oui. Berlin attend."
OTHER = "Wien wartet. Bern auch."
SECRETS = (
    "Zbigniewa",
    "verraten",
    "geheimnis",
    "XWERT",
    "Kasseler",
    "entfernt",
    REVIEWER,
    "nachgefragt",
    "zurückgezogen",
)
MISSED, EXTRA, LABEL, BOUNDARY, ATTRIBUTE, AGREED, OPEN = 40, 12, 55, 0, 34, 21, 46


def done(text: str, name: str, who: str, *spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    return record(text, id=name, annotator=who, status="done", spans=list(spans), **more)


@pytest.fixture
def reviewed(project: Path, tmp_path: Path) -> Path:
    """Alba and Zbigniewa finished an article; Rita settled all but one case of it, with comments and second thoughts.

    Zbigniewa's work is full of secrets: her name, ids, notes, values that did not win, a text, a mark that went.
    """
    mine = [
        span(6, 10, id="k", note="mine"),
        span(12, 18, id="m"),
        span(55, 61, id="b"),
        span(34, 38, id="r", attributes={"entity": "Rome"}),
        span(21, 26, "QUOTE", id="q"),
        span(46, 49, "CUE", id="c"),
    ]
    links = [{"id": "l", "label": "SAYS", "from": "m", "to": "q"}]
    theirs = [
        span(0, 10, id="geheimnis-1", note="verraten"),
        span(21, 26, "QUOTE", id="geheimnis-q"),
        span(40, 45, id="geheimnis-2", note="verraten auch"),
        span(55, 61, "ACTOR", id="geheimnis-3"),
        span(34, 38, id="geheimnis-4", attributes={"entity": "XWERT"}),
        span(62, 68, "CUE", id="geheimnis-5"),
    ]
    source = write_jsonl(
        tmp_path / "Zbigniewa.jsonl",
        done(TEXT, "one", "Zbigniewa", span(0, 5, "CUE", id="geheimnis-0", note="entfernt")),
        done(OTHER, "two", "Zbigniewa", span(0, 4, id="geheimnis-6")),
        done("Ein Kasseler Text.", "three", "Zbigniewa"),
        done(TEXT, "one", "Alba", *mine, relations=links),
        done(OTHER, "two", "Alba", span(13, 17)),
    )
    facts("import", project, source)
    facts("import", project, write_jsonl(source, done(TEXT, "one", "Zbigniewa", *theirs)), "--replace")
    settle(project, "one", MISSED, no_mark, "zurückgezogen")
    settle(project, "one", MISSED, version_of("Zbigniewa"), "Zbigniewa saw it")
    settle(project, "one", EXTRA, no_mark, "an actor at most")
    settle(project, "one", LABEL, version_of("Zbigniewa"), "it does not speak")
    settle(project, "one", BOUNDARY, version_of("Zbigniewa"), "with its preposition")
    settle(project, "one", ATTRIBUTE, version_of("Alba"))
    settle(project, "one", AGREED, version_of("Alba"))
    settle(project, "one", 62, no_mark, "nachgefragt, of no concern to Alba")
    ask(project, "one", OPEN, "Why is this a cue?")
    ask(project, "two", 13, "of an article that is not reviewed")
    return project


def give(project: Path, who: str = "Alba", name: str = "feedback") -> Path:
    path = project.with_name(f"{name}.annotator")
    assert annotator("feedback", project, path, "--annotator", who).status == 0
    return path


def read(path: Path) -> tuple[Session, Feedback]:
    session = open_project(path, writing=False)
    told = Feedback(session)
    jobs.run(told.read_job())
    return session, told


def findings(path: Path) -> list[tuple[int, str, tuple[str, ...]]]:
    session, told = read(path)
    session.close()
    return [(one.case.start, one.group, one.comments) for _, one in told.findings()]


def test_every_mark_of_theirs_and_of_gold_is_told_once_with_the_comment(reviewed: Path) -> None:
    assert findings(give(reviewed)) == [
        (0, "boundary", ("with its preposition",)),
        (12, "extra", ("an actor at most",)),
        (12, "open", ()),
        (21, "agreed", ()),
        (34, "agreed", ()),
        (40, "missed", ("… saw it",)),
        (46, "open", ("Why is this a cue?",)),
        (55, "label", ("it does not speak",)),
    ]


def test_the_answer_counts_what_is_listed(reviewed: Path, tmp_path: Path) -> None:
    told = facts("feedback", reviewed, tmp_path / "f.annotator", "--annotator", "Alba")
    listed = Counter(group for _, group, _ in findings(tmp_path / "f.annotator"))
    [one] = told["feedback"]
    assert (one["annotator"], one["documents"], one["masked"]) == ("Alba", 1, 1)
    assert {group: count for group, count in one["groups"].items() if count} == listed
    assert told["files"] == [str(tmp_path / "f.annotator")]


def test_the_summary_counts_what_stands_as_it_is(reviewed: Path) -> None:
    session, told = read(give(reviewed))
    session.close()
    assert told.total_share() == (2, 5), "the link and the cue are not settled"
    assert told.by_label() == {"SPEAKER": (1, 4), "QUOTE": (1, 1)}
    assert sum(told.counts().values()) == len(list(told.findings()))


def test_a_byte_search_finds_nothing_of_anybody_else(reviewed: Path, tmp_path: Path) -> None:
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.annotator*"))
    assert all(secret.encode() in raw for secret in SECRETS), "the secrets are there to be found"

    out = give(reviewed).read_bytes()

    ids = [row[0] for row in sql(reviewed, "SELECT id FROM annotators WHERE name <> 'Alba' AND key > 0")]
    signatures = [row[0] for row in sql(reviewed, "SELECT signature FROM decisions")]
    known = [*SECRETS, *ids, *signatures, str(tmp_path), tmp_path.name, socket.gethostname(), "desk.annotator"]
    assert [word for word in known if word.encode() in out] == []
    assert b"mine" in out
    assert OTHER.encode() not in out, "what was not reviewed stays out"


def test_it_holds_no_journal_but_its_own_no_decision_and_nobody_else(reviewed: Path) -> None:
    out = give(reviewed)
    with closing(sqlite3.connect(out)) as file:
        rows = {
            table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("decisions", "removed", "entries", "scheme_changes", "steps", "documents")
        }
        assert rows == {"decisions": 0, "removed": 0, "entries": 0, "scheme_changes": 0, "steps": 1, "documents": 1}
        assert file.execute("SELECT key, name FROM annotators ORDER BY key").fetchall() == [(0, "gold"), (1, "Alba")]
        assert file.execute(
            "SELECT DISTINCT note FROM spans JOIN layers ON layer = layers.key WHERE annotator = 0"
        ).fetchall() == [("",)]
    assert facts("check", out) == {"ok": True, "problems": []}
    assert [step["operation"] for step in facts("history", out)["steps"]] == ["feedback"]


def test_it_tells_what_is_gold_but_not_whose_it_was(reviewed: Path, tmp_path: Path) -> None:
    out = give(reviewed)
    facts("export", out, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold")
    facts("export", reviewed, tmp_path / "whole.jsonl", "--format", "jsonl", "--gold", status=1)
    [told], whole = read_jsonl(tmp_path / "gold.jsonl"), read_jsonl(tmp_path / "whole.jsonl")[0]
    place = ("label", "start", "end", "attributes")
    assert [[one[key] for key in place] for one in told["spans"]] == [
        [one[key] for key in place] for one in whole["spans"]
    ]
    assert all("decision" in one for one in whole["spans"])
    assert not any("decision" in one or "origin" in one for one in told["spans"])
    assert exported_work(out) == {
        key: value for key, value in exported_work(reviewed).items() if key == ("one", "Alba")
    }


def test_by_a_policy_nobody_learns_whom_it_preferred(sample: Path, tmp_path: Path) -> None:
    facts("adjudicate", sample, "--policy", "prefer:annotator-b")
    told = facts("feedback", sample, tmp_path)
    assert [one["annotator"] for one in told["feedback"]] == ["annotator-a", "annotator-b"]
    mine, theirs = (Path(file) for file in told["files"])
    assert mine.name == "sample-annotator-a.annotator"
    assert b"annotator-b" not in mine.read_bytes()
    assert sum(count for group, count in told["feedback"][1]["groups"].items() if group != "agreed") == 0
    for one, file in zip(told["feedback"], (mine, theirs), strict=True):
        assert Counter(group for _, group, _ in findings(file)) == {
            group: count for group, count in one["groups"].items() if count
        }


def test_it_is_one_closed_file_that_no_reading_changes(reviewed: Path, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    out = give(reviewed)
    kept = out.read_bytes()
    assert kept[18:20] == b"\x01\x01", "the header says: no write-ahead log"
    for command in ("info", "check", "history", "cases", "agreement"):
        facts(command, out)
    findings(out)
    session, why = open_for_work(out)
    assert (session.read_only, session.feedback) == (True, True)
    assert "feedback" in why
    session.close()
    assert {path.name for path in tmp_path.iterdir()} - before == {"feedback.annotator"}
    assert out.read_bytes() == kept


@pytest.mark.parametrize(
    "command",
    [
        ("import", "in.jsonl"),
        ("merge", "desk.annotator"),
        ("merge", "desk.annotator", "--dry-run"),
        ("handout", "h.annotator", "--annotator", "Alba"),
        ("handout", "h.annotator", "--annotator", "Alba", "--dry-run"),
        ("adjudicate", "--policy", "unanimous"),
        ("adjudicate", "--policy", "unanimous", "--dry-run"),
    ],
    ids=" ".join,
)
def test_writing_commands_refuse_it(reviewed: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    out = give(reviewed)
    kept, there = out.read_bytes(), sorted(path.name for path in tmp_path.iterdir())
    name, *more = [str(tmp_path / word) if "." in word else word for word in command]
    assert "this is feedback, for reading only" in refusal(name, out, *more)
    assert (out.read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (kept, there)
    with pytest.raises(Sealed):
        project_files.open_writer(out)


def test_it_is_refused_as_a_return(reviewed: Path) -> None:
    out, before = give(reviewed), content_hash(reviewed)
    assert "feedback, which brings nothing back" in refusal("merge", reviewed, out)
    assert content_hash(reviewed) == before
    told = facts("merge", reviewed, out, hand_out(reviewed, "h", "Alba"), status=1)
    assert [Path(one["file"]).name for one in told["refused"]] == ["feedback.annotator"]


def test_who_was_not_reviewed_gets_nothing(reviewed: Path, tmp_path: Path) -> None:
    facts("import", reviewed, write_jsonl(tmp_path / "n.jsonl", done("Nizza.", "four", "Nour", span(0, 5))))
    there = sorted(path.name for path in tmp_path.iterdir())
    assert "nothing that 'Nour' has finished" in refusal(
        "feedback", reviewed, tmp_path / "x.annotator", "--annotator", "Nour"
    )
    both = ("--annotator", "Alba", "--annotator", "Nour")
    assert "nothing that 'Nour' has finished" in refusal("feedback", reviewed, tmp_path, *both)
    assert "no annotator 'Nobody'" in refusal("feedback", reviewed, tmp_path / "x.annotator", "--annotator", "Nobody")
    assert sorted(path.name for path in tmp_path.iterdir()) == there
    told = facts("feedback", reviewed, tmp_path)
    assert [one["annotator"] for one in told["feedback"]] == ["Zbigniewa", "Alba"]


def test_where_nothing_was_reviewed_it_says_so(project: Path, tmp_path: Path) -> None:
    assert "nobody's finished work was reviewed yet" in refusal("feedback", project, tmp_path)


def test_a_layer_that_was_opened_again_is_not_told_of(reviewed: Path, tmp_path: Path) -> None:
    sql(
        reviewed,
        "UPDATE layers SET status = 'in-progress' WHERE annotator = (SELECT key FROM annotators WHERE name = 'Alba')",
    )
    assert "has finished" in refusal("feedback", reviewed, tmp_path / "x.annotator", "--annotator", "Alba")


def test_nothing_is_overwritten_and_the_project_stays_as_it_is(reviewed: Path, tmp_path: Path) -> None:
    before = content_hash(reviewed)
    taken = tmp_path / "taken.annotator"
    taken.write_text("mine")
    assert "exists already" in refusal("feedback", reviewed, taken, "--annotator", "Alba")
    assert "name it x.annotator" in refusal("feedback", reviewed, tmp_path / "x.db", "--annotator", "Alba")
    assert taken.read_text() == "mine"
    facts("feedback", reviewed, tmp_path)
    assert "exists already" in refusal("feedback", reviewed, tmp_path)
    assert content_hash(reviewed) == before


def test_it_is_written_while_the_project_is_open_elsewhere(reviewed: Path) -> None:
    session = open_project(reviewed, writing=True)
    assert findings(give(reviewed))
    session.close()


def test_gold_that_was_imported_is_told_too(project: Path, tmp_path: Path) -> None:
    alone = [done(OTHER, "two", "Alba", span(0, 4), span(13, 17)), done(OTHER, "two", "gold", span(13, 17))]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *alone))
    assert findings(give(project)) == [(0, "extra", ()), (13, "agreed", ())]


def test_marks_that_changed_since_are_not_settled(reviewed: Path) -> None:
    sql(reviewed, "UPDATE spans SET start = 13, fragments = NULL, quote = 'oscou' WHERE id = 'm'")
    told = {start: group for start, group, _ in findings(give(reviewed)) if start in (13, 0)}
    assert told == {0: "boundary", 13: "open"}


@pytest.mark.parametrize("string", hostile_strings.project_strings(), ids=str)
def test_comments_are_told_as_they_were_written(project: Path, tmp_path: Path, string: str) -> None:
    one, other = done(OTHER, "two", "Alba", span(0, 4)), done(OTHER, "two", "Bruno")
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", one, other))
    settle(project, "two", 0, no_mark, string)
    assert findings(give(project)) == [(0, "extra", (string,))]


def test_an_outcome_of_a_mark_that_is_not_there_is_a_problem(reviewed: Path, tmp_path: Path) -> None:
    out = Path(shutil.copy(give(reviewed), tmp_path / "bad.annotator"))
    sql(out, "UPDATE outcomes SET own = '[\"nowhere\"]' WHERE key = 1")
    told = facts("check", out, status=1)
    assert [(one["kind"], one["document"]) for one in told["problems"]] == [("outcome", "one")]


def test_the_review_of_a_feedback_file_has_nothing_to_settle(reviewed: Path) -> None:
    session = open_project(give(reviewed), writing=False)
    assert Review(session).read().counts() == {"open": 0, "decided": 0}
    session.close()
