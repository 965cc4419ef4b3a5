"""How does a passage that was settled become an example in the guidelines?"""

from annotator.app.jobs import run
from annotator.app.review.review import Reviewed
from annotator.app.scheme import apply_change
from annotator.app.session import Session
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Span
from annotator.domain.matching.extents import extent
from annotator.domain.names.redaction import without_names
from annotator.domain.scheme.guidelines import with_example
from annotator.domain.scheme.migration import GuideLabel
from annotator.i18n import tr
from annotator.review.case_states import Standing

_AROUND = 60
_LONGEST = 400


def add_example(session: Session, document: Reviewed, standing: Standing) -> str:
    """Put the passage of a settled case, what gold says and the comment into the guideline of a label; that label.

    One step of the project's own, like any change of the scheme. Everybody reads the guidelines: nobody is named.
    """
    case = standing.case
    if case.is_relation:
        raise Refused(tr("links have no guideline of their own"), remedy=tr("choose a case about spans"))
    if standing.decision is None:
        raise Refused(tr("this case is not settled"), remedy=tr("settle it first"))
    gold = document.marks_of(standing.decision)
    rivals = [span for held in case.spans.values() for span in held]
    label = (gold or rivals)[0].label
    told = _told(document, gold, rivals)
    titles = list(dict.fromkeys(session.scheme.labels[span.label].title for span in gold))
    comment = without_names(standing.decision.comment, session.people())
    example = f"{told} → {', '.join(titles) or tr('nothing here')}" + (f" ({comment})" if comment else "")
    before = apply_change.guidance_text(session, label)
    after = with_example(before, example)
    if after == before:
        raise Refused(tr("this is an example there already"))
    run(apply_change.apply(session, GuideLabel(name=label, text=after)))
    return label


def _told(document: Reviewed, gold: list[Span], rivals: list[Span]) -> str:
    """The words in their context; what gold holds, or what was at issue where that is nothing, in brackets."""
    text = document.text
    held = extent(piece for span in gold or rivals for piece in span.fragments)
    start, end = held[0][0], held[-1][1]
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    words = "".join(
        f"【{text[one:other]}】{text[other:following]}"
        for (one, other), following in zip(held, [*(place for place, _ in held[1:]), end], strict=True)
    )
    return f"…{before}{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}{behind}…"
