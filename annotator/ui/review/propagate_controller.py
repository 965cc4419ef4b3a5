"""Repetition of a decision for identical cases, and its use as an example in the guideline."""

from PySide6.QtCore import QObject, Signal

from annotator.app import log_file
from annotator.app.review.propagate import SimilarCase, propagate, similar_cases
from annotator.app.scheme.guideline_examples import add_example
from annotator.domain.errors import Refused
from annotator.i18n import tr, trn
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.panels.identical_cases_panel import IdenticalCasesPanel


class PropagateController(QObject):
    """Offers the cases that are identical to the one settled last, and repeats its decision there."""

    cases_listed = Signal()
    """The panel is filled and is to be shown."""

    def __init__(self, context: ReviewContext, panel: IdenticalCasesPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._panel = context, panel
        panel.propagation_requested.connect(self._propagate)
        panel.left.connect(context.return_to_case)

    def list_identical_cases(self) -> None:
        """List the identical cases in the panel."""
        settled = self._context.settled_case
        if settled is None:
            self._context.say(tr("Settle a case first: its decision can then be repeated"))
            return
        identical = similar_cases(self._context.review, *settled)
        if not identical:
            self._context.say(tr("No other case is like the one that was settled"))
            return
        self._panel.show_cases(identical)
        self.cases_listed.emit()

    def _propagate(self, targets: list[SimilarCase]) -> None:
        settled = self._context.settled_case
        if settled is None:
            return
        try:
            count = propagate(self._context.review, *settled, targets) if targets else 0
        except Refused as refusal:
            self._context.say(log_file.logged_message(refusal))
            return
        self._context.return_to_case()
        self._context.offer_undo(trn("Settled {count} case alike", "Settled {count} cases alike", count))

    def add_example(self) -> None:
        """Add the passage of the decision to the guideline of its label."""
        settled, session = self._context.settled_case, self._context.review.session
        if settled is None:
            self._context.say(tr("Settle a case first: its passage can then be an example"))
            return
        try:
            label = add_example(session, *settled)
        except Refused as refusal:
            self._context.say(log_file.logged_message(refusal))
            return
        self._context.offer_undo(
            tr("Now an example in the guideline of {label}", label=session.scheme.labels[label].title)
        )
