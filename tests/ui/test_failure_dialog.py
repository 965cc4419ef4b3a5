"""An error that nobody foresaw: a dialog with details to copy, a line in the log, and nothing lost."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from annotator.app import log_file
from annotator.app.annotate import spans
from annotator.ui.shell import start
from annotator.ui.shell.failure_dialog import FailureDialog
from tests.command_line import facts
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

pytestmark = pytest.mark.logs_errors

SECRET = "Xanthippe"


@pytest.fixture
def broken(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """A window in which labelling a second span meets an error of the program."""
    log_file.stop()
    log_file.start("info")
    hand = open_window("Selon Kiev, hier.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(spans, "add_span", fail)
    hand.select_words(*hand.words("hier"))
    return hand


def report(hand: Hand, act: Callable[[], object]) -> FailureDialog:
    """What the program does with an error of a slot, which Qt passes to the hook of the process."""
    try:
        act()
    except ZeroDivisionError as error:
        start._report_error(type(error), error, error.__traceback__)
    return hand.window.failures


def test_an_error_is_shown_with_what_to_do_and_nothing_is_lost(
    broken: Hand, capsys: pytest.CaptureFixture[str]
) -> None:
    dialog = report(broken, spans.add_span)

    assert dialog.isVisible()
    assert "ZeroDivisionError" in dialog.findChild(type(dialog._summary)).text()
    dialog.accept()
    broken.press("Esc", "Tab", "A")
    assert broken.marks() == [("ACTOR", "Kiev")]
    assert facts("info", broken.window.session.path)["labels"] == {"ACTOR": 1}
    assert "Traceback" in capsys.readouterr().err


def test_the_details_name_the_place_in_the_code_but_no_word_of_the_article(
    broken: Hand, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    dialog = report(broken, spans.add_span)

    dialog.copy_button.click()

    details = QGuiApplication.clipboard().text()
    assert "test_failure_dialog.py" in details
    assert str(log_file.log_path()) in details
    assert SECRET not in details
    log_file.stop()
    logged = log_file.log_path().read_text(encoding="utf-8")
    assert "ZeroDivisionError" in logged
    assert SECRET not in logged
    assert "Kiev" not in logged
    capsys.readouterr()


def test_a_second_error_joins_the_first_in_the_same_dialog(broken: Hand, capsys: pytest.CaptureFixture[str]) -> None:
    report(broken, spans.add_span)
    dialog = report(broken, spans.add_span)

    assert dialog.details.count("builtins.ZeroDivisionError") == 2
    dialog.accept()
    assert dialog.details == ""
    capsys.readouterr()
