"""Relations: offered where the scheme allows them, the nearest first, each one step."""

import pytest

from annotator.app.annotate import relations, spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.errors import Refused

# "Selon Kiev, « la paix » est loin. Moscou réclame quatre régions 🕊."


def test_offers_name_allowed_targets_only_the_nearest_first(document: OpenDocument) -> None:
    kiev = spans.add_span(document, "ACTOR", 6, 10)
    peace = spans.add_span(document, "EVENT", 14, 21)

    offers = relations.relation_offers(document, document.spans["b"])

    assert [(offer.span.id, offer.relations) for offer in offers] == [
        ("a", ("ADDRESSED_TO",)),
        (peace.id, ("ABOUT",)),
        (kiev.id, ("ADDRESSED_TO",)),
    ]
    assert relations.relation_offers(document, kiev) == []
    assert [offer.span.id for offer in relations.relation_offers(document, kiev, incoming=True)] == [peace.id, "b"]


def test_a_link_that_stands_is_not_offered_again_and_is_the_answer(document: OpenDocument) -> None:
    assert all(offer.span.id != "b" for offer in relations.relation_offers(document, document.spans["a"]))
    before = document.session.next_undo()

    assert relations.add_relation(document, document.spans["a"], document.spans["b"], "SAYS") == document.relations["r"]
    assert document.session.next_undo() == before


def test_a_new_link_says_what_the_scheme_presets_and_undo_takes_it_back(document: OpenDocument) -> None:
    peace = spans.add_span(document, "EVENT", 14, 21)
    kiev = spans.add_span(document, "ACTOR", 6, 10)

    link = relations.add_relation(document, peace, kiev, "PARTICIPANT")

    assert document.relations[link.id] == link
    assert link.attributes == {"role": "actor"}
    assert {one.id for one in document.relations_of(kiev.id)} == {link.id}

    relations.set_relation_attribute(document, link, "role", "recipient")
    assert document.relations[link.id].attributes == {"role": "recipient"}
    with pytest.raises(Refused, match="none of"):
        relations.set_relation_attribute(document, document.relations[link.id], "role", "witness")

    document.session.undo()
    document.session.undo()
    assert set(document.relations) == {"r"}
    assert document.relations_of(kiev.id) == []


def test_what_the_scheme_forbids_is_refused_and_changes_nothing(document: OpenDocument) -> None:
    before = document.session.next_undo()
    a, b = document.spans["a"], document.spans["b"]

    for source, target, label in ((b, a, "SAYS"), (b, b, "RESPONDS_TO"), (a, b, "ABOUT"), (a, b, "NOTHING")):
        with pytest.raises(Refused):
            relations.add_relation(document, source, target, label)
    with pytest.raises(Refused, match="cannot lead"):
        relations.reverse_relation(document, document.relations["r"])

    assert (document.session.next_undo(), set(document.relations)) == (before, {"r"})


def test_a_link_between_equals_is_reversed_unless_its_twin_stands(document: OpenDocument) -> None:
    other = spans.add_span(document, "DEMAND", 14, 21)
    link = relations.add_relation(document, document.spans["b"], other, "RESPONDS_TO")

    relations.reverse_relation(document, link)

    turned = document.relations[link.id]
    assert (turned.source, turned.target, turned.attributes) == (other.id, "b", {"stance": "rejects"})
    relations.add_relation(document, document.spans["b"], other, "RESPONDS_TO")
    with pytest.raises(Refused, match="already"):
        relations.reverse_relation(document, turned)


def test_a_link_goes_alone_and_comes_back_by_undo(document: OpenDocument) -> None:
    relations.delete_relation(document, document.relations["r"])
    assert (document.relations, set(document.spans)) == ({}, {"a", "b"})

    document.session.undo()
    assert set(document.relations) == {"r"}


def test_a_done_layer_is_in_progress_again_after_a_link_changed(document: OpenDocument) -> None:
    spans.set_status(document, "done")
    relations.delete_relation(document, document.relations["r"])

    assert document.status == "in-progress"


def test_the_last_speaker_is_the_one_named_last_before(document: OpenDocument) -> None:
    spans.add_span(document, "SPEAKER", 6, 10)

    found = relations.likely_source(document, document.spans["b"])

    assert found is not None
    assert (found.span.id, found.relations) == ("a", ("SAYS",))
    assert relations.likely_source(document, spans.add_span(document, "QUOTE", 0, 5)) is None
