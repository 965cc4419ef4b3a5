"""Trial and application of a policy to the cases that the filters leave."""

from PySide6.QtCore import QObject, QTimer

from annotator.app.jobs import Job, run
from annotator.app.review import apply_policy
from annotator.app.review.apply_policy import PolicyReport
from annotator.i18n import tr, trn
from annotator.review.policies import parse_policy
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.panels.filters import CaseFilters
from annotator.ui.review.panels.policy_bar import PolicyBar
from annotator.ui.shell.job_runner import JobRunner

# The policy is counted again after this pause without decisions, if there are fewer cases than _FEW.
_RECOUNT_MS, _FEW = 600, 3000


class PolicyController(QObject):
    """Tries the policy of the bar as a dry run on the cases that pass the filters, and applies it on request."""

    def __init__(
        self, context: ReviewContext, job_runner: JobRunner, filters: CaseFilters, bar: PolicyBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._job_runner, self._filters, self._bar = context, job_runner, filters, bar
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_RECOUNT_MS)
        self._recount.timeout.connect(self._count_again)
        bar.preview_requested.connect(self.preview)
        filters.changed.connect(self._follow_filters)
        bar.apply_requested.connect(self._apply)

    def offer_policies(self) -> None:
        """Offer the rules and, unless names are hidden, a preference for each annotator who finished something."""
        documents = self._context.review.documents.values()
        names = dict.fromkeys(layer.annotator for document in documents for layer in document.layers)
        self._bar.offer_policies([] if self._context.is_blind else list(names))

    def invalidate(self) -> None:
        """Discard the count after a decision, and count again after a pause."""
        self._bar.clear_report()
        self._recount.start()

    def preview(self) -> None:
        """Count what the policy would settle."""
        if self._bar.rule.count():
            self._job_runner.run(
                tr("Counting what the policy would settle"),
                self._preview_job(),
                self._bar.show_report,
                self._show_error,
            )

    def _preview_job(self) -> Job[PolicyReport]:
        policy = parse_policy(self._bar.policy)
        return apply_policy.preview_policy(self._context.review, policy, self._filters.case_filter)

    def _follow_filters(self) -> None:
        """Count few cases after a pause, many at once as a job."""
        if self._are_few:
            self.invalidate()
        else:
            self.preview()

    @property
    def _are_few(self) -> bool:
        return sum(self._context.review.counts().values()) < _FEW

    def _count_again(self) -> None:
        if self._bar.isVisible() and self._bar.rule.count() and self._are_few:
            self._bar.show_report(run(self._preview_job()))

    def _apply(self) -> None:
        policy = parse_policy(self._bar.policy)
        job = apply_policy.apply_policy(self._context.review, policy, self._filters.case_filter)
        self._job_runner.run(tr("Settling by policy"), job, self._show_applied, self._show_error)

    def _show_applied(self, report: PolicyReport) -> None:
        self._context.offer_undo(trn("Settled {count} mark", "Settled {count} marks", report.decided))

    def _show_error(self, error: Exception) -> None:
        self._context.say(str(error))
