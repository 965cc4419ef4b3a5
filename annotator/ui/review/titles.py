"""Titles of kinds, relations and decisions on screen."""

from annotator.domain.decisions import Action, Decision
from annotator.domain.matching.results import DifferenceKind
from annotator.i18n import mark, tr

KIND_TITLES: dict[DifferenceKind, str] = {
    "missed": mark("missed"),
    "label": mark("label"),
    "split": mark("one against two"),
    "relation": mark("link"),
    "attribute": mark("attribute"),
    "boundary": mark("boundary"),
    "trivial-boundary": mark("trivial boundary"),
}

_ACTIONS: dict[Action, str] = {
    "unanimous": mark("all agree"),
    "policy": mark("by policy"),
    "accepted": mark("accepted"),
    "union": mark("union"),
    "intersection": mark("intersection"),
    "edited": mark("edited"),
    "kept": mark("all kept"),
    "none": mark("none"),
    "new": mark("new"),
    "imported": mark("imported"),
    "question": mark("asked"),
}


def kind_title(kind: DifferenceKind) -> str:
    return tr(KIND_TITLES[kind])


def label_words(label: str) -> str:
    """The name of a label or relation as words in a line."""
    return label.replace("_", " ").lower()


def decision_summary(decision: Decision) -> str:
    """The action of a decision, its author and its day, in a line."""
    action = tr(_ACTIONS[decision.action])
    if decision.parent is not None:
        action = tr("{what}, as elsewhere", what=action)
    if decision.policy:
        return tr("{what}: {policy}", what=action, policy=decision.policy)
    reviewer = decision.reviewer or tr("nobody named")
    return tr("{what} by {who}, {day}", what=action, who=reviewer, day=decision.at[:10])
