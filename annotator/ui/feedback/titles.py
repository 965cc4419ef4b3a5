"""Titles of the groups of findings, and sentences about them."""

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr
from annotator.review.cases import Case
from annotator.review.findings import Finding, FindingGroup
from annotator.ui.review.titles import label_words

GROUP_TITLES: dict[FindingGroup, str] = {
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
_OUTCOMES: dict[FindingGroup, str] = {
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


def group_title(group: FindingGroup) -> str:
    return tr(GROUP_TITLES[group])


def finding_title(finding: Finding) -> str:
    """The title of the group, and those of all other differences."""
    kinds = [kind for kind in finding.case.kinds if kind not in (finding.group, "missed")]
    titles = [tr(GROUP_TITLES[kind]).lower() for kind in kinds if finding.group not in ("open", "extra", "missed")]
    return ", ".join([group_title(finding.group), *titles])


def attribute_differences(case: Case, annotator: str, gold: str) -> list[str]:
    """The attributes in which two marks of one label differ, each with the annotator's value before that of gold."""
    own_marks, gold_marks = (
        [*((span.label, span.attributes) for span in case.spans.get(name, ()))]
        + [(relation.relation.label, relation.relation.attributes) for relation in case.relations.get(name, ())]
        for name in (annotator, gold)
    )
    if len(own_marks) != 1 or len(gold_marks) != 1 or own_marks[0][0] != gold_marks[0][0]:
        return []
    own_values, gold_values = own_marks[0][1], gold_marks[0][1]
    names = dict.fromkeys([*own_values, *gold_values])
    return [
        f"{name.replace('_', ' ')}: {own_values.get(name) or '–'} → {gold_values.get(name) or '–'}"
        for name in names
        if own_values.get(name, "") != gold_values.get(name, "")
    ]


def outcome_sentence(group: FindingGroup) -> str:
    """A sentence on what the review decided about the mark."""
    return tr(_OUTCOMES[group])


def label_title(name: str, scheme: Scheme) -> str:
    """The title of a label or relation, or its name as words if the scheme no longer has it."""
    label = scheme.labels.get(name) or scheme.relations.get(name)
    return label.title if label else label_words(name)


def finding_labels(case: Case, annotator: str, gold: str, scheme: Scheme) -> str:
    """The labels of the annotator's marks, followed by those of gold behind an arrow if they differ."""
    own_labels, gold_labels = (_labels(case, name, scheme) for name in (annotator, gold))
    return (
        f"{own_labels} → {gold_labels}"
        if own_labels and gold_labels and own_labels != gold_labels
        else own_labels or gold_labels
    )


def _labels(case: Case, name: str, scheme: Scheme) -> str:
    labels = [span.label for span in case.spans.get(name, ())]
    labels += [relation.relation.label for relation in case.relations.get(name, ())]
    return ", ".join(label_title(label, scheme).lower() for label in dict.fromkeys(labels))
