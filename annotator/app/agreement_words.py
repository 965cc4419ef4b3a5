"""How are measures, kinds of disagreement and reasons called?"""

from annotator.agreement.measure import Measure
from annotator.agreement.reading import ATTRIBUTE
from annotator.i18n import mark, tr

_MEASURES = {
    "exact_f1": mark("Exact F1"),
    "exact_f1_sd": mark("Exact F1, spread over pairs"),
    "soft_f1": mark("Soft F1"),
    "soft_f1_sd": mark("Soft F1, spread over pairs"),
    "relation_aligned_f1": mark("Links, F1"),
    "relation_aligned_f1_sd": mark("Links, F1, spread over pairs"),
    "token_krippendorff_alpha": mark("Words, alpha"),
    "label_krippendorff_alpha": mark("Labels of what both found, alpha"),
    "u_alpha_2016": mark("u-alpha"),
    "bar_u_alpha": mark("|u-alpha"),
    "cu_alpha": mark("cu-alpha"),
    "cu_coverage": mark("cu-alpha, coverage"),
    "document_krippendorff_alpha_jaccard": mark("Labels of an article, alpha"),
    "document_exact_set_agreement": mark("Labels of an article, the same set"),
    "prevalence": mark("Share of words"),
}

_REASONS = {
    "nothing_to_compare": mark("nobody marked anything here"),
    "no_overlap": mark("nothing was judged by two people"),
    "no_variation": mark("all is of one kind, so chance alone would agree"),
}


def measure_name(name: str) -> str:
    """What a measure is called on screen."""
    if name.startswith(ATTRIBUTE):
        return tr("{attribute}, alpha", attribute=name.removeprefix(ATTRIBUTE).replace("_", " ").capitalize())
    return tr(_MEASURES[name])


def reason(measure: Measure) -> str:
    """Why a measure has no value; empty where it has one."""
    return tr(_REASONS[measure.reason]) if measure.reason else ""


def figure(measure: Measure) -> str:
    """The value as it is shown, or a dash."""
    return "–" if measure.value is None else f"{measure.value:.3f}"
