"""Short titles of the steps of the journal, for undo and redo."""

from annotator.domain.change_set import StepSummary
from annotator.domain.operations import operation_title
from annotator.i18n import mark, tr

_COUNTED = {
    "documents": mark("articles"),
    "spans": mark("spans"),
    "relations": mark("relations"),
    "decisions": mark("decisions"),
}


def describe(step: StepSummary) -> str:
    """The title of the step; for a bulk step with the number of its rows."""
    title = operation_title(step.operation)
    counts = ", ".join(f"{step.counts[name]} {tr(noun)}" for name, noun in _COUNTED.items() if step.counts.get(name))
    return f"{title} ({counts})" if counts else title
