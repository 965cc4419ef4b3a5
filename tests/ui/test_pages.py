"""The pages in the article's place: nothing on them is cut off."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from tests.ui.conftest import Opener


@pytest.mark.parametrize("command", ["undo", "change-keys", "export", "annotator"])
def test_no_button_is_cut_off(open_window: Opener, command: str) -> None:
    """Undoing the import leaves a project with nothing in it, and the page that invites to import."""
    hand = open_window("Un article.")
    hand.window.do(command)
    hand.qtbot.waitUntil(lambda: not hand.window.work.busy)
    buttons = [one for one in hand.window._pages.currentWidget().findChildren(QPushButton) if one.isVisible()]
    assert buttons
    assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []


@pytest.mark.parametrize(
    ("command", "heading"),
    [("documents", "All articles"), ("demands", "Demands"), ("agreement", "Agreement"), ("review", "Review")],
)
def test_a_page_says_what_it_is_and_leads_back(open_window: Opener, command: str, heading: str) -> None:
    """The labels belong to the article: above a page stand its heading and the way back, below it nothing of one."""
    hand = open_window("Un article.")
    hand.window.do(command)
    hand.qtbot.waitUntil(lambda: not hand.window.work.busy)
    header = hand.window.header
    assert heading in shown(header)
    assert not hand.screen.labels.isVisible()
    assert not any("article  ·  " in line for line in shown(hand.window))

    [back] = [one for one in header.findChildren(QToolButton) if one.text() == "Article" and one.isVisible()]
    hand.press_button(back)
    assert hand.window._pages.currentWidget() is hand.screen
    assert hand.screen.labels.isVisible()
    assert not back.isVisible()
    assert any("article  ·  " in line for line in shown(hand.window))


def shown(widget: QWidget) -> list[str]:
    """The lines of words that are on screen there."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
