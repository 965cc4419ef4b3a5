"""The sample settled to gold by keys alone, with a restart in between.

Every case is settled in the window; what was pressed is written down, and gold must say the same of each of its marks.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.app.review.propagate import similar_cases
from annotator.app.review.queue import waits_for_spans
from annotator.app.review.review import ReviewedDocument
from annotator.review.case_states import CaseState
from annotator.ui.review.screen import ReviewScreen
from tests.command_line import SEEDS, content_hash, facts, read_jsonl
from tests.exchange.hand_out_and_return import sql
from tests.journeys.program import Program
from tests.ui.hand import Hand

A, B, REVIEWER = "annotator-a", "annotator-b", "Rita"
KINDS = {"missed", "label", "split", "relation", "attribute", "boundary", "trivial-boundary"}
# What a key leaves in gold: where its mark comes from, and what the decision says that was done.
LEAVES = {
    "A": ("accepted", "accepted"),
    "B": ("accepted", "accepted"),
    "Space": ("accepted", "accepted"),
    "K": ("accepted", "kept"),
    "M": ("union", "union"),
    "I": ("intersection", "intersection"),
    "L": ("edited", "edited"),
    "E": ("edited", "edited"),
    "P": ("propagated", "accepted"),
}
POLICIES = {"unanimous": ("unanimous", "unanimous"), "trivial": ("policy", "policy")}


class Reviewer:
    """Somebody who presses keys in the review, and writes down what each of them settled."""

    def __init__(self) -> None:
        self.hand: Hand
        self.deeds: dict[int, str] = {}
        """What was pressed for each decision, by its number."""
        self.kinds: Counter[str] = Counter()
        """The gravest kind of each case that a key settled."""
        self.places: dict[str, Counter[str]] = {}
        """How often each key was used for each kind."""

    @property
    def screen(self) -> ReviewScreen:
        return self.hand.page("review")

    @property
    def at_hand(self) -> tuple[ReviewedDocument, CaseState]:
        assert self.screen.current_case
        return self.screen.current_case

    @property
    def open(self) -> int:
        return self.screen.review.counts()["open"]

    def sit_down(self, hand: Hand) -> None:
        self.hand = hand
        hand.press("Ctrl+R")
        hand.wait_for_job()

    def choose(self, field: QComboBox, wanted: object) -> None:
        """Go to a field by Tab, and to one of its values by the arrows."""
        self.go_to(field)
        for _ in range(field.count()):
            if field.currentData() == wanted:
                break
            self.hand.press("Down" if field.findData(wanted) > field.currentIndex() else "Up")
        assert field.currentData() == wanted
        self.hand.wait_for_job()

    def go_to(self, widget: QWidget) -> None:
        for _ in range(40):
            if QApplication.focusWidget() is widget:
                return
            self.hand.press("Tab")
        raise AssertionError("no number of tabs leads there")

    def to_the_first(self) -> None:
        """From the list of cases to the passage of the first one, where the keys of the review act."""
        self.go_to(self.screen.list)
        self.hand.press("Ctrl+Home", "Return")

    def settle(self, *keys: str, deed: str = "") -> int:
        """Press keys that settle the case at hand, and write down what they did; the number of the decision."""
        document, before = self.at_hand
        assert before.open
        self.hand.press(*keys)
        after = self.screen.review.documents[document.id].states_by_case[before.case.id]
        assert after.decision, f"{keys} left {before.case.kinds} in {document.id} open: {self.hand.message}"
        assert after.decision.reviewer == REVIEWER
        deed = deed or keys[0]
        self.deeds[after.decision.key] = deed
        self.kinds[before.case.kinds[0]] += 1
        self.places.setdefault(deed, Counter())[before.case.kinds[0]] += 1
        return after.decision.key

    def walk_to(self, fits: Callable[[ReviewedDocument, CaseState], bool]) -> None:
        """Go on by N until a case is at hand that fits."""
        for _ in range(len(self.screen.model.positions)):
            if fits(*self.at_hand):
                return
            self.hand.press("N")
        raise AssertionError("no case fits")


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(qtbot, monkeypatch)


def layers(project: Path) -> list[Any]:
    """Every row of the annotators' own work, but not of gold."""
    return [
        sql(project, f"SELECT * FROM {table} WHERE {whose} ORDER BY key")
        for table, whose in (
            ("documents", "TRUE"),
            ("layers", "annotator > 0"),
            ("spans", "layer IN (SELECT key FROM layers WHERE annotator > 0)"),
            ("relations", "layer IN (SELECT key FROM layers WHERE annotator > 0)"),
        )
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_sample_is_reviewed_to_gold_by_keys(
    program: Program, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "window.jsonl"
    monkeypatch.setattr("annotator.ui.transfer.jobs.QFileDialog.getSaveFileName", lambda *_: (str(out), ""))
    before = layers(sample)
    rita = Reviewer()

    def first_evening(hand: Hand) -> None:
        hand.press("Return")
        rita.sit_down(hand)
        assert rita.open == 563
        take_policy(rita, "unanimous", says="would settle 97 agreed marks; 563 stay open")
        choose_by_key_what_a_policy_could(rita)
        take_policy(rita, "trivial", says="2 trivial boundary")
        meet_each_kind(rita)
        hand.press("Ctrl+Q")

    def next_morning(hand: Hand) -> None:
        rita.sit_down(hand)
        assert rita.open == left[0]
        answer_the_question(rita)
        undo_of_yesterday(rita)
        settle_the_rest(rita)
        assert rita.screen.review.counts() == {"open": 0, "decided": 563}
        assert "Every case is settled" in rita.screen.empty_note.text()
        export(rita, out)
        hand.press("Ctrl+Q")

    assert program(sample, "--annotator", REVIEWER, work=first_evening) == 0
    left = [facts("info", sample)["cases"]["open"]]
    assert 0 < left[0] < 563 - len(rita.deeds)
    assert program(sample, "--annotator", REVIEWER, work=next_morning) == 0

    assert set(rita.kinds) == KINDS, "the sample has each kind, and a key settled one of it"
    assert facts("check", sample)["ok"]
    assert layers(sample) == before
    told = facts("export", sample, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold")
    assert told["open_cases"] == 0
    assert (tmp_path / "gold.jsonl").read_bytes() == out.read_bytes()
    every_mark_is_what_was_decided(rita, read_jsonl(out))
    what_was_accepted_is_what_the_annotator_marked(rita, read_jsonl(out))


# The evening


def take_policy(rita: Reviewer, rule: str, *, says: str) -> None:
    """See what a policy would do, which does nothing yet; then let it."""
    screen, project = rita.screen, rita.hand.window.session.path
    before, there = content_hash(project), decided(rita)
    rita.choose(screen.policy_bar.rule, rule)
    assert says in screen.policy_bar.report_text
    settles = facts("adjudicate", project, "--policy", rule, "--dry-run")["decided"]
    assert settles > 0
    assert content_hash(project) == before
    rita.go_to(screen.policy_bar.apply)
    rita.hand.press("Space")
    rita.hand.qtbot.waitUntil(lambda: not rita.hand.window.job_runner.busy and decided(rita) == there + settles)
    rita.to_the_first()


def decided(rita: Reviewer) -> int:
    return sum(one.action != "question" for told in rita.screen.review.documents.values() for one in told.decisions)


def choose_by_key_what_a_policy_could(rita: Reviewer) -> None:
    kind = rita.screen.filters.kind
    rita.choose(kind, "trivial-boundary")
    rita.to_the_first()
    rita.settle("Space")
    rita.choose(kind, None)


def meet_each_kind(rita: Reviewer) -> None:
    rita.to_the_first()
    relabel(rita)
    rita.settle("B")
    repeat(rita)
    ask(rita)
    of_kind(rita, "missed")
    reject_take_back_and_reject_again(rita)
    for keys in (("M",), ("I",), ("K",), ("E", "Alt+Shift+Right", "Alt+Left", "Return")):
        of_kind(rita, "boundary")
        rita.settle(*keys)
    of_kind(rita, "split")
    rita.settle("K")
    of_kind(rita, "attribute")
    rita.settle("B")


def of_kind(rita: Reviewer, kind: str) -> None:
    rita.walk_to(lambda _, one: one.case.kinds[0] == kind and one.question is None)


def relabel(rita: Reviewer) -> None:
    """The extent of A with the label of B."""
    document, one = rita.at_hand
    assert one.case.kinds[0] == "label", "the gravest come first"
    label = one.case.spans[B][0].label
    key = rita.settle("L", rita.hand.window.session.scheme.labels[label].key)
    [span] = [gold for gold in rita.screen.review.documents[document.id].gold.spans if gold.id == f"g{key}"]
    assert (span.label, span.fragments) == (label, one.case.spans[A][0].fragments)


def repeat(rita: Reviewer) -> None:
    """The same decision wherever the same words were marked in the same way."""
    review = rita.screen.review
    while True:
        rita.walk_to(lambda _, one: A in one.case.spans)
        case = rita.at_hand[1].case.id
        parent = rita.settle("A")
        alike = [one for one in similar_cases(review, *review.find(case)) if one.case_state.open]
        if len(alike) > 1:
            break
    rita.hand.press("P")
    assert rita.screen.side.identical_cases.ticks.count() >= len(alike)
    rita.hand.press("Return")
    rita.hand.qtbot.waitUntil(lambda: not rita.hand.window.job_runner.busy)
    repeated = [one for told in review.documents.values() for one in told.decisions if one.parent == parent]
    assert {one.case for one in repeated} == {one.case_state.case.id for one in alike}
    rita.deeds |= {one.key: "P" for one in repeated}


def ask(rita: Reviewer) -> None:
    of_kind(rita, "missed")
    there = rita.open
    rita.hand.press("Q")
    rita.hand.type("Who speaks here?")
    rita.hand.press("Return")
    assert rita.open == there, "a question settles nothing"


def reject_take_back_and_reject_again(rita: Reviewer) -> None:
    document, one = rita.at_hand
    there = rita.open
    rita.settle("X")
    rita.hand.press("Ctrl+Z")
    assert (rita.open, rita.at_hand[1].case.id) == (there, one.case.id)
    rita.hand.press("Ctrl+Shift+Z")
    again = rita.screen.review.documents[document.id].states_by_case[one.case.id]
    assert again.decision
    assert (rita.open, again.decision.action) == (there - 1, "none")


# The next morning


def answer_the_question(rita: Reviewer) -> None:
    state = rita.screen.filters.state
    rita.choose(state, "asked")
    rita.to_the_first()
    assert len(rita.screen.model.positions) == 1
    assert ("Asked", "Who speaks here?") in rita.screen.side.card.notes
    rita.settle("A")
    rita.choose(state, "open")
    rita.to_the_first()
    assert not any(one.question for _, one in rita.screen.review.cases())


def undo_of_yesterday(rita: Reviewer) -> None:
    """Undo goes on where the run before ended."""
    there, gold = rita.open, gold_rows(rita)
    rita.hand.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert rita.open == there + 3
    rita.hand.press("Ctrl+Shift+Z", times=3)
    assert (rita.open, gold_rows(rita)) == (there, gold)


def gold_rows(rita: Reviewer) -> list[Any]:
    return sql(rita.hand.window.session.path, "SELECT * FROM spans ORDER BY key")


def settle_the_rest(rita: Reviewer) -> None:
    """Mostly what A says; of every third case what B says."""
    number = 0
    while rita.open:
        if not rita.screen.model.positions or rita.screen.current_case is None:
            raise AssertionError("cases are open, but none is listed")
        if not rita.at_hand[1].open or waits_for_spans(*rita.at_hand):
            rita.hand.press("N")
        else:
            rita.settle("B" if number % 3 == 0 else "A")
        number += 1
        assert number < 2_000, "the keys do not lead to every case"


def export(rita: Reviewer, place: Path) -> None:
    rita.hand.press("Ctrl+E")
    page = rita.hand.window.controllers.transfers.export_page
    rita.hand.wait_for_job()
    assert "open" not in page.survey_text
    rita.go_to(page.go)
    rita.hand.press("Space")
    rita.hand.qtbot.waitUntil(place.exists)
    rita.hand.wait_for_job()


# Gold


def every_mark_is_what_was_decided(rita: Reviewer, records: list[Any]) -> None:
    origins: Counter[str] = Counter()
    settled: set[int] = set()
    for told in records:
        assert (told["annotator"], told["status"]) == ("gold", "done")
        for mark in (*told["spans"], *told["relations"]):
            decision = mark["decision"]
            settled.add(decision["id"])
            origins[mark["origin"]] += 1
            deed = rita.deeds.get(decision["id"])
            if deed is None:
                assert (mark["origin"], decision["action"]) == POLICIES[decision["policy"]]
            else:
                assert (mark["origin"], decision["action"]) == LEAVES[deed], deed
                assert (decision["by"], decision["policy"]) == (REVIEWER, None)
                assert (decision["parent"] is not None) == (deed == "P")
    assert set(origins) == {"unanimous", "policy", "accepted", "union", "intersection", "edited", "propagated"}
    rejected = {key for key, deed in rita.deeds.items() if deed == "X"}
    assert rejected
    assert not rejected & settled, "none is a decision that leaves nothing"


def what_was_accepted_is_what_the_annotator_marked(rita: Reviewer, records: list[Any]) -> None:
    seen: Counter[str] = Counter()
    for letter, who in (("A", A), ("B", B)):
        seed = {one["id"]: set(map(place, one["spans"])) for one in read_jsonl(SEEDS / f"seed-{who}.jsonl")}
        for told in records:
            for span in told["spans"]:
                if rita.deeds.get(span["decision"]["id"]) == letter:
                    assert place(span) in seed[told["id"]]
                    assert who in span["decision"]["from"]
                    assert who in span["annotators"]
                    seen[letter] += 1
    assert min(seen["A"], seen["B"]) > 20


def place(mark: Any) -> tuple[object, ...]:
    return mark["label"], mark["start"], mark["end"], str(mark.get("fragments"))
