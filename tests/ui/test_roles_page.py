"""Roles of a scheme of one's own: offered once, assigned by the keys, shown by the Demands screen, undone."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from annotator.app import settings as habits
from annotator.app.project import check
from annotator.app.project.open import new_project
from annotator.app.scheme.role_offer import RoleSlot
from annotator.app.scheme.scheme_files import EMPTY
from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole, ValueRole
from annotator.ui.scheme.role_titles import role_title
from annotator.ui.scheme.roles_page import RolesPage
from tests.command_line import MARKS, content_hash
from tests.own_scheme import ANNOTATOR, SCHEME, own_project, write_scheme
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

# The choices of the keys, row by row: how often Down is pressed. A name that is chosen is not offered again below.
SPEAKER = RoleSlot("label", "speaker", "label")
DEMAND = RoleSlot("label", "demand", "label")
ACTOR = RoleSlot("label", "actor", "label")
STRENGTH = RoleSlot("attribute", "strength", "label", "EXIGENCE")
ULTIMATUM = RoleSlot("value", "ultimatum", "label", "EXIGENCE", "force")
SAYS = RoleSlot("relation", "says", "relation")
ADDRESSED = RoleSlot("relation", "addressed-to", "relation")
CHOICES = {
    SPEAKER: 1,
    DEMAND: 1,
    ACTOR: 1,
    RoleSlot("attribute", "entity", "label", "LOCUTEUR"): 1,
    RoleSlot("attribute", "entity", "label", "CITÉ"): 1,
    STRENGTH: 1,
    RoleSlot("attribute", "polarity", "label", "EXIGENCE"): 1,
    ULTIMATUM: 3,
    SAYS: 1,
    ADDRESSED: 1,
}


@pytest.fixture
def hand(open_window: Opener, tmp_path: Path) -> Hand:
    """The article of a project whose scheme has no roles."""
    return open_window(project=own_project(tmp_path), annotator=ANNOTATOR)


def page(hand: Hand) -> RolesPage:
    return hand.page("roles")


def is_shown(hand: Hand) -> bool:
    return hand.window.pages.currentWidget() is page(hand)


def frames(hand: Hand) -> list[QFrame]:
    strips = [frame for frame in hand.window.findChildren(QFrame) if frame.property("role") == "banner"]
    return [strip for strip in strips if strip.isVisible()]


def banners(hand: Hand) -> list[str]:
    return [frame.findChildren(QLabel)[0].text() for frame in frames(hand)]


def button(within: QWidget, text: str) -> QPushButton:
    return next(one for one in within.findChildren(QPushButton) if one.text() == text and one.isVisible())


def offered(hand: Hand, text: str) -> QPushButton:
    """A button of the offer above the pages."""
    return next(button(frame, text) for frame in frames(hand))


def choose_all(hand: Hand) -> None:
    """Choose in every row by the keys alone, from the row that has the focus."""
    left = dict(CHOICES)
    for _ in range(100):
        slot = next(slot for slot, row in page(hand).rows.items() if row.box is hand.with_focus())
        hand.press("Down", times=left.pop(slot, 0))
        if not left:
            return
        hand.press("Tab")
    raise AssertionError(left)


def apply(hand: Hand) -> None:
    hand.press("Return")
    hand.wait_for_job()


def rows_of_demands(hand: Hand) -> list[tuple[str, ...]]:
    model = hand.page("demands").model
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]


def test_the_roles_fill_the_demands_and_undo_empties_them(hand: Hand) -> None:
    marks = content_hash(hand.window.session.path, MARKS)
    hand.press("Ctrl+D")
    demands = hand.page("demands")
    assert rows_of_demands(hand) == []
    assert "role" in demands._explanation.text()
    demands.roles_button.setFocus()
    hand.press("Space")
    assert is_shown(hand)
    choose_all(hand)
    apply(hand)
    assert hand.window.pages.currentWidget() is demands, "back to where it was asked for"
    assert "Assigned 11 roles" in hand.message, "the attribute mention was proposed by its name"
    assert "Ctrl+Z" in hand.message
    assert rows_of_demands(hand) == [("Russie", "sommation", "quatre régions", "Ukraine")]
    assert not demands.roles_button.isVisible()
    hand.press("Ctrl+Z", "Ctrl+D")
    assert rows_of_demands(hand) == []
    assert demands.roles_button.isVisible()
    hand.press("Ctrl+Y", "Ctrl+D")
    assert len(rows_of_demands(hand)) == 1
    assert content_hash(hand.window.session.path, MARKS) == marks, "no mark is changed"
    assert check.check(hand.window.session.path) == []


def test_a_row_asks_for_what_the_choices_lead_to(hand: Hand) -> None:
    hand.window.commands.run("assign-roles")
    assert hand.with_focus() is page(hand).rows[SPEAKER].box
    assert not page(hand).apply_button.isEnabled(), "nothing is chosen"
    hand.press("Tab", "Down", "Down")
    box = page(hand).rows[DEMAND].box
    assert hand.with_focus() is box, "the row stays as others come and go"
    assert box.currentText() == "Exigence"
    assert STRENGTH in page(hand).rows
    assert page(hand).rows[SPEAKER].box.findData("EXIGENCE") < 0
    page(hand).rows[STRENGTH].box.setFocus()
    hand.press("Down")
    assert ULTIMATUM in page(hand).rows
    box.setFocus()
    hand.press("Home")
    assert {STRENGTH, ULTIMATUM}.isdisjoint(page(hand).rows)
    assert page(hand).rows[SPEAKER].box.findData("EXIGENCE") > 0
    hand.press("Return")
    assert is_shown(hand), "there is nothing to apply"
    hand.press("Esc")
    assert hand.window.pages.currentWidget() is hand.screen


def test_cancel_changes_nothing(hand: Hand) -> None:
    before = content_hash(hand.window.session.path)
    hand.window.commands.run("assign-roles")
    hand.press("Down")
    page(hand).cancel_button.setFocus()
    hand.press("Return")
    assert hand.window.pages.currentWidget() is hand.screen
    assert content_hash(hand.window.session.path) == before
    hand.window.commands.run("assign-roles")
    assert page(hand).rows[SPEAKER].box.currentData() == "", "the choice is forgotten"


def test_what_is_left_is_offered_the_next_time(hand: Hand) -> None:
    hand.window.commands.run("assign-roles")
    hand.press("Tab", "Down", "Down")
    apply(hand)
    assert "Assigned 1 role." in hand.message
    hand.window.commands.run("assign-roles")
    assert DEMAND not in page(hand).rows
    assert {SPEAKER, STRENGTH} <= set(page(hand).rows)
    hand.press("Ctrl+Z")
    assert is_shown(hand), "the page shows itself what is undone"
    assert DEMAND in page(hand).rows
    assert STRENGTH not in page(hand).rows


def test_the_scheme_page_leads_there_and_is_come_back_to(hand: Hand) -> None:
    hand.press("Ctrl+Shift+E")
    scheme = hand.window.pages.currentWidget()
    hand.press_button(button(scheme, "Assign roles…"))
    assert is_shown(hand)
    hand.press("Esc")
    assert hand.window.pages.currentWidget() is scheme


def test_nothing_to_assign_is_said(open_window: Opener, tmp_path: Path) -> None:
    hand = open_window("Un article.")
    hand.window.commands.run("assign-roles")
    assert page(hand).explanation == "Nothing to assign: the scheme has every role."
    assert page(hand).rows == {}
    assert not page(hand).apply_button.isVisible()
    assert hand.with_focus() is page(hand).cancel_button
    assert page(hand).cancel_button.text() == "Close"
    hand.press("Space")
    assert hand.window.pages.currentWidget() is hand.screen

    body = {"scheme": "x", "version": "1", "span_labels": {"WISH": {"key": "W", "role": "demand"}}, "relations": {}}
    hand = opened(open_window, tmp_path, body)
    hand.window.commands.run("assign-roles")
    assert "Speaker, Event, Quote" in page(hand).explanation
    assert banners(hand) == []

    hand = opened(open_window, tmp_path, json.loads(EMPTY.read_text(encoding="utf-8")))
    hand.window.commands.run("assign-roles")
    assert "no labels yet" in page(hand).explanation
    assert banners(hand) == []


def opened(open_window: Opener, folder: Path, scheme: dict[str, Any]) -> Hand:
    path = folder / f"{scheme['scheme']}.annotator"
    new_project(path, write_scheme(folder, scheme)).close()
    return open_window(project=path)


def test_the_offer_comes_once_for_each_project(hand: Hand, open_window: Opener) -> None:
    project = hand.window.session.path
    assert len(banners(hand)) == 1
    assert "Assign roles" in banners(hand)[0]
    assert hand.with_focus() is hand.reader, "it does not block"
    hand.press_button(offered(hand, "Not now"))
    assert banners(hand) == []
    assert hand.with_focus() is hand.reader
    session = hand.window.session.id
    hand.window.close()
    assert habits.load().roles_offered == (session,)
    again = open_window(project=project, annotator=ANNOTATOR)
    assert banners(again) == []
    again.press("Ctrl+D")
    assert again.page("demands").roles_button.isVisible(), "it can be done at any time"


def test_the_offer_leads_to_the_page_and_is_gone(hand: Hand) -> None:
    hand.press_button(offered(hand, "Assign roles…"))
    assert is_shown(hand)
    assert banners(hand) == []
    hand.press("Esc")
    assert banners(hand) == []


def test_the_offer_goes_with_its_reason(hand: Hand) -> None:
    """Where the scheme gets its roles by another way, as by a replacement."""
    scheme = deepcopy(SCHEME)
    for label, role in zip(scheme["span_labels"].values(), ("speaker", "demand", "actor"), strict=True):
        label["role"] = role
    for relation, role in zip(scheme["relations"].values(), ("says", "addressed-to"), strict=True):
        relation["role"] = role
    hand.press("Ctrl+Shift+E")
    hand.page("scheme").replace_by_file(write_scheme(hand.window.session.path.parent, scheme))
    hand.page("scheme").preview()
    hand.wait_for_job()
    hand.page("scheme").apply()
    hand.wait_for_job()
    assert hand.window.session.scheme.labels["EXIGENCE"].role == "demand"
    assert banners(hand) == []


def test_no_offer_for_the_default_scheme_or_for_reading_only(open_window: Opener, tmp_path: Path) -> None:
    assert banners(open_window("Un article.")) == []
    project = own_project(tmp_path)
    first = open_window(project=project, annotator=ANNOTATOR)
    assert banners(first)
    second = open_window(project=project, annotator=ANNOTATOR)
    assert second.window.session.read_only
    assert [text for text in banners(second) if "Assign roles" in text] == []
    second.window.commands.run("assign-roles")
    second.press("Down")
    assert not page(second).apply_button.isEnabled()


def test_every_role_has_a_title() -> None:
    for bearer, roles in (
        ("label", LabelRole),
        ("relation", RelationRole),
        ("attribute", AttributeRole),
        ("value", ValueRole),
    ):
        for role in roles:
            assert role_title(bearer, role).hint, (bearer, role)
