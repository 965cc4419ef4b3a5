"""Sums of attributes, the passages behind each measure, and the measures that are worked out on demand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.attribute_sums import with_attributes
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import AttributesByLabel
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.compared_documents import marks_by_annotator
from annotator.agreement.document_sums import document_sums
from annotator.agreement.matches.relation_f1 import RelationMatcher
from annotator.agreement.measure_lookup import from_sums, measure_passages
from annotator.agreement.on_demand_measures import on_demand_measures
from annotator.agreement.panel import Panel
from annotator.agreement.sums import ALL_ANNOTATORS, DocumentSums, PassageKey
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.scheme.scheme import Attribute
from tests.agreement.reference_answers import finished
from tests.agreement.test_panel import PEOPLE, SEEDS, TEXT, _documents
from tests.layers import layer

MOOD_ALPHA = "attribute_krippendorff_alpha:mood"
MOOD = Attribute(name="mood", kind="choice", values=("", "sad", "glad"))
ATTRIBUTES = {"X": {"mood": MOOD}, "Y": {}}


def _sums(layers: list[Layer], names: tuple[str, ...] = PEOPLE) -> DocumentSums:
    return with_attributes(
        document_sums(layers, match(layers, text=TEXT), TEXT, names), names, ATTRIBUTES, RelationMatcher({})
    )


def _panel(
    documents: list[list[Layer]], names: tuple[str, ...] = PEOPLE, attributes: AttributesByLabel = ATTRIBUTES
) -> Panel:
    panel = Panel(names, attributes)
    for layers in documents:
        panel.put(_sums(layers, names))
    return panel


@given(SEEDS)
def test_a_measure_rests_on_every_span_that_it_compares(seed: int) -> None:
    documents = _documents(seed)
    panel = _panel(documents)

    for pair in panel.report().pairs:
        common = [layers for layers in documents if {pair.a, pair.b} <= {layer.annotator for layer in layers}]
        for label in ("", "X", "Y", "Z"):
            passage_key = measure_passages("exact_f1", (pair.a, pair.b), label)
            expected = {
                (layer.document, f"{layer.annotator}:{span.id}")
                for layers in common
                for layer in layers
                if layer.annotator in (pair.a, pair.b)
                for span in layer.spans
                if label in ("", span.label)
            }
            listed = set()
            for document, name in panel.passages(passage_key):
                cluster = next(layer for layer in panel.documents[document].matching.clusters if layer.id == name)
                listed |= {
                    (document, member.id)
                    for member in cluster.members
                    if member.annotator in (pair.a, pair.b) and label in ("", member.span.label)
                }
            assert len(set(panel.passages(passage_key))) == panel.count(passage_key)
            # A span that is marked twice is one.
            assert listed <= expected
            assert {document for document, _ in listed} == {document for document, _ in expected}


@given(SEEDS)
def test_counts_follow_documents_that_change(seed: int) -> None:
    first, second, *others = _documents(seed)
    panel = _panel([first, second, *others])
    measures = [
        measure_passages(definition.name, pair)
        for definition in from_sums("project")
        for pair in (ALL_ANNOTATORS, ("A", "B"), ("A", ""))
    ]
    panel.measure_of_documents(frozenset(["d0", "d1"]), "exact_f1")
    panel.remove("d1")
    panel.put(_sums([layer.model_copy(update={"document": "d0"}) for layer in second]))
    fresh = _panel([[layer.model_copy(update={"document": "d0"}) for layer in second], *others])

    assert [panel.count(passage_key) for passage_key in measures] == [
        fresh.count(passage_key) for passage_key in measures
    ]
    assert [len(panel.passages(passage_key)) for passage_key in measures] == [
        panel.count(passage_key) for passage_key in measures
    ]
    assert panel.report() == fresh.report()
    only = frozenset(["d0"])
    if "d0" in fresh.documents:
        assert panel.measure_of_documents(only, "soft_f1") == fresh.measure_of_documents(only, "soft_f1")


def test_an_attribute_has_the_alpha_of_what_two_say_by_it() -> None:
    layers = [
        layer("A", "a1 X 0-4 mood=glad", "a2 X 5-7 mood=sad", "a3 Y 8-9"),
        layer("B", "b1 X 0-4 mood=glad", "b2 X 5-8 mood=glad", "b3 Y 8-9"),
        layer("C", "c1 X 0-4"),
    ]
    panel = _panel([layers])
    coding = {("glad", "glad", ""): 1, ("sad", "glad", None): 1}

    assert panel.report().labels["X"].measures[MOOD_ALPHA] == alpha(coding)
    assert panel.count(measure_passages(MOOD_ALPHA, ALL_ANNOTATORS, "X")) == sum(coding.values()) == 2
    assert panel.count(measure_passages(MOOD_ALPHA, ("A", "C"), "X")) == 1
    assert panel.measure(MOOD_ALPHA, ("A", "B"), "X").value is not None
    assert set(panel.report().labels["Y"].measures) == {
        definition.name for definition in (*from_sums("label"), *from_sums("further"))
    }


def test_the_scale_that_the_scheme_declares_decides_how_far_answers_are_apart() -> None:
    ordinal = MOOD.model_copy(update={"values": ("", "sad", "calm", "glad"), "scale": "ordinal"})
    layers = [
        layer("A", "a1 X 0-4 mood=sad", "a2 X 5-7 mood=calm", "a3 X 8-9 mood=glad", "a4 X 11-12"),
        layer("B", "b1 X 0-4 mood=sad", "b2 X 5-7 mood=glad", "b3 X 8-9 mood=glad", "b4 X 11-12 mood=sad"),
    ]
    panel = _panel([layers], ("A", "B"), {"X": {"mood": ordinal}})
    ranks = {(0, 0): 1, (1, 2): 1, (2, 2): 1}

    assert panel.report().labels["X"].measures[MOOD_ALPHA] == alpha(ranks, SCALES["ordinal"])
    assert panel.measure(MOOD_ALPHA, ("A", "B"), "X") == alpha(ranks, SCALES["ordinal"])


def test_documents_are_compared_by_the_labels_that_occur_in_them() -> None:
    panel = _panel(
        [
            [layer("A", "a1 X 0-4", "a2 Y 5-7"), layer("B", "b1 Y 8-9", "b2 X 10-12")],
            [layer("A", "a1 X 0-4", document="e"), layer("B", "b1 X 0-4", "b2 Y 5-7", document="e")],
        ],
        ("A", "B"),
    )

    assert panel.report().measures["document_exact_set_agreement"].value == 1 / 2
    assert panel.passages(PassageKey(("A", "B"), "documents")) == [("d", ""), ("e", "")]


@given(st.integers(0, 10**6))
def test_further_measures_agree_with_what_is_known(seed: int) -> None:
    panel = _panel(_documents(seed))
    documents = list(panel.documents.values())

    for pair in panel.report().pairs:
        measures = finished(on_demand_measures(documents, PEOPLE, (pair.a, pair.b)))
        assert measures["semeval_strict"].value == (
            None if pair.measures["exact_f1"].value is None else pytest.approx(pair.measures["exact_f1"].value)
        )
        assert (measures["boundary_f1"].value or 0) >= (pair.measures["exact_f1"].value or 0)
        assert (measures["overlap_f1"].value or 0) >= (pair.measures["soft_f1"].value or 0) - 1e-9


def test_what_nobody_finished_together_has_no_further_measure() -> None:
    measures = finished(on_demand_measures([], ("A", "B"), ("A", "B")))

    assert {(measure.value, measure.reason) for measure in measures.values()} == {(None, "no_overlap")}


def test_a_span_that_is_marked_twice_is_one() -> None:
    sums = _sums([layer("A", "a1 X 0-4", "a2 X 0-4"), layer("B", "b1 X 0-4")])

    assert [len(marks) for marks in marks_by_annotator(sums).values()] == [1, 1]
