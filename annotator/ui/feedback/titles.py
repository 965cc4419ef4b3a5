"""What are the groups of a feedback file called, and what do they say?"""

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr
from annotator.review.cases import Case
from annotator.review.findings import Finding, Group

TITLES: dict[Group, str] = {
    "missed": mark("Missed by you"),
    "extra": mark("Not in gold"),
    "label": mark("Another label"),
    "split": mark("One against two"),
    "relation": mark("Links"),
    "attribute": mark("Said otherwise"),
    "boundary": mark("Other boundaries"),
    "trivial-boundary": mark("Spaces or punctuation"),
    "open": mark("Not settled yet"),
    "agreed": mark("As gold has it"),
}
_WHAT_BECAME: dict[Group, str] = {
    "missed": mark("Gold has a mark here, and you have none."),
    "extra": mark("Your mark does not stand."),
    "label": mark("It stands with another label."),
    "split": mark("One of you has one mark where the other has two."),
    "relation": mark("Your links and those of gold are not the same here."),
    "attribute": mark("It stands, and gold says something else of it."),
    "boundary": mark("It stands with other boundaries."),
    "trivial-boundary": mark("It stands; only spaces or punctuation at its edges are another matter."),
    "open": mark("This is not settled yet."),
    "agreed": mark("Your version stands."),
}


def title(group: Group) -> str:
    return tr(TITLES[group])


def all_titles(finding: Finding) -> str:
    """The group, and whatever else differs."""
    others = [kind for kind in finding.case.kinds if kind not in (finding.group, "missed")]
    more = [tr(TITLES[kind]).lower() for kind in others if finding.group not in ("open", "extra", "missed")]
    return ", ".join([title(finding.group), *more])


def said_otherwise(case: Case, own: str, gold: str) -> list[str]:
    """What two marks of one label say differently, one's own first."""
    mine, theirs = (
        [*((span.label, span.attributes) for span in case.spans.get(name, ()))]
        + [(tie.relation.label, tie.relation.attributes) for tie in case.ties.get(name, ())]
        for name in (own, gold)
    )
    if len(mine) != 1 or len(theirs) != 1 or mine[0][0] != theirs[0][0]:
        return []
    one, other = mine[0][1], theirs[0][1]
    names = [name for name in dict.fromkeys([*one, *other]) if one.get(name, "") != other.get(name, "")]
    return [f"{name.replace('_', ' ')}: {one.get(name) or '–'} → {other.get(name) or '–'}" for name in names]


def what_became(group: Group) -> str:
    """What became of the mark, in a sentence."""
    return tr(_WHAT_BECAME[group])


def label_title(label: str, scheme: Scheme) -> str:
    """What a label or relation is called; one that the scheme has no more by its name."""
    known = scheme.labels.get(label) or scheme.relations.get(label)
    return known.title if known else label.replace("_", " ").lower()


def labels_of(case: Case, own: str, gold: str, scheme: Scheme) -> str:
    """The labels of one's own marks, and where gold has others, these behind an arrow."""
    mine, theirs = (_labels(case, name, scheme) for name in (own, gold))
    return f"{mine} → {theirs}" if mine and theirs and mine != theirs else mine or theirs


def _labels(case: Case, name: str, scheme: Scheme) -> str:
    labels = [span.label for span in case.spans.get(name, ())]
    labels += [tie.relation.label for tie in case.ties.get(name, ())]
    return ", ".join(label_title(label, scheme).lower() for label in dict.fromkeys(labels))
