"""What would a policy settle, and how is it let do so?"""

from PySide6.QtCore import QObject, QTimer

from annotator.app.jobs import run
from annotator.app.review import apply_policy
from annotator.app.review.apply_policy import Outcome
from annotator.i18n import tr, trn
from annotator.review.policies import policy
from annotator.ui.review.context import Ground
from annotator.ui.review.filters import Filters, PolicyBar
from annotator.ui.shell.job_runner import Work

# When nobody has decided anything for so long, and there are not too many, the policy is tried again.
_RECOUNT_MS, _FEW = 600, 3000


class Policing(QObject):
    """Tries the policy of the bar on what the filters want, as a dry run, and carries it out on wish."""

    def __init__(self, ground: Ground, work: Work, filters: Filters, bar: PolicyBar, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._work, self._filters, self._bar = ground, work, filters, bar
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_RECOUNT_MS)
        self._recount.timeout.connect(self._count_again)
        bar.tried.connect(self.try_policy)
        filters.changed.connect(self._count_those)
        bar.applied.connect(self._apply)

    def offer(self, *, blind: bool) -> None:
        """Offer the rules, and to prefer one of those who finished something."""
        documents = self._ground.review.documents.values()
        people = dict.fromkeys(layer.annotator for one in documents for layer in one.layers)
        self._bar.offer([] if blind else [(name, name) for name in people])

    def forget(self) -> None:
        """Something was settled: what was counted holds no longer, and is counted again when the hands rest."""
        self._bar.forget()
        self._recount.start()

    def try_policy(self) -> None:
        """Count what the policy would settle."""
        if self._bar.rule.count():
            job = apply_policy.trying(self._ground.review, policy(self._bar.policy), self._filters.wanted)
            self._work.run(tr("Counting what the policy would settle"), job, self._bar.show_outcome, self._failed)

    def _count_those(self) -> None:
        """The filters leave others: few are counted when the hands rest, many at once, as a job."""
        if self._are_few:
            self.forget()
        else:
            self.try_policy()

    @property
    def _are_few(self) -> bool:
        return sum(self._ground.review.counts().values()) < _FEW

    def _count_again(self) -> None:
        if self._bar.isVisible() and self._bar.rule.count() and self._are_few:
            tried = apply_policy.trying(self._ground.review, policy(self._bar.policy), self._filters.wanted)
            self._bar.show_outcome(run(tried))

    def _apply(self) -> None:
        job = apply_policy.applying(self._ground.review, policy(self._bar.policy), self._filters.wanted)
        self._work.run(tr("Settling by policy"), job, self._applied, self._failed)

    def _applied(self, outcome: Outcome) -> None:
        self._ground.offer_undo(trn("Settled {count} mark", "Settled {count} marks", outcome.decided))

    def _failed(self, why: Exception) -> None:
        self._ground.say(str(why))
