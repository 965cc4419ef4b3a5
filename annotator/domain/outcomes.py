"""What became of an annotator's marks, told so that it says nothing of anybody else?"""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel

About = Literal["spans", "relations"]


class Outcome(FrozenModel):
    """One case as the annotator concerned may know it.

    ``own`` are the ids of that person's marks, ``gold`` those of the marks that stand instead; ``comment`` is the
    reviewer's, or the question while the case is not ``settled``.
    """

    about: About
    own: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    settled: bool
    comment: str = ""
