"""The panel: its figures follow from the documents in any order, and each count has its passages."""

from random import Random  # noqa: TID251 - seeded
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.bootstrap import interval
from annotator.agreement.document_sums import RELATION_KINDS, RELATION_PREFIX, document_sums
from annotator.agreement.matches.span_f1 import labelled_extents
from annotator.agreement.measure import Measure
from annotator.agreement.measure_lookup import from_sums
from annotator.agreement.panel import AgreementReport, Panel
from annotator.agreement.sums import ALL_ANNOTATORS, DocumentSums, PassageKey
from annotator.agreement.units.continuum import extents_by_label, label_set_sections, sections
from annotator.agreement.units.u_alpha import UAlpha, observer_sums
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from tests.agreement.reference_answers import finished
from tests.layers import layer, random_layers, shuffled

TEXT = "Kiev réclame la paix, dit-il."
PEOPLE = ("A", "B", "C")
SEEDS = st.integers(0, 10**6)


def _sums(layers: list[Layer], text: str = TEXT, people: tuple[str, ...] = PEOPLE) -> DocumentSums:
    return document_sums(layers, match(layers, text=text), text, people)


def _panel(documents: list[list[Layer]], people: tuple[str, ...] = PEOPLE) -> Panel:
    panel = Panel(people)
    for layers in documents:
        panel.put(_sums(layers, people=people))
    return panel


def _documents(seed: int, count: int = 4) -> list[list[Layer]]:
    """Documents that two or three annotators finished."""
    chance = Random(seed)
    found = []
    for number in range(count):
        first, *others = random_layers(chance, 3, 4, width=len(TEXT), document=f"d{number}")
        layers = [first, *(_agreeing(one, first, chance) for one in others)]
        found.append([one for one in layers if one.annotator != "C" or chance.random() < 0.7])
    return found


def _agreeing(one: Layer, other: Layer, chance: Random) -> Layer:
    """The layer with some of what another holds as well: by chance alone nobody marks quite the same."""
    same = [span.model_copy(update={"id": f"same-{span.id}"}) for span in other.spans if chance.random() < 0.4]
    return one.model_copy(update={"spans": (*one.spans, *same)})


def _renamed(documents: list[list[Layer]], names: dict[str, str]) -> list[list[Layer]]:
    return [[one.model_copy(update={"annotator": names[one.annotator]}) for one in layers] for layers in documents]


def _same(one: Measure, other: Measure) -> bool:
    """Whether two measures are equal but for the last digits."""
    return one.reason == other.reason and one.value == (other.value and pytest.approx(other.value, abs=1e-12))


@given(SEEDS)
def test_the_order_of_documents_layers_and_spans_plays_no_part(seed: int) -> None:
    documents, chance = _documents(seed), Random(seed)

    mixed = [shuffled(layers, chance) for layers in chance.sample(documents, len(documents))]

    assert _panel(mixed).report() == _panel(documents).report()
    assert _panel(mixed).documents == _panel(documents).documents


@given(SEEDS)
def test_what_annotators_are_called_plays_no_part(seed: int) -> None:
    documents = [[one for one in layers if one.annotator != "C"] for layers in _documents(seed)]

    ours = _panel(documents, ("A", "B")).report().pairs[0].measures
    theirs = _panel(_renamed(documents, {"A": "Z", "B": "B"}), ("B", "Z")).report().pairs[0].measures

    # Which of several best matchings is found may differ, but not what it is worth; clusters go by name on a tie.
    for name in {definition.name for definition in from_sums("project")} - {
        "relation_aligned_f1",
        "label_krippendorff_alpha",
    }:
        assert ours[name].value == (None if theirs[name].value is None else pytest.approx(theirs[name].value))


@given(SEEDS)
def test_people_who_marked_the_same_agree_in_full(seed: int) -> None:
    documents = [[layers[0], layers[0].model_copy(update={"annotator": "B"})] for layers in _documents(seed)]

    report = _panel(documents, ("A", "B")).report()

    assert {one.value for one in report.pairs[0].measures.values()} - {report.measures["cu_coverage"].value} <= {
        1,
        None,
    }
    assert set(report.kinds) <= {"agreed"}


@given(SEEDS)
def test_a_document_can_be_added_taken_away_and_changed(seed: int) -> None:
    first, second, *rest = _documents(seed)
    other = [one.model_copy(update={"document": "d0"}) for one in _documents(seed + 1)[1]]

    panel = _panel([first, second, *rest])
    panel.put(_sums(other))
    panel.remove("d1")

    assert panel.report() == _panel([other, *rest]).report()


@given(SEEDS)
def test_a_document_that_one_person_finished_changes_nothing(seed: int) -> None:
    documents = _documents(seed)
    alone = [layer("A", "a1 X 0-9", "a2 NEW 3-7", document="alone")]

    assert _panel([*documents, alone]).report() == _panel(documents).report()


@given(SEEDS)
def test_touching_fragments_count_as_one(seed: int) -> None:
    documents = _documents(seed)

    def cut(one: Layer) -> Layer:
        """The same marks, every fragment in two pieces that touch."""
        spans = [
            span.model_copy(
                update={
                    "fragments": tuple(
                        piece
                        for start, end in span.fragments
                        for piece in ([(start, start + 1), (start + 1, end)] if end - start > 1 else [(start, end)])
                    )
                }
            )
            for span in one.spans
        ]
        return one.model_copy(update={"spans": tuple(spans)})

    assert _panel([[cut(one) for one in layers] for layers in documents]).report() == _panel(documents).report()


@given(SEEDS)
def test_every_count_is_the_length_of_its_list(seed: int) -> None:
    panel = _panel(_documents(seed))
    report = panel.report()

    counted = [(PassageKey(ALL_ANNOTATORS, kind), count) for kind, count in report.kinds.items()]
    for pair in report.pairs:
        counts = [*pair.kinds.items(), *pair.confusion.items()]
        counted += [(PassageKey((pair.a, pair.b), subject), count) for subject, count in counts]

    assert counted
    assert [len(panel.passages(passage_key)) for passage_key, _ in counted] == [count for _, count in counted]


@given(SEEDS)
def test_u_alpha_from_sums_is_u_alpha_of_one_long_text(seed: int) -> None:
    documents = [layers for layers in _documents(seed) if len(layers) == 3]
    report = _panel(documents).report()
    size = len(TEXT)
    marks = {
        name: [labelled_extents(one.spans) for layers in documents for one in layers if one.annotator == name]
        for name in PEOPLE
    }

    def observers(divided: Any) -> list[Any]:
        """The sections of each annotator, document after document; no unit crosses the seam."""
        return [
            [
                section._replace(start=section.start + number * size, end=section.end + number * size)
                for number, one in enumerate(marks[name])
                for section in sections(divided(one), 0, size)
            ]
            for name in PEOPLE
        ]

    if documents:
        long = UAlpha(observer_sums(observers(label_set_sections)))
        for name in ("bar_u_alpha", "cu_alpha", "cu_coverage"):
            assert _same(report.measures[name], getattr(long, name))
        for label, figure in report.labels.items():
            assert _same(figure.measures["k_u_alpha"], long.k_u_alpha((label,)))
            assert _same(figure.measures["k_coverage"], long.k_coverage((label,)))
    for label, figure in report.labels.items():

        def of_label(one: Any, label: str = label) -> Any:
            return label_set_sections([mark for mark in one if mark.label == label])

        assert _same(figure.measures["u_alpha_2016"], UAlpha(observer_sums(observers(of_label))).u_alpha)


def _report(*documents: list[Layer], people: tuple[str, ...] = ("A", "B")) -> AgreementReport:
    return _panel(list(documents), people).report()


def test_the_panel_says_what_two_people_agree_about() -> None:
    report = _report(
        [
            layer("A", "a1 SPEAKER 0-4", "a2 DEMAND 5-20", "r1 SAYS a1>a2"),
            layer("B", "b1 SPEAKER 0-4", "b2 DEMAND 5-21", "b3 CUE 22-25", "q1 SAYS b1>b2"),
        ]
    )
    (pair,) = report.pairs

    assert pair.measures["exact_f1"].value == pytest.approx(2 / 5)
    assert pair.measures["soft_f1"].value == pytest.approx(2 * (1 + 15 / 16) / 5)
    assert pair.measures["relation_aligned_f1"].value == 1
    assert pair.kinds == {"agreed": 1, "trivial-boundary": 1, "missed": 1}
    assert pair.confusion == {("SPEAKER", "SPEAKER"): 1, ("DEMAND", "DEMAND"): 1, ("(none)", "CUE"): 1}
    assert report.labels["SPEAKER"].measures["token_krippendorff_alpha"].value == 1
    assert report.labels["CUE"].measures["exact_f1"].value == 0
    assert report.against_others["A"]["exact_f1"] == pair.measures["exact_f1"]


ENDS = ("s SPEAKER 0-4", "d DEMAND 5-12", "e EVENT 13-18")


@pytest.mark.parametrize(
    ("ours", "theirs", "kinds"),
    [
        (["r SAYS s>d"], ["q SAYS s>d"], ["agreed"]),
        (["r SAYS s>d"], [], ["missing"]),
        (["r SAYS s>d"], ["q ASKS s>d"], ["wrong type"]),
        (["r SAYS s>d"], ["q SAYS d>s"], ["reversed"]),
        (["r SAYS s>d"], ["q SAYS s>e"], ["other endpoint"]),
        (["r SAYS s>d how=loud"], ["q SAYS s>d how=low"], ["attribute"]),
        (["r SAYS s>d how=loud", "t SAYS s>d how=low"], ["q SAYS s>d how=low", "p SAYS s>d how=loud"], ["agreed"]),
        (["r SAYS s>d", "t SAYS s>e"], ["q SAYS s>d"], ["agreed", "missing"]),
    ],
)
def test_every_way_in_which_links_differ_has_its_passages(ours: list[str], theirs: list[str], kinds: list[str]) -> None:
    third = layer("C", *ENDS, "x SAYS e>s", "y ASKS d>e")
    two = [layer("A", *ENDS, *ours), layer("B", *ENDS, *theirs)]

    for people in (("A", "B"), ("A", "B", "C")):
        panel = _panel([two if len(people) == 2 else [*two, third]], people)
        differing = [
            kind for kind in RELATION_KINDS if panel.passages(PassageKey(("A", "B"), f"{RELATION_PREFIX}{kind}"))
        ]

        # What a third person drew is no matter between two.
        assert sorted(differing) == sorted(kinds)
    alone = _panel([two], ("A", "B"))
    for kind in RELATION_KINDS:
        pair, everybody = (
            alone.passages(PassageKey(compared, f"{RELATION_PREFIX}{kind}"))
            for compared in (("A", "B"), ALL_ANNOTATORS)
        )
        assert pair == everybody


def test_each_can_be_followed_over_time_against_the_others() -> None:
    same, other = ("a1 X 0-4", "a2 X 5-9"), ("c1 Y 0-4",)
    panel = _panel([[layer("A", *same), layer("B", *same), layer("C", *other)], [layer("A", *same, document="e")]])
    measures = {name: panel.measure_of_documents(frozenset(["d"]), "exact_f1", (name, "")) for name in PEOPLE}

    assert {name: measure.value for name, measure in measures.items()} == {"A": 4 / 7, "B": 4 / 7, "C": 0}
    assert panel.measure_of_documents(frozenset(["e"]), "exact_f1", ("B", "")).reason == "no_overlap"


def test_what_is_read_off_some_documents_stays_when_others_come() -> None:
    def sums(document: str, line: str) -> DocumentSums:
        return _sums([layer("A", "a1 X 0-4", document=document), layer("B", line, document=document)])

    panel = Panel(PEOPLE)
    panel.put(sums("d", "b1 X 0-4"))
    assert panel.measure_of_documents(frozenset(["d"]), "exact_f1").value == 1
    panel.put(sums("e", "b1 Y 0-4"))

    assert panel.measure_of_documents(frozenset(["d"]), "exact_f1", ("A", "B")).value == 1
    assert panel.measure_of_documents(frozenset(["d", "e"]), "exact_f1", ("A", "B")).value == 0.5


def test_tokens_that_nobody_marked_count_for_alpha_and_show_in_the_prevalence() -> None:
    marked = [layer("A", "a1 X 0-4"), layer("B", "b1 X 0-12")]
    empty = [layer("A", document="e"), layer("B", document="e")]

    alone, together = _report(marked), _report(marked, empty)

    # Nine tokens: one for A, two for B, one of them for both.
    assert alone.labels["X"].prevalence.value == pytest.approx(3 / 18)
    assert together.labels["X"].prevalence.value == pytest.approx(3 / 36)
    assert (
        together.labels["X"].measures["token_krippendorff_alpha"]
        != alone.labels["X"].measures["token_krippendorff_alpha"]
    )


def test_without_a_common_document_no_figure_is_made_up() -> None:
    report = _report([layer("A", "a1 X 0-4")], [layer("B", "b1 X 0-4", document="e")])

    assert (report.documents, report.pairs, report.kinds) == (0, (), {})
    assert {measure.value for measure in report.measures.values()} == {None}
    assert all(measure.reason for measure in report.measures.values())


def test_one_document_can_be_read_by_itself() -> None:
    panel = _panel([_documents(3)[0], [layer("A", "a1 X 0-4", document="e"), layer("B", "b1 X 0-4", document="e")]])

    assert panel.measures_of_document("e")["exact_f1"].value == 1


def test_an_interval_is_the_same_for_the_same_seed_and_holds_the_figure() -> None:
    panel = _panel([layers for seed in range(5) for layers in _renumbered(seed)])
    for name in [definition.name for definition in from_sums("project")]:
        drawn = finished(panel.interval(name, ("A", "B"), seed=7))
        value = panel.report().pairs[0].measures[name].value

        assert finished(panel.interval(name, ("A", "B"), seed=7)) == drawn
        if value is None:
            assert drawn.reason == "no_value"
        else:
            assert drawn.low <= value <= drawn.high
    assert finished(panel.interval("exact_f1", seed=8)) != finished(panel.interval("exact_f1", seed=7))


def _renumbered(seed: int) -> list[list[Layer]]:
    return [
        [one.model_copy(update={"document": f"{seed}-{one.document}"}) for one in layers] for layers in _documents(seed)
    ]


def test_of_few_documents_there_is_no_interval() -> None:
    drawn = finished(_panel(_documents(1, 4)).interval("exact_f1", seed=1))

    assert (drawn.low, drawn.high, drawn.reason) == (None, None, "too_few_documents")


def test_what_was_not_drawn_plays_no_part_in_a_draw() -> None:
    drawn = finished(interval([{name: {1: 1}} for name in "abcdefgh"], lambda sums: Measure(value=len(sums)), seed=1))

    assert drawn.low < drawn.high < 8


def test_an_interval_can_be_stopped_at_any_draw() -> None:
    job = interval([{"x": {1: 1}}] * 5, lambda _: Measure(value=1), seed=1)

    assert next(job) == (0, 1000)
    assert next(job) == (1, 1000)
    job.close()


def test_labels_are_divided_into_stretches_of_one_set() -> None:
    marks = labelled_extents(layer("A", "a1 X 0-6", "a2 Y 4-8", "a3 X 6-7").spans)

    assert [(one.start, one.end, one.value) for one in label_set_sections(marks)] == [
        (0, 4, ("X",)),
        (4, 7, ("X", "Y")),
        (7, 8, ("Y",)),
    ]
    assert extents_by_label(marks) == {"X": ((0, 7),), "Y": ((4, 8),)}
