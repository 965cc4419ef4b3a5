"""The commands for cases, policies and gold."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from annotator.app.project.open import open_project
from tests.command_line import (
    MARKS,
    SEEDS,
    annotator,
    content_hash,
    facts,
    read_jsonl,
    record,
    refusal,
    span,
    write_jsonl,
)

GRAVITY = ["missed", "label", "split", "relation", "attribute", "boundary", "trivial-boundary"]
KIEV, MOSCOW = span(6, 10, id="s1"), span(34, 40, id="s2")


def layers(tmp_path: Path, project: Path, **people: list[dict[str, Any]]) -> None:
    """Bring in what each of these people marked in the one text; all have finished it."""
    told = [record(id="d", annotator=name, status="done", spans=spans) for name, spans in people.items()]
    facts("import", project, write_jsonl(tmp_path / "layers.jsonl", *told), "--replace")


def gold(project: Path, tmp_path: Path, status: int = 0) -> list[Any]:
    facts("export", project, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold", status=status)
    return read_jsonl(tmp_path / "gold.jsonl")


def plain(told: Any) -> tuple[list[object], list[object]]:
    """What a record marks, whatever the marks are called."""
    spans = {
        one["id"]: (
            one["label"],
            one["start"],
            one["end"],
            str(one.get("fragments")),
            sorted(one["attributes"].items()),
        )
        for one in told["spans"]
    }
    links = [
        (one["label"], spans[one["from"]], spans[one["to"]], sorted(one.get("attributes", {}).items()))
        for one in told["relations"]
    ]
    return sorted(spans.values()), sorted(links)


def test_the_sample_has_cases_of_every_kind_with_the_marks_of_both(sample: Path) -> None:
    cases = facts("cases", sample)["cases"]

    assert {kind for case in cases for kind in case["kinds"]} == set(GRAVITY)
    assert len({case["id"] for case in cases}) == len(cases) == sum(facts("info", sample)["cases"].values())
    for case in cases:
        assert case["kinds"] == sorted(case["kinds"], key=GRAVITY.index)
        assert case["kind"] == case["kinds"][0]
        assert case["decision"] is None
        assert {mark["annotator"] for mark in case["marks"]} | set(case["missing"]) == {"annotator-a", "annotator-b"}


def test_a_case_lies_around_its_marks(sample: Path) -> None:
    spans = [case for case in facts("cases", sample)["cases"] if "relation" not in case["kinds"]]

    for case in spans:
        if "start" in case["marks"][0]:
            assert case["start"] == min(mark["start"] for mark in case["marks"])
            assert case["end"] == max(mark["end"] for mark in case["marks"])


@pytest.mark.parametrize("name", ["annotator-a", "annotator-b"])
def test_preferring_somebody_takes_that_layer_as_it_stands(sample: Path, tmp_path: Path, name: str) -> None:
    told = facts("adjudicate", sample, "--policy", f"prefer:{name}")

    assert told["decided"] > 0
    assert told["open"] == 0
    assert facts("info", sample)["cases"] == {"open": 0, "decided": 563}
    seed = [plain(one) for one in read_jsonl(SEEDS / f"seed-{name}.jsonl")]
    assert [plain(one) for one in gold(sample, tmp_path)] == seed


def test_policies_go_from_sure_to_unsure_and_never_take_back(sample: Path, tmp_path: Path) -> None:
    unanimous = facts("adjudicate", sample, "--policy", "unanimous")
    assert unanimous == {"decided": 97, "open": 563}
    first = {str(mark["id"]): mark for one in gold(sample, tmp_path, status=1) for mark in one["spans"]}
    trivial = facts("adjudicate", sample, "--policy", "trivial")
    assert trivial["open"] < 563
    assert facts("adjudicate", sample, "--policy", "majority")["open"] == trivial["open"]
    assert facts("adjudicate", sample, "--policy", "prefer:annotator-b")["open"] == 0
    assert facts("adjudicate", sample, "--policy", "prefer:annotator-a") == {"decided": 0, "open": 0}

    last = {str(mark["id"]): mark for one in gold(sample, tmp_path) for mark in one["spans"]}
    assert all(last[name] == mark for name, mark in first.items())
    assert facts("check", sample)["ok"]


def test_a_dry_run_counts_the_same_and_changes_nothing(sample: Path) -> None:
    before = content_hash(sample)
    told = facts("adjudicate", sample, "--policy", "trivial", "--dry-run")

    assert content_hash(sample) == before
    assert facts("adjudicate", sample, "--policy", "trivial") == told


def test_one_undo_takes_a_policy_back_and_redo_brings_it_again(sample: Path) -> None:
    before = content_hash(sample, (*MARKS, "decisions", "annotators"))
    facts("adjudicate", sample, "--policy", "prefer:annotator-a")
    after = content_hash(sample, (*MARKS, "decisions", "annotators"))

    session = open_project(sample, writing=True)
    undone = session.undo()
    assert undone
    assert undone.operation == "adjudicate"
    assert content_hash(sample, (*MARKS, "decisions", "annotators")) == before
    session.redo()
    session.close()

    assert content_hash(sample, (*MARKS, "decisions", "annotators")) == after
    assert facts("check", sample)["ok"]


def test_history_names_the_step(sample: Path) -> None:
    facts("adjudicate", sample, "--policy", "unanimous")

    for more in ((), ("--document", "002_66a013a5e279c1ec")):
        assert facts("history", sample, *more)["steps"][-1]["operation"] == "adjudicate"


@pytest.mark.parametrize("policy", ["", "best", "prefer", "prefer:", "prefer:nobody", "unanimous:2", "threshold:7"])
def test_a_policy_that_there_is_not_is_refused(sample: Path, policy: str) -> None:
    before = content_hash(sample)

    refusal("adjudicate", sample, "--policy", policy)

    assert content_hash(sample) == before


def test_the_majority_of_three_settles_what_two_say(project: Path, tmp_path: Path) -> None:
    wider, other = span(4, 10, id="s1"), span(6, 10, "ACTOR", id="s1")
    layers(tmp_path, project, Alba=[KIEV, MOSCOW], Bruno=[wider], Chloé=[KIEV])
    assert facts("adjudicate", project, "--policy", "majority") == {"decided": 2, "open": 0}
    [told] = gold(project, tmp_path)
    assert [(one["start"], one["end"], one["origin"]) for one in told["spans"]] == [(6, 10, "policy")]
    assert told["spans"][0]["annotators"] == ["Alba", "Chloé"]
    assert told["spans"][0]["decision"]["policy"] == "majority"

    layers(tmp_path, project, Alba=[KIEV], Bruno=[wider], Chloé=[other])
    assert facts("adjudicate", project, "--policy", "majority")["open"] == 0, "two say where, two say what"
    layers(tmp_path, project, Alba=[KIEV], Bruno=[wider], Chloé=[])
    assert facts("adjudicate", project, "--policy", "majority")["open"] == 1, "no two say where"


def test_a_threshold_asks_for_a_share_of_the_votes(project: Path, tmp_path: Path) -> None:
    layers(tmp_path, project, Alba=[KIEV], Bruno=[KIEV], Chloé=[])

    assert facts("adjudicate", project, "--policy", "threshold:0.7") == {"decided": 0, "open": 1}
    assert facts("adjudicate", project, "--policy", "threshold:0.66") == {"decided": 1, "open": 0}


def test_only_documents_that_two_have_finished_are_compared(project: Path, tmp_path: Path) -> None:
    marks = [record(id="d", annotator="Alba", status="done", spans=[KIEV]), record(id="d", annotator="Bruno")]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *marks))
    begun = record(id="d", annotator="Bruno", status="in-progress", spans=[MOSCOW])
    facts("import", project, write_jsonl(tmp_path / "more.jsonl", begun))

    assert facts("cases", project)["cases"] == []
    assert facts("adjudicate", project, "--policy", "prefer:Alba") == {"decided": 0, "open": 0}
    facts("import", project, write_jsonl(tmp_path / "done.jsonl", begun | {"status": "done"}))
    assert [case["kind"] for case in facts("cases", project)["cases"]] == ["missed", "missed"]


def test_gold_is_exported_by_default_with_its_open_cases_counted(project: Path, tmp_path: Path) -> None:
    layers(tmp_path, project, Alba=[KIEV, MOSCOW], Bruno=[KIEV])
    out = tmp_path / "out.jsonl"
    refusal("export", project, out, "--format", "jsonl", "--gold")
    assert facts("export", project, out, "--format", "jsonl")["spans"] == 3

    facts("adjudicate", project, "--policy", "unanimous")
    told = facts("export", project, out, "--format", "jsonl", status=1)
    assert (told["documents"], told["spans"], told["open_cases"], told["losses"]) == (1, 1, 1, [])
    [written] = read_jsonl(out)
    assert (written["annotator"], written["status"]) == ("gold", "in-progress")
    assert facts("export", project, out, "--format", "jsonl", "--all")["spans"] == 3

    facts("adjudicate", project, "--policy", "prefer:Bruno")
    assert facts("export", project, out, "--format", "jsonl")["open_cases"] == 0
    assert read_jsonl(out)[0]["status"] == "done"


def test_agreement_that_nobody_settled_is_no_silent_gap_in_gold(project: Path, tmp_path: Path) -> None:
    layers(tmp_path, project, Alba=[KIEV, MOSCOW], Bruno=[KIEV])
    facts("import", project, write_jsonl(tmp_path / "gold.jsonl", record(annotator="gold", spans=[MOSCOW])))

    told = facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl", status=1)

    assert (told["open_cases"], [loss["count"] for loss in told["losses"]]) == (0, [1])


@pytest.mark.parametrize("name", ["text", "demands"])
def test_origins_that_a_format_cannot_carry_are_listed(sample: Path, tmp_path: Path, name: str) -> None:
    facts("adjudicate", sample, "--policy", "prefer:annotator-a")

    gone = facts("export", sample, tmp_path / "out", "--format", name, "--gold", status=1)["losses"]
    assert [loss["count"] for loss in gone if loss["what"] == "origins of gold marks"] == [411 + 329]
    kept = facts("export", sample, tmp_path / "all", "--format", name, "--all", status=1)["losses"]
    assert "origins of gold marks" not in [loss["what"] for loss in kept]


def test_gold_is_nobody(sample: Path, tmp_path: Path) -> None:
    before = facts("info", sample)
    facts("adjudicate", sample, "--policy", "prefer:annotator-a")
    after = facts("info", sample)

    assert after["gold"] == {"documents": 5, "spans": 411, "relations": 329}
    assert {name: after[name] for name in ("documents", "annotators", "labels")} == {
        name: before[name] for name in ("documents", "annotators", "labels")
    }
    refusal("export", sample, tmp_path / "out.jsonl", "--format", "jsonl", "--annotator", "gold")
    told = facts("export", sample, tmp_path / "out.jsonl", "--format", "jsonl", "--all")
    assert (told["spans"], told["open_cases"]) == (627, 0)
    assert {one["annotator"] for one in read_jsonl(tmp_path / "out.jsonl")} == {"annotator-a", "annotator-b"}


def test_each_imported_gold_mark_is_a_decision(project: Path, tmp_path: Path) -> None:
    layers(tmp_path, project, Alba=[KIEV, MOSCOW], Bruno=[span(0, 10, id="s1")])
    told = record(annotator="gold", status="done", spans=[KIEV, span(41, 48, "CUE", id="c")])
    source = write_jsonl(tmp_path / "gold.jsonl", told)

    assert facts("import", project, source)["spans"] == 2
    assert facts("import", project, source)["unchanged"] == 1

    [written] = gold(project, tmp_path, status=1)
    assert plain(written) == plain(
        told | {"spans": [one | {"attributes": {}} for one in told["spans"]], "relations": []}
    )
    assert [one["origin"] for one in written["spans"]] == ["imported", "imported"]
    assert written["status"] == "done"
    decided = [case for case in facts("cases", project)["cases"] if case["decision"]]
    assert [(case["kind"], case["decision"]["origin"]) for case in decided] == [("boundary", "imported")]
    assert facts("check", project)["ok"]
    assert facts("adjudicate", project, "--policy", "prefer:Bruno") == {"decided": 1, "open": 0}
    assert len(gold(project, tmp_path)[0]["spans"]) == 2, "Bruno saw nothing where the text says Moscow"


def test_other_gold_is_refused_unless_it_replaces(project: Path, tmp_path: Path) -> None:
    facts("import", project, write_jsonl(tmp_path / "one.jsonl", record(annotator="gold", spans=[KIEV])))
    before = content_hash(project, (*MARKS, "decisions"))
    other = write_jsonl(tmp_path / "two.jsonl", record(annotator="gold", spans=[MOSCOW]))

    assert "--replace" in refusal("import", project, other)
    facts("import", project, other, "--replace")

    assert [one["start"] for one in gold(project, tmp_path)[0]["spans"]] == [34]
    session = open_project(project, writing=True)
    session.undo()
    session.close()
    assert content_hash(project, (*MARKS, "decisions")) == before


def test_gold_goes_out_and_comes_in_as_it_was(sample: Path, project: Path, tmp_path: Path) -> None:
    facts("adjudicate", sample, "--policy", "prefer:annotator-a")
    written = gold(sample, tmp_path)

    facts("import", project, tmp_path / "gold.jsonl")

    assert facts("info", project)["gold"] == {"documents": 5, "spans": 411, "relations": 329}
    (tmp_path / "again").mkdir()
    assert [plain(one) for one in gold(project, tmp_path / "again")] == [plain(one) for one in written]


def test_renewed_layers_keep_what_was_decided(project: Path, tmp_path: Path) -> None:
    layers(tmp_path, project, Alba=[KIEV, MOSCOW], Bruno=[])
    facts("import", project, write_jsonl(tmp_path / "gold.jsonl", record(annotator="gold", spans=[KIEV])))

    layers(tmp_path, project, Alba=[MOSCOW | {"id": "new"}, KIEV | {"id": "newer"}], Bruno=[])
    told = {case["start"]: case for case in facts("cases", project)["cases"]}
    assert told[6]["decision"]["origin"] == "imported", "other ids, the same marks"
    assert told[34]["decision"] is None

    layers(tmp_path, project, Alba=[span(0, 10, id="s1")], Bruno=[span(6, 12, id="s1")])
    [case] = facts("cases", project)["cases"]
    assert (case["decision"], case["previous"]["origin"]) == (None, "imported")
    assert facts("adjudicate", project, "--policy", "prefer:Alba") == {"decided": 0, "open": 1}
    assert [one["start"] for one in gold(project, tmp_path, status=1)[0]["spans"]] == [6]


def test_reading_commands_do_not_write(sample: Path) -> None:
    before = sample.read_bytes()

    facts("cases", sample)
    facts("info", sample)
    facts("adjudicate", sample, "--policy", "majority", "--dry-run")

    assert sample.read_bytes() == before


def test_people_read_it_too(sample: Path, tmp_path: Path) -> None:
    assert "boundary" in annotator("cases", sample).out
    facts("adjudicate", sample, "--policy", "unanimous")
    assert "gold: 5 documents" in annotator("info", sample).out
    assert "563 cases are open" in annotator("export", sample, tmp_path / "out.jsonl", "--format", "jsonl").out


BROKEN = {
    "a gold mark that nobody decided": "UPDATE spans SET id = 'g999999' WHERE id = 'g1'",
    "a gold mark of another name": "UPDATE spans SET id = 'own' WHERE id = 'g1'",
    "a decision of nothing with a mark": "UPDATE decisions SET action = 'none' WHERE key = 1",
    "a decision whose mark is gone": "UPDATE decisions SET action = 'edited' WHERE key ="
    " (SELECT min(key) FROM decisions WHERE about = 'spans' AND key NOT IN"
    " (SELECT CAST(substr(id, 2) AS INTEGER) FROM spans WHERE id LIKE 'g%'))",
    "a decision superseded by nothing": "UPDATE decisions SET superseded = 999999 WHERE key = 1",
    "a decision repeated from a later one": "UPDATE decisions SET parent = 7 WHERE key = 3",
}


@pytest.mark.parametrize("damage", BROKEN)
def test_the_check_knows_what_must_hold_of_decisions(sample: Path, damage: str) -> None:
    facts("adjudicate", sample, "--policy", "prefer:annotator-a")
    with sqlite3.connect(sample) as database:
        assert database.execute(BROKEN[damage]).rowcount == 1
    database.close()

    told = facts("check", sample, status=1)

    assert "decision" in {problem["kind"] for problem in told["problems"]}
