"""Do links lead where the scheme allows, the nearest first, each as one step?"""

import pytest

from annotator.app.annotate import relations, spans
from annotator.app.annotate.open_document import Desk
from annotator.domain.errors import Refused

# "Selon Kiev, « la paix » est loin. Moscou réclame quatre régions 🕊."


def test_offers_name_allowed_targets_only_the_nearest_first(desk: Desk) -> None:
    kiev = spans.add_span(desk, "ACTOR", 6, 10)
    peace = spans.add_span(desk, "EVENT", 14, 21)

    offers = relations.offers(desk, desk.spans["b"])

    assert [(offer.span.id, offer.relations) for offer in offers] == [
        ("a", ("ADDRESSED_TO",)),
        (peace.id, ("ABOUT",)),
        (kiev.id, ("ADDRESSED_TO",)),
    ]
    assert relations.offers(desk, kiev) == []
    assert [offer.span.id for offer in relations.offers(desk, kiev, incoming=True)] == [peace.id, "b"]


def test_a_link_that_stands_is_not_offered_again_and_is_the_answer(desk: Desk) -> None:
    assert all(offer.span.id != "b" for offer in relations.offers(desk, desk.spans["a"]))
    before = desk.session.next_undo()

    assert relations.link(desk, desk.spans["a"], desk.spans["b"], "SAYS") == desk.relations["r"]
    assert desk.session.next_undo() == before


def test_a_new_link_says_what_the_scheme_presets_and_undo_takes_it_back(desk: Desk) -> None:
    peace = spans.add_span(desk, "EVENT", 14, 21)
    kiev = spans.add_span(desk, "ACTOR", 6, 10)

    link = relations.link(desk, peace, kiev, "PARTICIPANT")

    assert desk.relations[link.id] == link
    assert link.attributes == {"role": "actor"}
    assert {one.id for one in desk.linked(kiev.id)} == {link.id}

    relations.set_relation_attribute(desk, link, "role", "recipient")
    assert desk.relations[link.id].attributes == {"role": "recipient"}
    with pytest.raises(Refused, match="none of"):
        relations.set_relation_attribute(desk, desk.relations[link.id], "role", "witness")

    desk.session.undo()
    desk.session.undo()
    assert set(desk.relations) == {"r"}
    assert desk.linked(kiev.id) == []


def test_what_the_scheme_forbids_is_refused_and_changes_nothing(desk: Desk) -> None:
    before = desk.session.next_undo()
    a, b = desk.spans["a"], desk.spans["b"]

    for source, target, label in ((b, a, "SAYS"), (b, b, "RESPONDS_TO"), (a, b, "ABOUT"), (a, b, "NOTHING")):
        with pytest.raises(Refused):
            relations.link(desk, source, target, label)
    with pytest.raises(Refused, match="cannot lead"):
        relations.reverse(desk, desk.relations["r"])

    assert (desk.session.next_undo(), set(desk.relations)) == (before, {"r"})


def test_a_link_between_equals_is_reversed_unless_its_twin_stands(desk: Desk) -> None:
    other = spans.add_span(desk, "DEMAND", 14, 21)
    link = relations.link(desk, desk.spans["b"], other, "RESPONDS_TO")

    relations.reverse(desk, link)

    turned = desk.relations[link.id]
    assert (turned.source, turned.target, turned.attributes) == (other.id, "b", {"stance": "rejects"})
    relations.link(desk, desk.spans["b"], other, "RESPONDS_TO")
    with pytest.raises(Refused, match="already"):
        relations.reverse(desk, turned)


def test_a_link_goes_alone_and_comes_back_by_undo(desk: Desk) -> None:
    relations.unlink(desk, desk.relations["r"])
    assert (desk.relations, set(desk.spans)) == ({}, {"a", "b"})

    desk.session.undo()
    assert set(desk.relations) == {"r"}


def test_a_done_layer_is_in_progress_again_after_a_link_changed(desk: Desk) -> None:
    spans.set_status(desk, "done")
    relations.unlink(desk, desk.relations["r"])

    assert desk.status == "in-progress"


def test_the_last_speaker_is_the_one_named_last_before(desk: Desk) -> None:
    spans.add_span(desk, "SPEAKER", 6, 10)

    found = relations.last_named(desk, desk.spans["b"])

    assert found is not None
    assert (found.span.id, found.relations) == ("a", ("SAYS",))
    assert relations.last_named(desk, spans.add_span(desk, "QUOTE", 0, 5)) is None
