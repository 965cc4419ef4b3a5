"""Decisions of a reviewer: the gold that they make, and how long they last."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotator.app import jobs
from annotator.app.annotate import spans as span_steps
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast
from annotator.app.project.open import open_project
from annotator.app.review import apply_policy
from annotator.app.review.propagate import propagate, similar_cases
from annotator.app.review.queue import CaseFilter
from annotator.app.review.review import Review, add_gold_span, ask_annotators, decide
from annotator.app.scheme import apply_change
from annotator.app.transfer import importer
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.attribute_changes import RenameValue
from annotator.domain.scheme.changes import MergeLabels, Rename
from annotator.domain.scheme.relation_changes import SetSymmetric
from annotator.review.case_states import CaseState
from annotator.review.choices import (
    GoldChoice,
    accept_version,
    edited_choice,
    empty_choice,
    intersection,
    keep_all,
    relabelled_choice,
    union,
)
from annotator.review.policies import parse_policy
from tests.command_line import MARKS, content_hash, facts, record, span, write_jsonl

if TYPE_CHECKING:
    from annotator.app.session import Session

REVIEWED = (*MARKS, "decisions", "annotators")
TEXT = "Selon Kiev, Moscou dit non. Selon Kiev, Paris dit oui."
KIEV, WIDE, MOSCOW, AGAIN = (
    span(6, 10, id="k"),
    span(0, 10, id="w"),
    span(12, 18, id="m"),
    span(34, 38, id="a"),
)
DEMAND = span(12, 26, "DEMAND", id="d")


class Desks:
    """A project with one text, two people who finished it, and a reviewer."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self._folder = path, folder
        self.session: Session = None  # type: ignore[assignment]

    def bring(self, **people: list[dict[str, Any]]) -> None:
        told = [record(TEXT, id="d", annotator=who, status="done", spans=marks) for who, marks in people.items()]
        self.bring_records(*told)

    def bring_records(self, *told: dict[str, Any]) -> None:
        source = write_jsonl(self._folder / "in.jsonl", *told)
        if self.session is None:
            facts("import", self.path, source)
            self.session = open_project(self.path, writing=True)
            self.session.work_as("Rita", create=True)
            self.review = Review(self.session).read()
            self.session.subscribe(self.review.follow)
        else:
            jobs.run(importer.import_files(self.session, [source], replace=True))

    def case(self, start: int, *, kind: str | None = None) -> CaseState:
        [found] = [
            one for _, one in self.review.cases() if one.case.start == start and kind in (None, one.case.kinds[0])
        ]
        return found

    def decide(self, start: int, choose: Callable[[Any], GoldChoice], **more: Any) -> int:
        return decide(self.review, self.review.documents["d"], self.case(start), choose(self.case(start).case), **more)

    def gold(self) -> list[tuple[str, str]]:
        return [(one.label, one.quote) for one in self.review.documents["d"].gold.spans]

    def settle(self, name: str) -> apply_policy.PolicyReport:
        return jobs.run(apply_policy.apply_policy(self.review, parse_policy(name)))

    def state(self) -> str:
        return content_hash(self.path, REVIEWED)


@pytest.fixture
def desks(project: Path, tmp_path: Path) -> Iterator[Desks]:
    found = Desks(project, tmp_path)
    yield found
    found.session.close()


CHOICES: list[tuple[str, Callable[[Any], GoldChoice], list[tuple[str, str]], str]] = [
    ("the first", lambda case: accept_version(case, "Alba"), [("SPEAKER", "Kiev")], "accepted"),
    ("the second", lambda case: accept_version(case, "Bruno"), [("SPEAKER", "Selon Kiev")], "accepted"),
    ("union", lambda case: union(case, TEXT), [("SPEAKER", "Selon Kiev")], "union"),
    ("intersection", lambda case: intersection(case, TEXT), [("SPEAKER", "Kiev")], "intersection"),
    ("none", lambda _: empty_choice(), [], "none"),
    ("all", keep_all, [("SPEAKER", "Kiev"), ("SPEAKER", "Selon Kiev")], "kept"),
    (
        "another extent",
        lambda case: edited_choice(
            [case.spans["Alba"][0].model_copy(update={"fragments": ((6, 11),), "quote": "Kiev,"})]
        ),
        [("SPEAKER", "Kiev,")],
        "edited",
    ),
]


def test_links_drawn_either_way_are_no_case_where_the_scheme_takes_them_for_one(desks: Desks) -> None:
    ends = [span(6, 10, "DEMAND", id="s1"), span(34, 38, "DEMAND", id="s2")]
    drawn = {"Alba": ("s1", "s2"), "Bruno": ("s2", "s1")}
    desks.bring_records(
        *(
            record(
                TEXT,
                id="d",
                annotator=who,
                status="done",
                spans=ends,
                relations=[{"label": "RESPONDS_TO", "from": source, "to": target}],
            )
            for who, (source, target) in drawn.items()
        )
    )
    assert [one.case.kinds[0] for _, one in desks.review.cases()] == ["relation"]

    jobs.run(apply_change.apply(desks.session, SetSymmetric(name="RESPONDS_TO", symmetric=True)))

    assert list(desks.review.cases()) == []


def _united(desks: Desks, gone: str, kept: str) -> None:
    cast = Cast(desks.session)
    jobs.run(
        registry_edits.unite_names(desks.session, registry_edits.plan_union(cast, desks.session, "entity", gone, kept))
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda desks: jobs.run(apply_change.apply(desks.session, Rename(name="SPEAKER", new="VOICE"))),
        lambda desks: jobs.run(
            apply_change.apply(desks.session, RenameValue(owner="SPEAKER", name="mention", value="name", new="proper"))
        ),
        lambda desks: _united(desks, "Ukraine", "Kyiv"),
    ],
    ids=["label", "value", "name"],
)
def test_what_was_settled_outlasts_another_name_for_the_same(desks: Desks, change: Callable[[Desks], None]) -> None:
    said = {"entity": "Ukraine", "mention": "name"}
    desks.bring(Alba=[{**KIEV, "attributes": said}, MOSCOW, AGAIN], Bruno=[{**WIDE, "attributes": said}, DEMAND, AGAIN])
    desks.settle("unanimous")
    desks.decide(0, lambda case: accept_version(case, "Alba"), comment="the name only")
    asked = next(one for _, one in desks.review.cases() if one.case.start == MOSCOW["start"])
    ask_annotators(desks.review, desks.review.documents["d"], asked, "Who?")
    before, settled = desks.state(), desks.review.counts()

    change(desks)

    assert desks.review.counts() == settled
    decision = desks.case(0).decision
    assert decision
    assert (decision.action, decision.comment) == ("accepted", "the name only")
    assert desks.case(0).previous is None
    questions = [one.question.comment for _, one in desks.review.cases() if one.question]
    assert questions == ["Who?"]
    assert all(one.decision for one in desks.review.documents["d"].case_states if one.case.agreed)
    after = desks.state()
    desks.session.undo()
    assert desks.state() == before
    desks.review.read()
    assert desks.review.counts() == settled
    desks.session.redo()
    assert desks.state() == after


def test_what_a_change_of_the_scheme_makes_another_matter_comes_back(desks: Desks) -> None:
    """Two labels made one: those who differed by them agree now, which is not what was settled."""
    desks.bring(Alba=[KIEV], Bruno=[{**KIEV, "label": "ACTOR"}])
    desks.decide(6, lambda case: accept_version(case, "Alba"))

    jobs.run(apply_change.apply(desks.session, MergeLabels(name="ACTOR", into="SPEAKER")))

    [case_state] = desks.review.documents["d"].case_states
    assert case_state.case.agreed


@pytest.mark.parametrize(("choose", "gold", "action"), [one[1:] for one in CHOICES], ids=[one[0] for one in CHOICES])
def test_every_decision_makes_gold_and_is_taken_back_and_brought_again(
    desks: Desks, choose: Callable[[Any], GoldChoice], gold: list[tuple[str, str]], action: str
) -> None:
    desks.bring(Alba=[KIEV], Bruno=[WIDE])
    before = desks.state()

    desks.decide(0, choose, comment="see page 3")

    assert sorted(desks.gold()) == sorted(gold)
    decision = desks.case(0).decision
    assert decision
    assert (decision.action, decision.reviewer, decision.comment) == (action, "Rita", "see page 3")
    assert decision.at
    assert desks.review.counts() == {"open": 0, "decided": 1}
    assert not list(desks.review.documents["d"].layers[0].relations)
    after = desks.state()
    desks.session.undo()
    assert (desks.state(), desks.review.counts()["open"]) == (before, 1)
    desks.session.redo()
    assert (desks.state(), desks.review.counts()["open"]) == (after, 0)
    assert sorted(desks.gold()) == sorted(gold)


def test_another_label_keeps_what_both_can_say(desks: Desks) -> None:
    desks.bring(Alba=[KIEV | {"attributes": {"entity": "Ukraine"}}], Bruno=[])

    desks.decide(6, lambda case: relabelled_choice(case.spans["Alba"][0], "ACTOR", desks.session.scheme))

    assert desks.gold() == [("ACTOR", "Kiev")]


def test_what_was_decided_may_be_decided_again(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[WIDE])
    desks.decide(0, lambda case: accept_version(case, "Alba"))
    first = desks.state()

    desks.decide(0, lambda case: accept_version(case, "Bruno"))

    assert desks.gold() == [("SPEAKER", "Selon Kiev")]
    assert len(desks.review.documents["d"].decisions) == 1
    desks.session.undo()
    assert desks.state() == first


def test_labels_that_tie_have_no_union(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[KIEV | {"label": "ACTOR"}])

    with pytest.raises(Refused, match="no label has the most votes"):
        desks.decide(6, lambda case: union(case, TEXT))


def test_a_question_leaves_the_case_open_and_closed_to_policies(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[])
    document, case_state = desks.review.documents["d"], desks.case(6)
    with pytest.raises(Refused):
        ask_annotators(desks.review, document, case_state, " ")

    ask_annotators(desks.review, document, case_state, "Is Kiev a speaker here?")

    assert desks.case(6).open
    assert desks.settle("prefer:Alba").open == 1
    desks.decide(6, lambda case: accept_version(case, "Alba"))
    assert desks.case(6).question is None
    assert desks.gold() == [("SPEAKER", "Kiev")]


def test_no_policy_overwrites_a_person(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, MOSCOW], Bruno=[WIDE, MOSCOW])
    desks.decide(0, lambda _: empty_choice())

    for name in ("unanimous", "trivial", "majority", "prefer:Alba", "prefer:Bruno"):
        desks.settle(name)

    assert desks.gold() == [("SPEAKER", "Moscou")]
    assert desks.case(0).decision.action == "none"  # type: ignore[union-attr]


def test_a_policy_can_be_kept_to_some_of_the_cases(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, MOSCOW, AGAIN], Bruno=[WIDE, AGAIN])
    among = CaseFilter(kind="missed")
    tried = jobs.run(apply_policy.preview_policy(desks.review, parse_policy("prefer:Alba"), among))

    done = jobs.run(apply_policy.apply_policy(desks.review, parse_policy("prefer:Alba"), among))

    assert done == tried
    assert (done.decided, done.kinds, done.open) == (1, {"missed": 1}, 1)
    assert desks.gold() == [("SPEAKER", "Moscou")], "neither the boundary nor what both agree on"
    elsewhere = CaseFilter(document="other")
    assert jobs.run(apply_policy.preview_policy(desks.review, parse_policy("prefer:Alba"), elsewhere)).decided == 0


def test_a_reopened_document_keeps_what_did_not_change_and_asks_again_what_did(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, MOSCOW], Bruno=[])
    desks.decide(6, lambda case: accept_version(case, "Alba"))
    desks.decide(12, lambda case: accept_version(case, "Alba"))

    desks.session.work_as("Bruno", create=False)
    desk = OpenDocument(desks.session, "d")
    desks.session.subscribe(desk.follow)
    span_steps.add_span(desk, "SPEAKER", 0, 10)
    assert "d" not in desks.review.documents, "one of two works on it"
    span_steps.set_status(desk, "done")

    kept, asked = desks.case(12), desks.case(0)
    assert kept.decision
    assert kept.decision.action == "accepted"
    assert (asked.open, asked.decision) == (True, None)
    assert asked.previous
    assert asked.previous.reviewer == "Rita"
    assert ("SPEAKER", "Kiev") in desks.gold(), "the old decision stands until somebody decides again"
    assert desks.settle("prefer:Bruno").open == 1
    desks.decide(0, lambda case: accept_version(case, "Bruno"))
    assert desks.gold() == [("SPEAKER", "Selon Kiev"), ("SPEAKER", "Moscou")]
    assert facts("check", desks.path)["ok"]


def test_an_annotator_who_comes_round_to_the_decision_asks_nothing(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[WIDE])
    desks.decide(0, lambda case: accept_version(case, "Alba"))

    desks.bring(Alba=[KIEV], Bruno=[KIEV])

    assert desks.review.counts() == {"open": 0, "decided": 0}
    assert desks.settle("unanimous").decided == 0
    assert desks.gold() == [("SPEAKER", "Kiev")]


def test_annotators_who_agree_against_the_decision_come_back(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[WIDE])
    desks.decide(0, lambda case: accept_version(case, "Alba"))

    desks.bring(Alba=[WIDE], Bruno=[WIDE])

    assert desks.case(0).case.kinds == ("boundary",)
    assert desks.settle("unanimous").open == 1
    assert desks.gold() == [("SPEAKER", "Kiev")]


def test_later_work_of_a_third_brings_up_only_what_is_new(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, MOSCOW], Bruno=[])
    desks.decide(6, lambda case: accept_version(case, "Alba"))
    desks.decide(12, lambda case: accept_version(case, "Alba"))

    desks.bring(Chloé=[WIDE, MOSCOW])

    assert [one.case.start for _, one in desks.review.cases() if one.open] == [0]


def linked(who: str, *spans: dict[str, Any], says: bool = True) -> dict[str, Any]:
    links = [{"id": "r", "label": "SAYS", "from": spans[0]["id"], "to": spans[1]["id"]}] if says else []
    return record(TEXT, id="d", annotator=who, status="done", spans=list(spans), relations=links)


def links_of(desks: Desks) -> list[tuple[str, str]]:
    gold = desks.review.documents["d"].gold
    quotes = {one.id: one.quote for one in gold.spans}
    return [(quotes[one.source], quotes[one.target]) for one in gold.relations]


def relation_case(desks: Desks) -> CaseState:
    [found] = [one for one in desks.review.documents["d"].case_states if one.case.is_relation]
    return found


def test_a_relation_waits_for_its_ends_and_then_hangs_on_what_was_decided(desks: Desks) -> None:
    desks.bring_records(linked("Alba", KIEV, DEMAND), linked("Bruno", WIDE, DEMAND, says=False))
    case_state = relation_case(desks)
    with pytest.raises(Refused, match="not settled yet"):
        decide(desks.review, desks.review.documents["d"], case_state, accept_version(case_state.case, "Alba"))
    desks.settle("unanimous")
    desks.decide(0, lambda case: accept_version(case, "Bruno"))

    decide(desks.review, desks.review.documents["d"], case_state, accept_version(case_state.case, "Alba"))

    assert links_of(desks) == [("Selon Kiev", "Moscou dit non")]
    desks.decide(0, lambda case: accept_version(case, "Alba"))
    assert links_of(desks) == [("Kiev", "Moscou dit non")], "it moves with its end"
    before = desks.state()
    desks.decide(0, lambda _: empty_choice())
    assert links_of(desks) == []
    assert relation_case(desks).open, "without its end it is to be settled again"
    desks.session.undo()
    assert desks.state() == before
    assert links_of(desks) == [("Kiev", "Moscou dit non")]
    assert facts("check", desks.path)["ok"]


def test_a_relation_on_which_all_agree_follows_by_itself(desks: Desks) -> None:
    desks.bring_records(linked("Alba", KIEV, DEMAND), linked("Bruno", WIDE, DEMAND))
    desks.settle("unanimous")
    assert links_of(desks) == []

    desks.decide(0, lambda case: accept_version(case, "Bruno"))

    assert links_of(desks) == [("Selon Kiev", "Moscou dit non")]
    assert desks.review.documents["d"].gold.status == "done"
    desks.session.undo()
    assert links_of(desks) == []


def test_a_relation_that_only_one_sees_may_be_none(desks: Desks) -> None:
    desks.bring_records(linked("Alba", KIEV, DEMAND), linked("Bruno", KIEV, DEMAND, says=False))

    assert desks.settle("prefer:Bruno").open == 0

    assert links_of(desks) == []
    assert relation_case(desks).decision


@pytest.mark.parametrize("choose", [lambda case: accept_version(case, "Alba"), lambda case: union(case, TEXT)])
def test_the_same_decision_is_repeated_where_the_same_words_were_marked_in_the_same_way(
    desks: Desks, choose: Callable[[Any], GoldChoice]
) -> None:
    wide_again = span(28, 38, id="wa")
    desks.bring(Alba=[KIEV, AGAIN], Bruno=[WIDE, wide_again, MOSCOW])
    key = desks.decide(0, choose)
    before = desks.state()

    found = similar_cases(desks.review, desks.review.documents["d"], desks.case(0))
    assert [(one.case_state.case.start, one.reason) for one in found] == [(28, "people")]
    assert propagate(desks.review, desks.review.documents["d"], desks.case(0), found) == 1

    first, second = desks.case(0).decision, desks.case(28).decision
    assert first
    assert second
    assert (second.origin, second.parent, second.action) == ("propagated", key, first.action)
    assert [quote for _, quote in desks.gold()] == [desks.gold()[0][1]] * 2
    desks.session.undo()
    assert desks.state() == before


def test_what_others_marked_alike_is_repeated_for_them(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, span(28, 38, id="wa")], Bruno=[WIDE, AGAIN])
    desks.decide(0, lambda case: accept_version(case, "Alba"))

    found = similar_cases(desks.review, desks.review.documents["d"], desks.case(0))
    assert [one.reason for one in found] == ["votes"]
    assert propagate(desks.review, desks.review.documents["d"], desks.case(0), found) == 1

    assert desks.gold() == [("SPEAKER", "Kiev")] * 2
    decision = desks.case(28).decision
    assert decision
    assert decision.source == ("Bruno",), "who said there what was taken here"


def test_a_contradiction_is_told_first_and_what_followed_is_offered_to_follow_again(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, AGAIN], Bruno=[WIDE, span(28, 38, id="wa")])
    desks.decide(0, lambda case: accept_version(case, "Alba"))
    desks.decide(28, lambda case: accept_version(case, "Bruno"))
    assert [one.reason for one in similar_cases(desks.review, desks.review.documents["d"], desks.case(0))] == [
        "otherwise"
    ]

    desks.session.undo()
    found = similar_cases(desks.review, desks.review.documents["d"], desks.case(0))
    propagate(desks.review, desks.review.documents["d"], desks.case(0), found)
    assert similar_cases(desks.review, desks.review.documents["d"], desks.case(0)) == []

    desks.decide(0, lambda case: accept_version(case, "Bruno"))
    found = similar_cases(desks.review, desks.review.documents["d"], desks.case(0))
    assert [(one.case_state.case.start, one.reason) for one in found] == [(28, "follows")]
    propagate(desks.review, desks.review.documents["d"], desks.case(0), found)

    assert desks.gold() == [("SPEAKER", "Selon Kiev")] * 2
    assert desks.review.documents["d"].gold.status == "done"
    assert similar_cases(desks.review, desks.review.documents["d"], desks.case(0)) == []


def test_a_reviewer_may_add_what_nobody_marked(desks: Desks) -> None:
    desks.bring(Alba=[KIEV], Bruno=[KIEV])
    desks.settle("unanimous")

    add_gold_span(
        desks.review, desks.review.documents["d"], Span(id="x", label="EVENT", fragments=((19, 22),), quote="dit")
    )

    assert desks.gold() == [("SPEAKER", "Kiev"), ("EVENT", "dit")]
    assert desks.review.documents["d"].gold.status == "done"
    assert facts("check", desks.path)["ok"]


def test_everything_can_be_undone_and_redone(desks: Desks) -> None:
    desks.bring_records(linked("Alba", KIEV, DEMAND, says=True), linked("Bruno", WIDE, DEMAND, says=False))
    states = [desks.state()]
    for act in (
        lambda: desks.decide(0, keep_all),
        lambda: desks.settle("unanimous"),
        lambda: desks.decide(0, lambda _: empty_choice()),
        lambda: desks.settle("prefer:Alba"),
        lambda: desks.decide(0, lambda case: intersection(case, TEXT)),
    ):
        act()
        states.append(desks.state())
        assert facts("check", desks.path)["ok"]

    for state in reversed(states[:-1]):
        desks.session.undo()
        assert desks.state() == state
    for state in states[1:]:
        desks.session.redo()
        assert desks.state() == state


def test_the_annotators_layers_are_never_touched(desks: Desks) -> None:
    desks.bring(Alba=[KIEV, MOSCOW], Bruno=[WIDE])
    before = desks.review.documents["d"].layers

    desks.decide(0, lambda case: union(case, TEXT))
    desks.settle("prefer:Alba")

    assert desks.review.documents["d"].layers == before
    assert Review(desks.session).read().documents == desks.review.documents, "what is followed is what is read"
