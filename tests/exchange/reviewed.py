"""How do tests settle cases as a reviewer would, one by one?"""

from collections.abc import Callable
from pathlib import Path

from annotator.app.project.open import open_project
from annotator.app.review.review import Review, ask, decide
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept, none_of_them

REVIEWER = "Rita Rezensentin"


def like(annotator: str) -> Callable[[Case], Choice]:
    """This annotator's version."""
    return lambda case: accept(case, annotator)


def nothing(_: Case) -> Choice:
    return none_of_them()


def settle(
    project: Path, document: str, start: int, choose: Callable[[Case], Choice], comment: str = "", *, link: bool = False
) -> None:
    """Decide the case that begins there, be all of one mind about it or not."""
    with_review(
        project,
        document,
        start,
        lambda review, *found: decide(review, *found, choose(found[1].case), comment=comment),
        link=link,
    )


def question(project: Path, document: str, start: int, comment: str) -> None:
    """Ask about the case that begins there."""
    with_review(project, document, start, lambda review, *found: ask(review, *found, comment), link=False)


def with_review(project: Path, document: str, start: int, act: Callable[..., object], *, link: bool) -> None:
    session = open_project(project, writing=True)
    try:
        session.work_as(REVIEWER, create=True)
        review = Review(session).read()
        [standing] = [
            one
            for one in review.documents[document].standings
            if one.case.start == start and one.case.is_relation is link
        ]
        act(review, review.documents[document], standing)
    finally:
        session.close()
