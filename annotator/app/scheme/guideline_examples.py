"""Examples for the guidelines, made of settled cases."""

from annotator.app.jobs import run
from annotator.app.review.review import ReviewedDocument
from annotator.app.scheme import apply_change
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.matching.extents import extent_of
from annotator.domain.names.redaction import without_names
from annotator.domain.scheme.changes import SetLabelGuidance
from annotator.domain.scheme.guidelines import with_example
from annotator.i18n import tr
from annotator.review.case_states import CaseState

_AROUND = 60
_LONGEST = 400


def add_example(session: Session, document: ReviewedDocument, state: CaseState) -> str:
    """Add the passage of a settled case, its gold labels and its comment to the guidelines of a label; that label.

    One step of the project, like any change of the scheme. All annotators read the guidelines, so names are left out.
    """
    case = state.case
    if case.is_relation:
        raise Refused(tr("links have no guideline of their own"), remedy=tr("choose a case about spans"))
    if state.decision is None:
        raise Refused(tr("this case is not settled"), remedy=tr("settle it first"))
    gold = document.spans_of(state.decision)
    rivals = [span for spans in case.spans.values() for span in spans]
    label = (gold or rivals)[0].label
    passage = _passage(document, gold, rivals)
    titles = list(dict.fromkeys(session.scheme.labels[span.label].title for span in gold))
    comment = without_names(state.decision.comment, session.annotator_names())
    example = f"{passage} → {', '.join(titles) or tr('nothing here')}" + (f" ({comment})" if comment else "")
    before = apply_change.guidance_text(session, label)
    after = with_example(before, example)
    if after == before:
        raise Refused(tr("this is an example there already"))
    run(apply_change.apply(session, SetLabelGuidance(name=label, text=after)))
    return label


def _passage(document: ReviewedDocument, gold: list[Span], rivals: list[Span]) -> str:
    """The words in their context; the extent of gold is in brackets, or that of the rivals if gold has no span."""
    text = document.text
    extent = extent_of(piece for span in gold or rivals for piece in span.fragments)
    start, end = extent[0][0], extent[-1][1]
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    words = "".join(
        f"【{text[first:last]}】{text[last:next_start]}"
        for (first, last), next_start in zip(extent, [*(start for start, _ in extent[1:]), end], strict=True)
    )
    return f"…{before}{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}{behind}…"
