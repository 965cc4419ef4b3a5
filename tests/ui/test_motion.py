"""Animated scrolling to a far place, and its absence where the user or the desktop asks for less motion."""

import json
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QAbstractAnimation

from annotator.app import settings as habits
from annotator.ui import motion
from tests.command_line import ROOT
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

TEXT = "Moscou parle.\n" + "Une ligne sans rien.\n" * 200 + "Kiev répond."
LONGEST_MS = 150


@pytest.fixture
def hand(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """At the top of a long article whose one span stands at the foot, on a desktop that has nothing against motion."""
    monkeypatch.setattr(motion, "desktop_reduces_motion", lambda: False)
    hand = open_window(TEXT)
    hand.press("Ctrl+End", "Ctrl+Shift+Left", "Ctrl+Shift+Left", "S", "Esc", "Ctrl+Home")
    return hand


def way(hand: Hand, *keys: str) -> list[int]:
    """Where the page stood on its way, once it has come to rest after these keys; how it got there first of all."""
    stood: list[int] = []
    bar = hand.reader.verticalScrollBar()
    bar.valueChanged.connect(stood.append)
    hand.press(*keys)
    moving = hand.reader.findChildren(QAbstractAnimation)
    hand.qtbot.waitUntil(lambda: not any(one.state() == QAbstractAnimation.State.Running for one in moving))
    bar.valueChanged.disconnect(stood.append)
    return stood


def sees_the_span(hand: Hand) -> bool:
    place = hand.reader.cursorRect()
    return hand.focused is not None and hand.reader.viewport().rect().contains(place)


def test_a_far_span_is_come_to_in_steps(hand: Hand) -> None:
    steps = way(hand, "Tab")
    last_screenful = [one for one in steps if one >= steps[-1] - hand.reader.verticalScrollBar().pageStep()]
    assert len(set(last_screenful)) > 2
    assert sees_the_span(hand)


def test_a_hit_of_the_search_is_come_to_in_steps(hand: Hand) -> None:
    assert len(set(way(hand, "/", "K"))) > 2
    assert hand.selected() == "K"


def test_a_near_span_is_there_at_once(hand: Hand) -> None:
    hand.press("Tab", "Ctrl+Home", "Ctrl+Shift+Right", "S", "Esc", "Ctrl+Home")
    assert len(way(hand, "Tab")) <= 1


def test_whoever_scrolls_meanwhile_wins(hand: Hand) -> None:
    hand.press("Tab", "Ctrl+Home")
    top = hand.reader.verticalScrollBar().value()
    assert way(hand) == []
    assert hand.reader.verticalScrollBar().value() == top


def test_the_next_jump_does_not_wait_for_the_last(hand: Hand) -> None:
    hand.press("Ctrl+Shift+Right", "S", "Esc")
    rests = []
    for _ in range(2):
        way(hand, "Tab")
        rests.append(hand.reader.verticalScrollBar().value())
    for _ in range(2):
        hand.press("Tab", "Tab")
        assert way(hand)[-1] == rests[-1]


def test_no_motion_lasts_long(hand: Hand) -> None:
    lengths = []
    for key in ("Ctrl+K", "Esc", "Ctrl+L", "A", "B", "Backspace", "Esc", "F1", "Esc", "Ctrl+F", "Esc", "Tab", "Del"):
        hand.press(key)
        lengths += [one.totalDuration() for one in hand.window.findChildren(QAbstractAnimation)]
    assert lengths, "something moves"
    assert 0 <= min(lengths) <= max(lengths) <= LONGEST_MS


def test_nothing_moves_where_the_desktop_asks_for_less(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "desktop_reduces_motion", lambda: True)
    hand.press("Tab")
    assert sees_the_span(hand)
    assert way(hand) == []


def test_nothing_moves_where_the_person_says_so_and_that_is_remembered(hand: Hand, open_window: Opener) -> None:
    hand.press("Ctrl+K")
    hand.type("no motion")
    hand.press("Return", "Tab")
    assert sees_the_span(hand)
    assert way(hand) == []
    hand.window.close()
    assert habits.load().motion == "off"
    again = open_window(project=hand.window.session.path)
    again.press("Ctrl+Home", "Tab")
    assert sees_the_span(again)
    assert way(again) == []
    again.window.commands.run("motion-system")
    assert len(set(way(again, "Ctrl+Home", "Tab"))) > 2


ON_THE_BUS = {
    "nothing said": ({}, True),
    "less, the common way": ({"org.freedesktop.appearance reduced-motion": 1}, False),
    "no wish, the common way": ({"org.freedesktop.appearance reduced-motion": 0}, True),
    "less on GNOME": ({"org.gnome.desktop.interface enable-animations": False}, False),
    "motion on GNOME": ({"org.gnome.desktop.interface enable-animations": True}, True),
    "none on KDE": ({"org.kde.kdeglobals.KDE AnimationDurationFactor": "0"}, False),
    "no answer": (None, False),
}


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="a session bus of its own needs dbus-run-session")
@pytest.mark.parametrize("case", ON_THE_BUS)
def test_the_desktop_is_asked_over_its_bus(case: str) -> None:
    settings, moves = ON_THE_BUS[case]
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.ui.portal", json.dumps(settings)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout.strip() == str(moves)
