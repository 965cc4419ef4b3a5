"""Names and explanations of measures, kinds of difference and reasons, as they are shown.

The words of a measure stand in its definition, see ``agreement/measure_registry.py``.
"""

from annotator.agreement.bootstrap import FEWEST_DOCUMENTS, Interval
from annotator.agreement.measure import Measure
from annotator.agreement.measure_lookup import SPREAD_SUFFIX, attribute_of, definition_of
from annotator.agreement.sums import ALL_ANNOTATORS, AnnotatorPair
from annotator.agreement.units.gamma import Gamma
from annotator.i18n import mark, tr, trn

_REASONS = {
    "nothing_to_compare": mark("nobody marked anything here"),
    "no_overlap": mark("nothing was judged by two people"),
    "no_variation": mark("all is of one kind, so chance alone would agree"),
}

_KINDS = {
    "agreed": mark("the same"),
    "missed": mark("marked by one only"),
    "label": mark("other label"),
    "split": mark("one span against two"),
    "relation": mark("other links"),
    "attribute": mark("other attributes"),
    "boundary": mark("other boundary"),
    "trivial-boundary": mark("spaces or signs at the edge"),
    "link:agreed": mark("the same"),
    "link:missing": mark("drawn by one only"),
    "link:wrong type": mark("other label"),
    "link:reversed": mark("the other way round"),
    "link:other endpoint": mark("to or from elsewhere"),
    "link:attribute": mark("other attributes"),
}


def measure_name(name: str) -> str:
    """The name of a measure on screen."""
    if name.endswith(SPREAD_SUFFIX):
        return tr(definition_of(name.removesuffix(SPREAD_SUFFIX)).spread_title)
    title, attribute = definition_of(name).title, attribute_of(name)
    return tr(title, attribute=attribute_title(attribute)) if attribute else tr(title)


def attribute_title(attribute: str) -> str:
    """The name of an attribute on screen."""
    return attribute.replace("_", " ").capitalize()


def explanation(name: str) -> str:
    """What a measure means, in one sentence; empty where its definition does not say."""
    sentence = definition_of(name).explanation
    return tr(sentence) if sentence else ""


def kind_name(kind: str) -> str:
    """The name of a kind of difference on screen."""
    return tr(_KINDS[kind])


def undefined_reason(measure: Measure) -> str:
    """Why a measure has no value; empty where it has one."""
    return tr(_REASONS[measure.reason]) if measure.reason else ""


def figure_text(measure: Measure) -> str:
    """The value as it is shown; a dash where there is none."""
    return "–" if measure.value is None else f"{measure.value:.3f}"


def interval_text(interval: Interval) -> str:
    """The range of a figure, or why there is none."""
    if interval.low is None or interval.high is None:
        if interval.reason == "too_few_documents":
            return tr("fewer than {count} articles", count=FEWEST_DOCUMENTS)
        return tr("no draw has a value")
    return tr("{low:.3f} to {high:.3f}", low=interval.low, high=interval.high)


def gamma_basis(gamma: Gamma) -> str:
    """The parameters of a gamma; without them nobody else could compute the same figure."""
    if gamma.observed is None or gamma.expected is None:
        return tr("sampler {sampler}, seed {seed}", sampler=gamma.sampler, seed=gamma.seed)
    return tr(
        "Disorder {observed:.3f} observed, {expected:.3f} expected over {samples} random texts: sampler {sampler},"
        " precision {precision:.0%}, seed {seed}, weights of place and label 1 and 1, an empty unit costs 1.",
        observed=gamma.observed,
        expected=gamma.expected,
        samples=gamma.samples,
        sampler=gamma.sampler,
        precision=gamma.precision,
        seed=gamma.seed,
    ) + ("" if gamma.exact else " " + tr("Some text was too crowded for the best alignment."))


def pair_name(pair: AnnotatorPair) -> str:
    """The names of the annotators whom a figure compares."""
    if pair == ALL_ANNOTATORS:
        return tr("all annotators")
    if not pair[1]:
        return tr("{name} and all others", name=pair[0])
    return tr("{a} and {b}", a=pair[0], b=pair[1])


def passage_count(passages: int) -> str:
    """The number of passages in words."""
    return trn("{count} passage", "{count} passages", passages)
