"""How are measures, kinds of disagreement and reasons called, and what do they say?"""

from annotator.agreement.bootstrap import FEWEST, Interval
from annotator.agreement.document_sums import EVERYBODY, Pair
from annotator.agreement.measure import Measure
from annotator.agreement.measures import ATTRIBUTE
from annotator.agreement.units.gamma import Gamma
from annotator.i18n import mark, tr, trn

_MEASURES = {
    "exact_f1": mark("Exact F1"),
    "soft_f1": mark("Soft F1"),
    "relation_aligned_f1": mark("Links, F1"),
    "token_krippendorff_alpha": mark("Words, alpha"),
    "label_krippendorff_alpha": mark("Labels of what both found, alpha"),
    "u_alpha_2016": mark("u-alpha"),
    "bar_u_alpha": mark("|u-alpha"),
    "cu_alpha": mark("cu-alpha"),
    "cu_coverage": mark("cu-alpha, coverage"),
    "document_krippendorff_alpha_jaccard": mark("Labels of an article, alpha"),
    "document_exact_set_agreement": mark("Labels of an article, the same set"),
    "prevalence": mark("Share of words"),
    "exact_f1_sd": mark("Exact F1, spread over pairs"),
    "soft_f1_sd": mark("Soft F1, spread over pairs"),
    "relation_aligned_f1_sd": mark("Links, F1, spread over pairs"),
    "boundary_f1": mark("Extents, F1"),
    "overlap_f1": mark("Overlap, F1"),
    "char_f1": mark("Characters, F1"),
    "semeval_strict": mark("SemEval 2013, strict"),
    "semeval_exact": mark("SemEval 2013, exact"),
    "semeval_partial": mark("SemEval 2013, partial"),
    "semeval_type": mark("SemEval 2013, type"),
    "relation_exact_f1": mark("Links of equal ends, F1"),
    "relation_unlabelled_f1": mark("Links whatever their label, F1"),
    "relation_conditional_f1": mark("Links between what both found, F1"),
    "relation_krippendorff_alpha": mark("Links, alpha"),
    "percent_agreement": mark("Labels, agreeing share"),
    "cohen_kappa": mark("Labels, Cohen's kappa"),
    "scott_pi": mark("Labels, Scott's pi"),
    "light_kappa": mark("Labels, Light's kappa"),
    "hubert_kappa": mark("Labels, Hubert's kappa"),
    "gwet_ac1": mark("Labels, Gwet's AC1"),
    "bennett_s": mark("Labels, Bennett's S"),
    "alpha_U_1995": mark("alpha-U of 1995"),
    "k_u_alpha": mark("(k)u-alpha"),
    "k_coverage": mark("(k)u-alpha, coverage"),
    "gamma": mark("gamma"),
    "gamma_cat": mark("gamma-cat"),
    "gamma_k": mark("gamma-k"),
}

_EXPLANATIONS = {
    "exact_f1": mark("Spans that both marked, same extent and label."),
    "soft_f1": mark("The same; an overlap counts by how much is shared."),
    "relation_aligned_f1": mark("Links that both drew between the same passages."),
    "token_krippendorff_alpha": mark("Which words are under which label, beyond chance."),
    "label_krippendorff_alpha": mark("Whether both call it the same, beyond chance."),
    "u_alpha_2016": mark("Places, boundaries and labels, beyond chance."),
    "bar_u_alpha": mark("Whether the same is marked at all, beyond chance."),
    "cu_alpha": mark("The labels of what both marked, beyond chance."),
    "cu_coverage": mark("How much of the text cu-alpha rests on."),
    "document_krippendorff_alpha_jaccard": mark("Which labels occur in an article, beyond chance."),
    "document_exact_set_agreement": mark("Articles in which both used the same labels."),
    "boundary_f1": mark("Spans of equal extent, whatever their label."),
    "overlap_f1": mark("Spans of one label that overlap at all, in pairs."),
    "char_f1": mark("Characters under the same label."),
    "semeval_strict": mark("Extent and label are equal."),
    "semeval_exact": mark("The extent is equal."),
    "semeval_partial": mark("The extent is equal; overlap counts half."),
    "semeval_type": mark("The label is equal, the spans overlap."),
    "relation_exact_f1": mark("Equal label, and ends of equal extent and label."),
    "relation_unlabelled_f1": mark("The same passages are linked, by whatever label."),
    "relation_conditional_f1": mark("A missed span is not held against them twice."),
    "relation_krippendorff_alpha": mark("By which label passages are linked, if at all, beyond chance."),
    "percent_agreement": mark("Of what both found, the share that they call the same."),
    "cohen_kappa": mark("The same beyond chance; each has habits of their own."),
    "scott_pi": mark("The same beyond chance; both have one habit."),
    "light_kappa": mark("The same beyond chance; the mean of Cohen's kappa over pairs."),
    "hubert_kappa": mark("The same beyond chance; averaged over pairs first."),
    "gwet_ac1": mark("The same beyond chance; steady where one label dominates."),
    "bennett_s": mark("The same beyond chance; every label is as likely."),
    "alpha_U_1995": mark("Units of a label on one long text; for older reports."),
    "k_u_alpha": mark("Whether what one calls so is called so by who else marked it."),
    "k_coverage": mark("How much of it somebody else marked at all."),
    "gamma": mark("Places and labels of whole units, aligned at best, beyond chance."),
    "gamma_cat": mark("Labels of the units so aligned, beyond chance."),
}

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
    """What a measure is called on screen."""
    if name.startswith(ATTRIBUTE):
        return tr("{attribute}, alpha", attribute=attribute_name(name))
    return tr(_MEASURES[name])


def attribute_name(name: str) -> str:
    """What the attribute is called that a measure is of."""
    return name.removeprefix(ATTRIBUTE).replace("_", " ").capitalize()


def explanation(name: str) -> str:
    """What a measure says, in one sentence."""
    return tr(_EXPLANATIONS[name])


def kind_name(kind: str) -> str:
    """What a kind of difference is called on screen."""
    return tr(_KINDS[kind])


def reason(measure: Measure) -> str:
    """Why a measure has no value; empty where it has one."""
    return tr(_REASONS[measure.reason]) if measure.reason else ""


def figure(measure: Measure) -> str:
    """The value as it is shown, or a dash."""
    return "–" if measure.value is None else f"{measure.value:.3f}"


def interval_told(told: Interval) -> str:
    """Where the figure may lie, or why nobody can say."""
    if told.low is None or told.high is None:
        if told.reason == "too_few_documents":
            return tr("fewer than {count} articles", count=FEWEST)
        return tr("no draw has a value")
    return tr("{low:.3f} to {high:.3f}", low=told.low, high=told.high)


def gamma_told(told: Gamma) -> str:
    """What a gamma rests on; without it, it is no figure that somebody else could find."""
    if told.observed is None or told.expected is None:
        return tr("sampler {sampler}, seed {seed}", sampler=told.sampler, seed=told.seed)
    return tr(
        "Disorder {observed:.3f} observed, {expected:.3f} expected over {samples} random texts: sampler {sampler},"
        " precision {precision:.0%}, seed {seed}, weights of place and label 1 and 1, an empty unit costs 1.",
        observed=told.observed,
        expected=told.expected,
        samples=told.samples,
        sampler=told.sampler,
        precision=told.precision,
        seed=told.seed,
    ) + ("" if told.exact else " " + tr("Some text was too crowded for the best alignment."))


def pair_name(pair: Pair) -> str:
    """Whom a figure compares."""
    if pair == EVERYBODY:
        return tr("all annotators")
    if not pair[1]:
        return tr("{name} and all others", name=pair[0])
    return tr("{a} and {b}", a=pair[0], b=pair[1])


def counted(passages: int) -> str:
    """So many passages."""
    return trn("{count} passage", "{count} passages", passages)
