"""The registry of all measures of agreement.

A new measure is an entry in ``MEASURES``: JSON, text, tables and the words on screen are made from the entries, in
their order.
"""

from collections.abc import Callable, Sequence
from typing import Any

from annotator.agreement.coefficients import kappa
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import Coding, percent_agreement
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.compared_documents import ComparedDocuments
from annotator.agreement.matches import semeval, span_f1
from annotator.agreement.matches.relation_f1 import RelationCounts
from annotator.agreement.measure import Measure
from annotator.agreement.measure_definition import (
    DocumentsFigure,
    MeasureDefinition,
    PairComparison,
    RelationF1,
    SpanF1,
    SumFigure,
    f1_on_demand,
    levels,
    sum_figure,
)
from annotator.agreement.sum_reader import SumReader
from annotator.agreement.sums import (
    ALL_RELATIONS,
    COMMON_SPANS,
    SAME_LABEL_SPANS,
    WHOLE_DOCUMENTS,
)
from annotator.agreement.units.u_alpha import UAlpha
from annotator.i18n import mark


def _unit_figure(figure: Callable[[UAlpha], Measure]) -> SumFigure:
    """A figure of the u-alpha family; of one label it is read from the sums of that label alone."""
    return SumFigure(
        lambda sums, scope: figure(sums.label_units(scope)), frozenset({"sets"}), frozenset({"length", "units"})
    )


def _label_figure(figure: Callable[[Coding], Measure]) -> DocumentsFigure:
    """A coefficient, on demand, of the labels of what two annotators found."""
    return DocumentsFigure(lambda compared: figure(compared.label_coding))


def _semeval_figure(name: str) -> PairComparison:
    def combine(documents: Sequence[Any]) -> Measure:
        return semeval.total(documents)[name].f1

    return PairComparison(semeval.scores, combine)


_DEFINITIONS = (
    MeasureDefinition(
        name="exact_f1",
        title=mark("Exact F1"),
        explanation=mark("Spans that both marked, same extent and label."),
        spread_title=mark("Exact F1, spread over pairs"),
        levels=levels("project", "label", "annotator", "period"),
        from_sums=SpanF1(span_f1.exact_matches),
    ),
    MeasureDefinition(
        name="soft_f1",
        title=mark("Soft F1"),
        explanation=mark("The same; an overlap counts by how much is shared."),
        spread_title=mark("Soft F1, spread over pairs"),
        levels=levels("project", "label", "annotator", "period"),
        from_sums=SpanF1(span_f1.soft_matches),
    ),
    MeasureDefinition(
        name="relation_exact_f1",
        title=mark("Links of equal ends, F1"),
        explanation=mark("Equal label, and ends of equal extent and label."),
        levels=levels("relation"),
        from_sums=RelationF1(RelationCounts.exact),
        passages=ALL_RELATIONS,
    ),
    MeasureDefinition(
        name="relation_aligned_f1",
        title=mark("Links, F1"),
        explanation=mark("Links that both drew between the same passages."),
        spread_title=mark("Links, F1, spread over pairs"),
        levels=levels("project", "relation", "annotator"),
        from_sums=RelationF1(RelationCounts.aligned),
        passages=ALL_RELATIONS,
    ),
    MeasureDefinition(
        name="relation_unlabelled_f1",
        title=mark("Links whatever their label, F1"),
        explanation=mark("The same passages are linked, by whatever label."),
        levels=levels("relation"),
        from_sums=RelationF1(RelationCounts.unlabelled),
        passages=ALL_RELATIONS,
    ),
    MeasureDefinition(
        name="relation_conditional_f1",
        title=mark("Links between what both found, F1"),
        explanation=mark("A missed span is not held against them twice."),
        levels=levels("relation"),
        from_sums=RelationF1(RelationCounts.conditional),
        passages=ALL_RELATIONS,
    ),
    MeasureDefinition(
        name="token_krippendorff_alpha",
        title=mark("Words, alpha"),
        explanation=mark("Which words are under which label, beyond chance."),
        levels=levels("project", "label"),
        from_sums=sum_figure(lambda sums, scope: alpha(sums.token_coding(scope)), "places", "tokens"),
        is_alpha=True,
    ),
    MeasureDefinition(
        name="label_krippendorff_alpha",
        title=mark("Labels of what both found, alpha"),
        explanation=mark("Whether both call it the same, beyond chance."),
        levels=levels("project"),
        from_sums=sum_figure(lambda sums, scope: alpha(sums.coding("labels", scope)), "labels"),
        passages=COMMON_SPANS,
        is_alpha=True,
    ),
    MeasureDefinition(
        name="u_alpha_2016",
        title=mark("u-alpha"),
        explanation=mark("Places, boundaries and labels, beyond chance."),
        levels=levels("project", "label"),
        from_sums=_unit_figure(lambda family: family.u_alpha),
        is_alpha=True,
    ),
    MeasureDefinition(
        name="bar_u_alpha",
        title=mark("|u-alpha"),
        explanation=mark("Whether the same is marked at all, beyond chance."),
        levels=levels("project"),
        from_sums=_unit_figure(lambda family: family.bar_u_alpha),
        is_alpha=True,
    ),
    MeasureDefinition(
        name="cu_alpha",
        title=mark("cu-alpha"),
        explanation=mark("The labels of what both marked, beyond chance."),
        levels=levels("project"),
        from_sums=_unit_figure(lambda family: family.cu_alpha),
        is_alpha=True,
    ),
    MeasureDefinition(
        name="cu_coverage",
        title=mark("cu-alpha, coverage"),
        explanation=mark("How much of the text cu-alpha rests on."),
        levels=levels("project"),
        from_sums=_unit_figure(lambda family: family.cu_coverage),
    ),
    MeasureDefinition(
        name="document_krippendorff_alpha_jaccard",
        title=mark("Labels of an article, alpha"),
        explanation=mark("Which labels occur in an article, beyond chance."),
        levels=levels("project"),
        from_sums=sum_figure(
            lambda sums, scope: alpha(sums.coding("documents", scope), SCALES["jaccard"]), "documents"
        ),
        passages=WHOLE_DOCUMENTS,
        is_alpha=True,
    ),
    MeasureDefinition(
        name="document_exact_set_agreement",
        title=mark("Labels of an article, the same set"),
        explanation=mark("Articles in which both used the same labels."),
        levels=levels("project"),
        from_sums=sum_figure(lambda sums, scope: percent_agreement(sums.coding("documents", scope)), "documents"),
        passages=WHOLE_DOCUMENTS,
    ),
    MeasureDefinition(
        name="relation_krippendorff_alpha",
        title=mark("Links, alpha"),
        explanation=mark("By which label passages are linked, if at all, beyond chance."),
        levels=levels("relation"),
        from_sums=sum_figure(lambda sums, scope: alpha(sums.coding("links", scope)), "links"),
        passages=ALL_RELATIONS,
        is_alpha=True,
    ),
    MeasureDefinition(
        name="k_u_alpha",
        title=mark("(k)u-alpha"),
        explanation=mark("Whether what one calls so is called so by who else marked it."),
        levels=levels("further"),
        from_sums=sum_figure(lambda sums, scope: sums.label_set_units(scope).k_u_alpha((scope.label,)), "sets"),
        is_alpha=True,
    ),
    MeasureDefinition(
        name="k_coverage",
        title=mark("(k)u-alpha, coverage"),
        explanation=mark("How much of it somebody else marked at all."),
        levels=levels("further"),
        from_sums=sum_figure(lambda sums, scope: sums.label_set_units(scope).k_coverage((scope.label,)), "sets"),
    ),
    MeasureDefinition(
        name="attribute_krippendorff_alpha",
        title=mark("{attribute}, alpha"),
        heading=mark("Alpha"),
        levels=levels("attribute"),
        from_sums=sum_figure(SumReader.attribute_alpha, "attribute"),
        passages=SAME_LABEL_SPANS,
        is_alpha=True,
    ),
    # Stands beside the measures of a label, because an alpha must be read with it.
    MeasureDefinition(name="prevalence", title=mark("Share of words")),
    MeasureDefinition(
        name="boundary_f1",
        title=mark("Extents, F1"),
        explanation=mark("Spans of equal extent, whatever their label."),
        on_demand=f1_on_demand(span_f1.boundary_matches),
    ),
    MeasureDefinition(
        name="overlap_f1",
        title=mark("Overlap, F1"),
        explanation=mark("Spans of one label that overlap at all, in pairs."),
        on_demand=f1_on_demand(span_f1.overlap_matches),
    ),
    MeasureDefinition(
        name="char_f1",
        title=mark("Characters, F1"),
        explanation=mark("Characters under the same label."),
        on_demand=f1_on_demand(span_f1.character_matches),
    ),
    MeasureDefinition(
        name="semeval_strict",
        title=mark("SemEval 2013, strict"),
        explanation=mark("Extent and label are equal."),
        on_demand=_semeval_figure("strict"),
    ),
    MeasureDefinition(
        name="semeval_exact",
        title=mark("SemEval 2013, exact"),
        explanation=mark("The extent is equal."),
        on_demand=_semeval_figure("exact"),
    ),
    MeasureDefinition(
        name="semeval_partial",
        title=mark("SemEval 2013, partial"),
        explanation=mark("The extent is equal; overlap counts half."),
        on_demand=_semeval_figure("partial"),
    ),
    MeasureDefinition(
        name="semeval_type",
        title=mark("SemEval 2013, type"),
        explanation=mark("The label is equal, the spans overlap."),
        on_demand=_semeval_figure("type"),
    ),
    MeasureDefinition(
        name="percent_agreement",
        title=mark("Labels, agreeing share"),
        explanation=mark("Of what both found, the share that they call the same."),
        on_demand=_label_figure(percent_agreement),
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="cohen_kappa",
        title=mark("Labels, Cohen's kappa"),
        explanation=mark("The same beyond chance; each has habits of their own."),
        on_demand=_label_figure(lambda coding: kappa.cohen_kappa(coding).measure),
        raters="two",
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="scott_pi",
        title=mark("Labels, Scott's pi"),
        explanation=mark("The same beyond chance; both have one habit."),
        on_demand=_label_figure(lambda coding: kappa.scott_pi(coding).measure),
        raters="two",
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="light_kappa",
        title=mark("Labels, Light's kappa"),
        explanation=mark("The same beyond chance; the mean of Cohen's kappa over pairs."),
        on_demand=_label_figure(kappa.light_kappa),
        raters="more",
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="hubert_kappa",
        title=mark("Labels, Hubert's kappa"),
        explanation=mark("The same beyond chance; averaged over pairs first."),
        on_demand=_label_figure(lambda coding: kappa.hubert_kappa(coding).measure),
        raters="more",
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="gwet_ac1",
        title=mark("Labels, Gwet's AC1"),
        explanation=mark("The same beyond chance; steady where one label dominates."),
        on_demand=_label_figure(lambda coding: kappa.gwet_ac1(coding).measure),
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="bennett_s",
        title=mark("Labels, Bennett's S"),
        explanation=mark("The same beyond chance; every label is as likely."),
        on_demand=_label_figure(lambda coding: kappa.bennett_s(coding).measure),
        passages=COMMON_SPANS,
    ),
    MeasureDefinition(
        name="alpha_U_1995",
        title=mark("alpha-U of 1995"),
        explanation=mark("Units of a label on one long text; for older reports."),
        on_demand=DocumentsFigure(ComparedDocuments.alpha_u),
        is_alpha=True,
    ),
    # Gamma has a job of its own, because it is drawn at random and slow.
    MeasureDefinition(
        name="gamma",
        title=mark("gamma"),
        explanation=mark("Places and labels of whole units, aligned at best, beyond chance."),
    ),
    MeasureDefinition(
        name="gamma_cat",
        title=mark("gamma-cat"),
        explanation=mark("Labels of the units so aligned, beyond chance."),
    ),
    MeasureDefinition(name="gamma_k", title=mark("gamma-k")),
)
MEASURES: dict[str, MeasureDefinition] = {definition.name: definition for definition in _DEFINITIONS}
