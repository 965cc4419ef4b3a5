"""Does every measure rest on the passages that it says, and does every attribute have its figure?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.attribute_sums import rests_on, with_said
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.attribute_alpha import Attributes
from annotator.agreement.coefficients.distances import SCALES
from annotator.agreement.document_sums import EVERYBODY, Behind, Figures, figures
from annotator.agreement.matches.relation_f1 import Linking
from annotator.agreement.measures import ATTRIBUTE, K_UNITS, LABEL_NAMES, NAMES
from annotator.agreement.on_demand_measures import further, marks_of
from annotator.agreement.panel import Panel
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.scheme.scheme import Attribute
from tests.agreement.answers import finished
from tests.agreement.test_panel import PEOPLE, SEEDS, TEXT, _documents
from tests.layers import layer

MOOD = Attribute(name="mood", kind="choice", values=("", "sad", "glad"))
ATTRIBUTES = {"X": {"mood": MOOD}, "Y": {}}


def _told(layers: list[Layer], people: tuple[str, ...] = PEOPLE) -> Figures:
    return with_said(figures(layers, match(layers, text=TEXT), TEXT, people), people, ATTRIBUTES, Linking({}))


def _panel(
    documents: list[list[Layer]], people: tuple[str, ...] = PEOPLE, attributes: Attributes = ATTRIBUTES
) -> Panel:
    panel = Panel(people, attributes)
    for layers in documents:
        panel.put(_told(layers, people))
    return panel


@given(SEEDS)
def test_a_measure_rests_on_every_span_that_it_compares(seed: int) -> None:
    documents = _documents(seed)
    panel = _panel(documents)

    for pair in panel.report().pairs:
        both = [layers for layers in documents if {pair.a, pair.b} <= {one.annotator for one in layers}]
        for label in ("", "X", "Y", "Z"):
            behind = rests_on("exact_f1", (pair.a, pair.b), label)
            wanted = {
                (one.document, f"{one.annotator}:{span.id}")
                for layers in both
                for one in layers
                if one.annotator in (pair.a, pair.b)
                for span in one.spans
                if label in ("", span.label)
            }
            found = set()
            for document, name in panel.passages(behind):
                cluster = next(one for one in panel.documents[document].matching.clusters if one.id == name)
                found |= {
                    (document, member.id)
                    for member in cluster.members
                    if member.annotator in (pair.a, pair.b) and label in ("", member.span.label)
                }
            assert len(set(panel.passages(behind))) == panel.count(behind)
            # A span that is marked twice is one.
            assert found <= wanted
            assert {document for document, _ in found} == {document for document, _ in wanted}


@given(SEEDS)
def test_counts_follow_documents_that_change(seed: int) -> None:
    first, second, *rest = _documents(seed)
    panel = _panel([first, second, *rest])
    measures = [rests_on(name, pair) for name in NAMES for pair in (EVERYBODY, ("A", "B"), ("A", ""))]
    panel.of_documents(frozenset(["d0", "d1"]), "exact_f1")
    panel.remove("d1")
    panel.put(_told([one.model_copy(update={"document": "d0"}) for one in second]))
    fresh = _panel([[one.model_copy(update={"document": "d0"}) for one in second], *rest])

    assert [panel.count(behind) for behind in measures] == [fresh.count(behind) for behind in measures]
    assert [len(panel.passages(behind)) for behind in measures] == [panel.count(behind) for behind in measures]
    assert panel.report() == fresh.report()
    only = frozenset(["d0"])
    if "d0" in fresh.documents:
        assert panel.of_documents(only, "soft_f1") == fresh.of_documents(only, "soft_f1")


def test_an_attribute_has_the_alpha_of_what_two_say_by_it() -> None:
    layers = [
        layer("A", "a1 X 0-4 mood=glad", "a2 X 5-7 mood=sad", "a3 Y 8-9"),
        layer("B", "b1 X 0-4 mood=glad", "b2 X 5-8 mood=glad", "b3 Y 8-9"),
        layer("C", "c1 X 0-4"),
    ]
    panel = _panel([layers])
    coding = {("glad", "glad", ""): 1, ("sad", "glad", None): 1}

    assert panel.report().labels["X"].measures[f"{ATTRIBUTE}mood"] == alpha(coding)
    assert panel.count(rests_on(f"{ATTRIBUTE}mood", EVERYBODY, "X")) == sum(coding.values()) == 2
    assert panel.count(rests_on(f"{ATTRIBUTE}mood", ("A", "C"), "X")) == 1
    assert panel.measure(f"{ATTRIBUTE}mood", ("A", "B"), "X").value is not None
    assert set(panel.report().labels["Y"].measures) == {*LABEL_NAMES, *K_UNITS}


def test_the_scale_that_the_scheme_declares_decides_how_far_answers_are_apart() -> None:
    ordinal = MOOD.model_copy(update={"values": ("", "sad", "calm", "glad"), "scale": "ordinal"})
    layers = [
        layer("A", "a1 X 0-4 mood=sad", "a2 X 5-7 mood=calm", "a3 X 8-9 mood=glad", "a4 X 11-12"),
        layer("B", "b1 X 0-4 mood=sad", "b2 X 5-7 mood=glad", "b3 X 8-9 mood=glad", "b4 X 11-12 mood=sad"),
    ]
    panel = _panel([layers], ("A", "B"), {"X": {"mood": ordinal}})
    ranks = {(0, 0): 1, (1, 2): 1, (2, 2): 1}

    assert panel.report().labels["X"].measures[f"{ATTRIBUTE}mood"] == alpha(ranks, SCALES["ordinal"])
    assert panel.measure(f"{ATTRIBUTE}mood", ("A", "B"), "X") == alpha(ranks, SCALES["ordinal"])


def test_documents_are_compared_by_the_labels_that_occur_in_them() -> None:
    panel = _panel(
        [
            [layer("A", "a1 X 0-4", "a2 Y 5-7"), layer("B", "b1 Y 8-9", "b2 X 10-12")],
            [layer("A", "a1 X 0-4", document="e"), layer("B", "b1 X 0-4", "b2 Y 5-7", document="e")],
        ],
        ("A", "B"),
    )

    assert panel.report().measures["document_exact_set_agreement"].value == 1 / 2
    assert panel.passages(Behind(("A", "B"), "documents")) == [("d", ""), ("e", "")]


@given(st.integers(0, 10**6))
def test_further_measures_agree_with_what_is_known(seed: int) -> None:
    panel = _panel(_documents(seed))
    documents = list(panel.documents.values())

    for pair in panel.report().pairs:
        told = finished(further(documents, PEOPLE, (pair.a, pair.b)))
        assert told["semeval_strict"].value == (
            None if pair.measures["exact_f1"].value is None else pytest.approx(pair.measures["exact_f1"].value)
        )
        assert (told["boundary_f1"].value or 0) >= (pair.measures["exact_f1"].value or 0)
        assert (told["overlap_f1"].value or 0) >= (pair.measures["soft_f1"].value or 0) - 1e-9


def test_what_nobody_finished_together_has_no_further_measure() -> None:
    told = finished(further([], ("A", "B"), ("A", "B")))

    assert {(one.value, one.reason) for one in told.values()} == {(None, "no_overlap")}


def test_a_span_that_is_marked_twice_is_one() -> None:
    told = _told([layer("A", "a1 X 0-4", "a2 X 0-4"), layer("B", "b1 X 0-4")])

    assert [len(marks) for marks in marks_of(told).values()] == [1, 1]
