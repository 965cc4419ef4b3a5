"""Decisions of a reviewer for tests."""

from collections.abc import Callable
from pathlib import Path

from annotator.app.project.open import open_project
from annotator.app.review.review import Review, ask_annotators, decide
from annotator.review.cases import Case
from annotator.review.choices import GoldChoice, accept_version, empty_choice

REVIEWER = "Rita Rezensentin"


def version_of(annotator: str) -> Callable[[Case], GoldChoice]:
    """This annotator's version."""
    return lambda case: accept_version(case, annotator)


def no_mark(_: Case) -> GoldChoice:
    return empty_choice()


def settle(
    project: Path,
    document: str,
    start: int,
    choose: Callable[[Case], GoldChoice],
    comment: str = "",
    *,
    link: bool = False,
) -> None:
    """Decide the case that begins there, be all of one mind about it or not."""
    act_on_case(
        project,
        document,
        start,
        lambda review, *found: decide(review, *found, choose(found[1].case), comment=comment),
        link=link,
    )


def ask(project: Path, document: str, start: int, comment: str) -> None:
    """Ask about the case that begins there."""
    act_on_case(project, document, start, lambda review, *found: ask_annotators(review, *found, comment), link=False)


def act_on_case(project: Path, document: str, start: int, act: Callable[..., object], *, link: bool) -> None:
    session = open_project(project, writing=True)
    try:
        session.work_as(REVIEWER, create=True)
        review = Review(session).read()
        [case_state] = [
            one
            for one in review.documents[document].case_states
            if one.case.start == start and one.case.is_relation is link
        ]
        act(review, review.documents[document], case_state)
    finally:
        session.close()
