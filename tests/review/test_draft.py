"""Edits of a draft, and the edits that are refused."""

import pytest

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.scheme import Scheme
from annotator.review.cases import CaseRelation
from annotator.review.draft import Draft, DraftEditor

TEXT = "Kiev says no to Paris"


def scheme() -> Scheme:
    ends = {"from": ["WHO"], "to": ["WHO"]}
    body = {
        "scheme": "small",
        "version": "1",
        "span_labels": {"WHO": {"key": "W", "attributes": {"mode": {"values": ["a", "b"]}}}, "WHAT": {"key": "T"}},
        "relations": {"LIKES": ends, "HATES": ends | {"attributes": {"how": {"values": ["much"], "default": "much"}}}},
    }
    return parse_scheme(body, where="here")


def span(start: int, end: int, label: str = "WHO") -> Span:
    return Span(id=f"s{start}", label=label, fragments=((start, end),), quote=TEXT[start:end])


def draft_editor(*spans: Span, relations: tuple[CaseRelation, ...] = ()) -> DraftEditor:
    return DraftEditor(Draft(spans=spans, relations=relations), TEXT, scheme())


def case_relation() -> CaseRelation:
    link = Relation(id="r", label="LIKES", source="s0", target="s16")
    return CaseRelation(
        annotator="Alba", relation=link, source=span(0, 4), target=span(16, 21), source_case="k", target_case="p"
    )


def test_a_new_span_takes_its_place_in_the_text_and_is_at_hand() -> None:
    one = draft_editor(span(16, 21))

    one.apply_label("WHO", (0, 5))

    assert [told.quote for told in one.draft.spans] == ["Kiev", "Paris"], "trimmed, in text order"
    assert one.draft.current_span is one.draft.spans[0]
    assert one.choice.action == "edited"


def test_every_change_can_be_taken_back_and_brought_again() -> None:
    one = draft_editor(span(0, 4))
    start = one.draft
    one.set_attribute("mode", "b")
    one.nudge("end", forward=True, by_word=True)
    one.remove()
    assert one.choice.action == "none"

    assert [one.undo() for _ in range(4)] == [True, True, True, False]
    assert one.draft == start
    assert [one.redo() for _ in range(4)] == [True, True, True, False]
    assert one.draft.spans == ()

    one.undo()
    one.apply_label("WHAT", None)
    assert not one.redo(), "another change took the place of what was taken back"


def test_a_link_goes_round_the_kinds_that_the_scheme_allows_and_turns_round() -> None:
    one = draft_editor(relations=(case_relation(),))

    one.next_relation_label()
    assert one.draft.current_relation
    assert (one.draft.current_relation.relation.label, one.draft.attributes) == ("HATES", {"how": "much"})
    one.next_relation_label()
    assert (one.draft.current_relation.relation.label, one.draft.attributes) == ("LIKES", {})
    one.reverse_relation()

    assert (one.draft.current_relation.source_case, one.draft.current_relation.target_case) == ("p", "k")
    assert (one.draft.current_relation.source.quote, one.draft.current_relation.target.quote) == ("Paris", "Kiev")


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    one, link = draft_editor(span(0, 4)), draft_editor(relations=(case_relation(),))
    before = one.draft

    with pytest.raises(Refused, match="none of"):
        one.set_attribute("mode", "z")
    with pytest.raises(Refused, match="nothing to mark"):
        one.apply_label("WHO", (4, 5))
    with pytest.raises(Refused, match="not a what"):
        one.add_fragment("WHAT", (16, 21))
    with pytest.raises(Refused, match="nothing is selected"):
        one.add_fragment("WHO", None)
    with pytest.raises(Refused, match="no link"):
        one.next_relation_label()
    with pytest.raises(Refused, match="no words"):
        link.nudge("end", forward=True, by_word=True)

    assert one.draft == before
