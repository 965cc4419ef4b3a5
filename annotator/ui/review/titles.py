"""What are kinds, states and decisions called on screen?"""

from annotator.domain.decisions import Action, Decision
from annotator.domain.matching.results import Kind
from annotator.i18n import mark, tr

KINDS: dict[Kind, str] = {
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


def kind(name: Kind) -> str:
    return tr(KINDS[name])


def link(label: str) -> str:
    """What a link is called in a line."""
    return label.replace("_", " ").lower()


def decided(decision: Decision) -> str:
    """What was settled and by whom, in a line."""
    what = tr(_ACTIONS[decision.action])
    if decision.parent is not None:
        what = tr("{what}, as elsewhere", what=what)
    if decision.policy:
        return tr("{what}: {policy}", what=what, policy=decision.policy)
    who = decision.reviewer or tr("nobody named")
    return tr("{what} by {who}, {day}", what=what, who=who, day=decision.at[:10])
