"""The pages in place of the article: complete sentences, their headings, and their own keys."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from tests.ui.conftest import Opener

PAGES = (
    "documents",
    "demands",
    "agreement",
    "review",
    "export",
    "hand-out",
    "edit-scheme",
    "assign-roles",
    "new",
    "change-keys",
    "annotator",
)


@pytest.mark.parametrize("command", ["undo", "change-keys", "export", "annotator"])
def test_no_button_is_cut_off(open_window: Opener, command: str) -> None:
    """Undoing the import leaves a project with nothing in it, and the page that invites to import."""
    hand = open_window("Un article.")
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    buttons = [one for one in hand.window.pages.currentWidget().findChildren(QPushButton) if one.isVisible()]
    assert buttons
    assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []


@pytest.mark.parametrize("command", PAGES)
@pytest.mark.parametrize("texts", [{"one": "Un article."}, None], ids=["nothing done", "sample"])
def test_no_sentence_is_cut_off(open_window: Opener, texts: dict[str, str] | None, command: str) -> None:
    hand = open_window(texts)
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    page = hand.window.pages.currentWidget()
    sentences = [one for one in page.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    hand.qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in sentences))


class Windows(QObject):
    """Sees each window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


@pytest.mark.parametrize("command", PAGES)
def test_a_page_takes_the_keys_and_opens_no_window(open_window: Opener, command: str) -> None:
    """A window that comes up, be it for a moment, takes the keys away from the one that is there."""
    hand = open_window({"one": "Un article.", "two": "Un autre."})
    windows, application = Windows(), QApplication.instance()
    assert application
    application.installEventFilter(windows)
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    application.removeEventFilter(windows)
    assert windows.seen == []
    page = hand.window.pages.currentWidget()
    assert page.isAncestorOf(hand.with_focus())
    assert hand.with_focus().isVisible()
    hand.press("Esc")
    assert hand.window.pages.currentWidget() is hand.screen


@pytest.mark.parametrize(
    ("command", "heading"),
    [("documents", "All articles"), ("demands", "Demands"), ("agreement", "Agreement"), ("review", "Review")],
)
def test_a_page_says_what_it_is_and_leads_back(open_window: Opener, command: str, heading: str) -> None:
    """The labels belong to the article: above a page stand its heading and the way back, below it nothing of one."""
    hand = open_window("Un article.")
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    header = hand.window.toolbar
    assert heading in shown(header)
    assert not hand.screen.labels.isVisible()
    assert not any("article  ·  " in line for line in shown(hand.window))

    [back] = [one for one in header.findChildren(QToolButton) if one.text() == "Article" and one.isVisible()]
    hand.press_button(back)
    assert hand.window.pages.currentWidget() is hand.screen
    assert hand.screen.labels.isVisible()
    assert not back.isVisible()
    assert any("article  ·  " in line for line in shown(hand.window))


def shown(widget: QWidget) -> list[str]:
    """The lines of words that are on screen there."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def test_done_a_second_time_offers_to_take_nothing_back(open_window: Opener) -> None:
    hand = open_window("Un article.")
    hand.press("Ctrl+Return")
    assert "takes it back" in hand.message
    hand.press("Ctrl+Return")
    assert hand.message.startswith("Done")
    assert "takes it back" not in hand.message
