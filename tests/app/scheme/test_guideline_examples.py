"""Guideline examples: without names, literal, and without effect on returned work."""

from pathlib import Path
from typing import Any

import pytest

from annotator.app.project.open import open_project
from annotator.app.review.review import Review, decide
from annotator.app.scheme.guideline_examples import add_example
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.scheme.guidelines import guidance_for, label_section
from annotator.review.choices import accept_version
from tests import hostile_strings
from tests.command_line import facts, record, span, write_jsonl
from tests.exchange.hand_out_and_return import hand_out, mark, merge

TEXT = "Selon Kiev,\n## CUE\nMoscou dit non."


@pytest.fixture
def desk(project: Path, tmp_path: Path) -> Path:
    def done(who: str, *spans: dict[str, Any]) -> dict[str, Any]:
        return record(TEXT, id="a", annotator=who, status="done", spans=list(spans))

    source = write_jsonl(
        tmp_path / "in.jsonl",
        done("Alba", span(6, 10, id="k"), span(19, 25, "QUOTE", id="m")),
        done("Bruno", span(0, 10, id="w")),
        record("Paris attend.", id="b"),
    )
    facts("import", project, source)
    return project


def example(session: Session, *, comment: str = "", start: int = 0) -> str:
    """Take Alba's version of the case there, make it an example; what its guideline says of it."""
    review = Review(session).read()
    session.subscribe(review.follow)
    document, standing = next(pair for pair in review.cases() if pair[1].case.start == start)
    decide(review, document, standing, accept_version(standing.case, "Alba"), comment=comment)
    label = add_example(session, *review.find(standing.case.id))
    return [point for point in guidance_for(label, session.guidelines) if point.startswith("Example:")][-1]


@pytest.mark.parametrize("comment", hostile_strings.project_strings(), ids=str)
def test_it_is_one_point_and_says_the_comment_as_it_was_written(desk: Path, comment: str) -> None:
    session = open_project(desk, writing=True)
    told = example(session, comment=comment)
    other = label_section("CUE", session.guidelines)
    session.close()
    assert told == " ".join(f"Example: …Selon 【Kiev】, ## CUE Moscou dit non.… → Speaker ({comment})".split())
    assert other == "", "no passage begins a section"


def test_it_names_nobody(desk: Path) -> None:
    session = open_project(desk, writing=True)
    told = example(session, comment="Bruno is right, Brunos too")
    session.close()
    assert told.endswith("(… is right, Brunos too)")


def test_a_label_that_shares_its_section_gets_one_of_its_own_with_what_was_said(desk: Path) -> None:
    session = open_project(desk, writing=True)
    before = guidance_for("QUOTE", session.guidelines)
    told = example(session, start=19)
    after = guidance_for("QUOTE", session.guidelines)
    session.close()
    assert before
    assert after == [*before, told]


def test_what_is_not_settled_is_no_example(desk: Path) -> None:
    session = open_project(desk, writing=True)
    with pytest.raises(Refused, match="not settled"):
        add_example(session, *next(Review(session).read().cases()))
    session.close()


def test_a_return_from_before_comes_in_after(desk: Path) -> None:
    out = hand_out(desk, "alba", "Alba", "--documents", "b")
    mark(out, "Alba", "b", 0, 5)
    session = open_project(desk, writing=True)
    example(session)
    session.close()
    assert merge(desk, out) == {"added": ["b"]}
    assert facts("history", desk)["steps"][-2]["operation"] == "change-scheme"
    assert facts("check", desk)["ok"]
