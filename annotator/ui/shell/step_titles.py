"""What does a step of the journal say to the person who takes it back?"""

from annotator.domain.change_set import StepSummary
from annotator.i18n import mark, tr

_OPERATIONS = {
    "add-span": mark("marking"),
    "relabel-span": mark("relabelling"),
    "move-span": mark("moving a boundary"),
    "delete-span": mark("deleting"),
    "set-attribute": mark("an attribute"),
    "set-note": mark("a note"),
    "set-status": mark("the status"),
    "set-facts": mark("what is known of a name"),
    "rename-entry": mark("the renaming"),
    "merge-entries": mark("the merging"),
    "import": mark("the import"),
    "merge": mark("what came back"),
    "decide": mark("a decision"),
    "ask": mark("a question"),
    "say-why": mark("a comment"),
    "add-gold": mark("a mark in gold"),
    "adjudicate": mark("what the policy settled"),
    "propagate": mark("the same decision elsewhere"),
    "change-scheme": mark("a change of the scheme"),
}
_COUNTED = {
    "documents": mark("articles"),
    "spans": mark("spans"),
    "relations": mark("relations"),
    "decisions": mark("decisions"),
}


def describe(step: StepSummary) -> str:
    """The step in a few words; a bulk step with what it brought."""
    what = tr(_OPERATIONS.get(step.operation, step.operation))
    counts = ", ".join(f"{step.counts[name]} {tr(title)}" for name, title in _COUNTED.items() if step.counts.get(name))
    return f"{what} ({counts})" if counts else what
