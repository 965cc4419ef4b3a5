"""Outcomes of the review for one annotator, without information about the other annotators."""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel

OutcomeSubject = Literal["spans", "relations"]


class Outcome(FrozenModel):
    """One case as the annotator concerned may know it.

    ``marks`` are the ids of the annotator's own marks, ``gold`` those of the marks that replace them; ``comment`` is
    the reviewer's, or the question while the case is not ``settled``.
    """

    about: OutcomeSubject
    marks: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    settled: bool
    comment: str = ""
