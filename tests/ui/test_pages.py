"""The pages in the article's place: nothing on them is cut off."""

import pytest
from PySide6.QtWidgets import QPushButton

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
