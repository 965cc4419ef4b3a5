"""The note in place of an empty list of cases."""

from PySide6.QtCore import Qt

from annotator.app.review.queue import CaseFilter
from annotator.app.review.review import Review
from annotator.i18n import tr
from annotator.ui.widgets.plain_text import PlainLabel


class EmptyNote(PlainLabel):
    """Says why no case is listed, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(120, 0, 120, 80)

    def explain(self, review: Review, case_filter: CaseFilter) -> None:
        """Say why this filter would leave no case."""
        self.setText(_reason(review, case_filter))


def _reason(review: Review, case_filter: CaseFilter) -> str:
    if not review.documents:
        return tr(
            "Nothing to review yet. Cases appear as soon as two annotators have finished the same article"
            " (Ctrl+Enter in the article says so)."
        )
    if not review.counts()["open"] and case_filter.state == "open":
        undecided = sum(document.undecided_count for document in review.documents.values())
        if undecided:
            return tr("No case is open. What all agree on still waits for the policy “all agree”, above.")
        return tr("Every case is settled. Gold is whole: export it from the file menu.")
    return tr("No case fits. Choose another state, kind or article above.")
