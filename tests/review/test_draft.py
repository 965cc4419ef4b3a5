"""What do edits make of a draft, and what do they refuse?"""

import pytest

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Relation, Span
from annotator.domain.scheme.scheme import Scheme, parse
from annotator.review.cases import Tie
from annotator.review.draft import Draft, Drafting

TEXT = "Kiev says no to Paris"


def scheme() -> Scheme:
    ends = {"from": ["WHO"], "to": ["WHO"]}
    body = {
        "scheme": "small",
        "version": "1",
        "span_labels": {"WHO": {"key": "W", "attributes": {"mode": {"values": ["a", "b"]}}}, "WHAT": {"key": "T"}},
        "relations": {"LIKES": ends, "HATES": ends | {"attributes": {"how": {"values": ["much"], "default": "much"}}}},
    }
    return parse(body, where="here")


def span(start: int, end: int, label: str = "WHO") -> Span:
    return Span(id=f"s{start}", label=label, fragments=((start, end),), quote=TEXT[start:end])


def drafting(*spans: Span, ties: tuple[Tie, ...] = ()) -> Drafting:
    return Drafting(Draft(spans=spans, ties=ties), TEXT, scheme())


def tie() -> Tie:
    link = Relation(id="r", label="LIKES", source="s0", target="s16")
    return Tie(
        annotator="Alba", relation=link, source=span(0, 4), target=span(16, 21), source_case="k", target_case="p"
    )


def test_a_new_span_takes_its_place_in_the_text_and_is_at_hand() -> None:
    one = drafting(span(16, 21))

    one.label("WHO", (0, 5))

    assert [told.quote for told in one.draft.spans] == ["Kiev", "Paris"], "trimmed, in text order"
    assert one.draft.span is one.draft.spans[0]
    assert one.choice.action == "edited"


def test_every_change_can_be_taken_back_and_brought_again() -> None:
    one = drafting(span(0, 4))
    start = one.draft
    one.say("mode", "b")
    one.nudge("end", forward=True, by_word=True)
    one.remove()
    assert one.choice.action == "none"

    assert [one.undo() for _ in range(4)] == [True, True, True, False]
    assert one.draft == start
    assert [one.redo() for _ in range(4)] == [True, True, True, False]
    assert one.draft.spans == ()

    one.undo()
    one.label("WHAT", None)
    assert not one.redo(), "another change took the place of what was taken back"


def test_a_link_goes_round_the_kinds_that_the_scheme_allows_and_turns_round() -> None:
    one = drafting(ties=(tie(),))

    one.turn_link()
    assert one.draft.tie
    assert (one.draft.tie.relation.label, one.draft.attributes) == ("HATES", {"how": "much"})
    one.turn_link()
    assert (one.draft.tie.relation.label, one.draft.attributes) == ("LIKES", {})
    one.reverse_link()

    assert (one.draft.tie.source_case, one.draft.tie.target_case) == ("p", "k")
    assert (one.draft.tie.source.quote, one.draft.tie.target.quote) == ("Paris", "Kiev")


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    one, link = drafting(span(0, 4)), drafting(ties=(tie(),))
    before = one.draft

    with pytest.raises(Refused, match="none of"):
        one.say("mode", "z")
    with pytest.raises(Refused, match="nothing to mark"):
        one.label("WHO", (4, 5))
    with pytest.raises(Refused, match="not a what"):
        one.add_fragment("WHAT", (16, 21))
    with pytest.raises(Refused, match="nothing is selected"):
        one.add_fragment("WHO", None)
    with pytest.raises(Refused, match="no link"):
        one.turn_link()
    with pytest.raises(Refused, match="no words"):
        link.nudge("end", forward=True, by_word=True)

    assert one.draft == before
