"""The command ``annotator agreement``: exact figures, and reasons where a figure is undefined."""

import json
import math
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from annotator.app.project.open import open_project
from tests.command_line import SEEDS, annotator, content_hash, facts, read_jsonl, record, refusal, span, write_jsonl

A, B = "annotator-a", "annotator-b"
Place = tuple[tuple[int, int], ...]


def marked(project: Path, tmp_path: Path, **layers: list[dict[str, Any]]) -> Path:
    """The project with one document that these annotators finished."""
    rows = [record(annotator=name, status="done", spans=spans) for name, spans in layers.items()]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))
    return project


# A small computation of its own


def seeds() -> dict[str, dict[str, set[tuple[str, Place]]]]:
    """The sample's spans by annotator and document: label and fragments."""
    found: dict[str, dict[str, set[tuple[str, Place]]]] = {}
    for name in (A, B):
        rows = read_jsonl(SEEDS / f"seed-{name}.jsonl")
        found[name] = {row["id"]: {(one["label"], place(one)) for one in row["spans"]} for row in rows}
    return found


def place(one: dict[str, Any]) -> Place:
    return tuple((start, end) for start, end in one.get("fragments", [[one["start"], one["end"]]]))


def characters(where: Place) -> set[int]:
    return {at for start, end in where for at in range(start, end)}


def exact_by_hand(label: str | None = None) -> float:
    told = seeds()
    both = size = 0
    for document in told[A]:
        ours, theirs = ({one for one in told[who][document] if label in (None, one[0])} for who in (A, B))
        both += len(ours & theirs)
        size += len(ours) + len(theirs)
    return 2 * both / size


def best(weights: dict[int, dict[int, float]]) -> float:
    """The most that one can gain by pairing rows and columns, by trying."""
    rows = sorted(weights)
    ahead = [frozenset(one for row in rows[at:] for one in weights[row]) for at in range(len(rows) + 1)]

    @cache
    def rest(at: int, taken: frozenset[int]) -> float:
        if at == len(rows):
            return 0.0
        ways = [rest(at + 1, taken & ahead[at + 1])]
        ways += [
            gain + rest(at + 1, (taken | {one}) & ahead[at + 1])
            for one, gain in weights[rows[at]].items()
            if one not in taken
        ]
        return max(ways)

    return rest(0, frozenset())


def soft_by_hand() -> float:
    told = seeds()
    gain = size = 0.0
    for document in told[A]:
        ours, theirs = (sorted(told[who][document]) for who in (A, B))
        size += len(ours) + len(theirs)
        likeness: dict[int, dict[int, float]] = defaultdict(dict)
        for number, (label, where) in enumerate(ours):
            for other, (name, there) in enumerate(theirs):
                one, two = characters(where), characters(there)
                if label == name and one & two:
                    likeness[number][other] = len(one & two) / len(one | two)
        gain += best(likeness)
    return 2 * gain / size


def token_alpha_by_hand(label: str) -> float:
    """Krippendorff's alpha of two people who say of every word whether it stands under the label."""
    told = seeds()
    texts = {row["id"]: row["text"] for row in read_jsonl(SEEDS / f"seed-{A}.jsonl")}
    said: dict[tuple[bool, ...], int] = defaultdict(int)
    for document, text in texts.items():
        under = [
            {at for name, where in told[who][document] if name == label for at in characters(where)} for who in (A, B)
        ]
        for word in re.finditer(r"\w+['’]?|[^\w\s]", text):
            said[tuple(bool(own & set(range(*word.span()))) for own in under)] += 1
    total = 2 * sum(said.values())
    yes = sum(sum(ratings) * count for ratings, count in said.items())
    differ = 2 * (said[True, False] + said[False, True])
    return 1 - (differ / total) / (2 * yes * (total - yes) / (total * (total - 1)))


# What it answers


def test_it_says_who_finished_what_and_how_far_they_agree(sample: Path) -> None:
    told = facts("agreement", sample)

    assert set(told) == {"annotators", "documents", "pairs", "labels", "measures"}
    assert (told["annotators"], told["documents"]) == ([A, B], 5)
    (pair,) = told["pairs"]
    assert set(pair) == {"a", "b", "documents", "measures"}
    assert (pair["a"], pair["b"], pair["documents"]) == (A, B, 5)
    assert set(told["labels"]) == {"SPEAKER", "DEMAND", "EVENT", "QUOTE", "CUE", "ACTOR"}
    for measures in (told["measures"], pair["measures"], *[one["measures"] for one in told["labels"].values()]):
        assert {"exact_f1", "soft_f1", "token_krippendorff_alpha", "u_alpha_2016"} <= set(measures)
        for measure in measures.values():
            assert set(measure) == {"value", "reason"}
            assert (measure["value"] is None) == bool(measure["reason"])


def test_every_measure_of_two_people_has_the_name_that_it_goes_by(sample: Path) -> None:
    told = facts("agreement", sample)

    names = {"boundary_f1", "overlap_f1", "char_f1", "bar_u_alpha", "cu_alpha", "alpha_U_1995", "percent_agreement"}
    names |= {"cohen_kappa", "scott_pi", "gwet_ac1", "bennett_s"}
    names |= {f"relation_{way}_f1" for way in ("exact", "aligned", "unlabelled", "conditional")}
    (pair,) = told["pairs"]
    for measures in (told["measures"], pair["measures"]):
        assert names <= set(measures)
        assert all(0 < measures[name]["value"] < 1 for name in names)
    assert {"k_u_alpha", "k_coverage"} <= set(told["labels"]["QUOTE"]["measures"])


def test_its_figures_are_those_of_a_small_computation_by_hand(sample: Path) -> None:
    told = facts("agreement", sample)

    measures = told["pairs"][0]["measures"]
    assert measures["exact_f1"]["value"] == pytest.approx(exact_by_hand(), abs=1e-12)
    assert measures["soft_f1"]["value"] == pytest.approx(soft_by_hand(), abs=1e-12)
    assert told["measures"]["exact_f1"] == measures["exact_f1"]
    for label, one in told["labels"].items():
        assert one["measures"]["exact_f1"]["value"] == pytest.approx(exact_by_hand(label), abs=1e-12)
        alpha = one["measures"]["token_krippendorff_alpha"]["value"]
        assert alpha == pytest.approx(token_alpha_by_hand(label), abs=1e-12)


def test_it_counts_what_links_attributes_and_articles_say(project: Path, tmp_path: Path) -> None:
    def layer(polarity: str, *labels: str) -> list[dict[str, Any]]:
        places = [(0, 5), (6, 10), (14, 23)]
        return [
            span(start, end, label, id=f"s{start}", attributes={"polarity": polarity} if label == "EVENT" else {})
            for (start, end), label in zip(places, labels, strict=False)
        ]

    link = {"id": "r", "label": "SAYS", "from": "s0", "to": "s6"}
    rows = [
        record(
            id="one", annotator="Alba", status="done", spans=layer("positive", "SPEAKER", "DEMAND"), relations=[link]
        ),
        record(id="one", annotator="Bruno", status="done", spans=layer("positive", "SPEAKER", "DEMAND")),
        record(
            "Kiev reste. Paris part.", id="two", annotator="Alba", status="done", spans=layer("positive", "EVENT")[:1]
        ),
        record(
            "Kiev reste. Paris part.", id="two", annotator="Bruno", status="done", spans=layer("negative", "EVENT")[:1]
        ),
    ]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))

    told = facts("agreement", project)

    assert told["measures"]["relation_aligned_f1"] == {"value": 0.0, "reason": ""}
    assert told["measures"]["document_exact_set_agreement"] == {"value": 1.0, "reason": ""}
    assert told["measures"]["document_krippendorff_alpha_jaccard"] == {"value": 1.0, "reason": ""}
    assert told["labels"]["EVENT"]["measures"]["attribute_krippendorff_alpha:polarity"]["value"] == 0
    assert told["labels"]["EVENT"]["measures"]["exact_f1"]["value"] == 1


def test_figures_come_with_all_their_digits(project: Path, tmp_path: Path) -> None:
    marked(project, tmp_path, Alba=[span(0, 5), span(6, 10)], Bruno=[span(0, 5)])

    assert facts("agreement", project)["measures"]["exact_f1"]["value"] == 2 / 3


def test_what_was_not_finished_by_two_plays_no_part(project: Path, tmp_path: Path) -> None:
    rows = [
        record(annotator="Alba", status="done", spans=[span(0, 5)]),
        record(annotator="Bruno", status="done", spans=[span(0, 5)]),
        record(annotator="Chloé", status="in-progress", spans=[span(6, 10)]),
        record("Autre texte.", annotator="Alba", status="done", spans=[span(0, 5)]),
        record("Autre texte.", annotator="Bruno", status="in-progress", spans=[span(6, 11)]),
    ]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *rows))

    told = facts("agreement", project)

    assert (told["annotators"], told["documents"]) == (["Alba", "Bruno"], 1)
    assert told["measures"]["exact_f1"] == {"value": 1.0, "reason": ""}


def test_some_annotators_can_be_chosen(project: Path, tmp_path: Path) -> None:
    marked(project, tmp_path, **{"Alba": [span(0, 5)], "Bruno": [span(6, 10)], "Dupont, Chloé": [span(0, 5)]})

    everybody = facts("agreement", project)
    chosen = facts("agreement", project, "--annotators", '"Dupont, Chloé",Alba')

    assert [(pair["a"], pair["b"]) for pair in everybody["pairs"]] == [
        ("Alba", "Bruno"),
        ("Alba", "Dupont, Chloé"),
        ("Bruno", "Dupont, Chloé"),
    ]
    assert everybody["measures"]["exact_f1"]["value"] == pytest.approx(1 / 3)
    assert chosen["annotators"] == ["Alba", "Dupont, Chloé"]
    assert [pair["measures"]["exact_f1"]["value"] for pair in chosen["pairs"]] == [1]


def test_the_reviewed_layer_is_nobody_s(project: Path, tmp_path: Path) -> None:
    marked(project, tmp_path, Alba=[span(0, 5)], Bruno=[span(0, 5)])
    before = facts("agreement", project)

    assert facts("adjudicate", project, "--policy", "unanimous")["open"] == 0
    assert facts("info", project)["gold"]["spans"] == 1

    assert facts("agreement", project) == before


@pytest.mark.parametrize("unknown", ["Zoé", "Alba,Zoé", "", "Alba,", "gold", "x\ny"])
def test_an_unknown_annotator_is_refused(project: Path, tmp_path: Path, unknown: str) -> None:
    marked(project, tmp_path, Alba=[span(0, 5)])

    refusal("agreement", project, "--annotators", unknown, "--json")


# What cannot be said


def undefined(measures: dict[str, Any]) -> set[str]:
    assert all(measure["value"] is None for measure in measures.values())
    return {measure["reason"] for measure in measures.values()}


def test_where_nobody_finished_anything_nothing_is_made_up(project: Path, tmp_path: Path) -> None:
    assert undefined(facts("agreement", project)["measures"]) == {"no_overlap"}
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", record(annotator="Alba", spans=[span(0, 5)])))

    told = facts("agreement", project)

    assert (told["annotators"], told["documents"], told["pairs"], told["labels"]) == ([], 0, [], {})
    assert undefined(told["measures"]) == {"no_overlap"}


def test_one_annotator_agrees_with_nobody(sample: Path) -> None:
    told = facts("agreement", sample, "--annotators", f"{A},{A}")

    assert (told["annotators"], told["documents"], told["pairs"]) == ([A], 0, [])
    assert undefined(told["measures"]) == {"no_overlap"}


def test_two_who_marked_nothing_cannot_be_compared(project: Path, tmp_path: Path) -> None:
    told = facts("agreement", marked(project, tmp_path, Alba=[], Bruno=[]))

    assert told["documents"] == 1
    assert told["measures"]["exact_f1"] == {"value": None, "reason": "nothing_to_compare"}


def test_one_who_marked_nothing_agrees_in_nothing(project: Path, tmp_path: Path) -> None:
    told = facts("agreement", marked(project, tmp_path, Alba=[span(0, 5)], Bruno=[]))

    assert told["measures"]["exact_f1"] == {"value": 0.0, "reason": ""}
    assert told["measures"]["label_krippendorff_alpha"]["value"] is None


def test_without_variation_there_is_no_alpha(project: Path, tmp_path: Path) -> None:
    told = facts("agreement", marked(project, tmp_path, Alba=[span(0, 5)], Bruno=[span(0, 5)]))

    assert told["measures"]["exact_f1"]["value"] == 1
    assert told["measures"]["label_krippendorff_alpha"] == {"value": None, "reason": "no_variation"}


# How it is read


def test_a_person_reads_tables_and_why_a_figure_is_missing(project: Path, tmp_path: Path) -> None:
    marked(project, tmp_path, Alba=[span(0, 5)], Bruno=[span(0, 5)])

    answer = annotator("agreement", project)

    assert (answer.status, answer.err) == (0, "")
    assert re.search(r"^Exact F1 +1\.000 +1\.000$", answer.out, re.MULTILINE)
    assert re.search(r"^SPEAKER +1\.000 +1\.000 ", answer.out, re.MULTILINE)
    assert "is undefined: all is of one kind" in answer.out
    assert not any("{" in line or line != line.rstrip() for line in answer.out.splitlines())


def test_an_empty_project_reads_well_too(project: Path) -> None:
    answer = annotator("agreement", project)

    assert answer.status == 0
    assert answer.out.startswith("0 articles finished by two or more\nannotators: none yet\n")


def test_it_reads_while_a_window_has_the_project_and_changes_nothing(sample: Path) -> None:
    alone = facts("agreement", sample)
    before = content_hash(sample)
    session = open_project(sample, writing=True)

    assert facts("agreement", sample) == alone

    session.close()
    assert content_hash(sample) == before


def test_there_is_no_number_that_json_does_not_know(sample: Path) -> None:
    answer = annotator("agreement", sample, "--json")

    told = json.loads(answer.out, parse_constant=pytest.fail)
    assert all(math.isfinite(one["value"]) for one in told["measures"].values() if one["value"] is not None)
