"""What else becomes of a decision: the same for identical cases, an example for everybody?"""

from PySide6.QtCore import QObject

from annotator.app.review.propagate import Twin, propagate, twins
from annotator.app.scheme.guideline_examples import add_example
from annotator.domain.errors import Refused
from annotator.i18n import tr, trn
from annotator.ui.review.context import Ground
from annotator.ui.review.identical_cases_panel import Repeating


class Alike(QObject):
    """Offers the cases that are like the one settled last, and carries its decision over."""

    def __init__(self, ground: Ground, repeating: Repeating, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._repeating = ground, repeating
        repeating.wished.connect(self._repeat)
        repeating.left.connect(ground.leave)

    def offer(self) -> bool:
        """List the identical cases; whether there are any."""
        found = self._ground.settled
        if found is None:
            self._ground.say(tr("Settle a case first: its decision can then be repeated"))
            return False
        others = twins(self._ground.review, *found)
        if not others:
            self._ground.say(tr("No other case is like the one that was settled"))
            return False
        self._repeating.offer(others)
        return True

    def _repeat(self, others: list[Twin]) -> None:
        found = self._ground.settled
        if found is None:
            return
        try:
            done = propagate(self._ground.review, *found, others) if others else 0
        except Refused as refusal:
            self._ground.say(str(refusal))
            return
        self._ground.leave()
        self._ground.offer_undo(trn("Settled {count} case alike", "Settled {count} cases alike", done))

    def add_example(self) -> None:
        """Let the passage of the decision stand in the guideline of its label."""
        found, session = self._ground.settled, self._ground.review.session
        if found is None:
            self._ground.say(tr("Settle a case first: its passage can then be an example"))
            return
        try:
            label = add_example(session, *found)
        except Refused as refusal:
            self._ground.say(str(refusal))
            return
        self._ground.offer_undo(
            tr("Now an example in the guideline of {label}", label=session.scheme.labels[label].title)
        )
