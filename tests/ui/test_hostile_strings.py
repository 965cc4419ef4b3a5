"""Hostile titles, names, values, notes and queries: shown as they are, and stored as they came."""

import ctypes
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from annotator.app.project.open import new_project
from annotator.ui.documents.model import SOURCE, TITLE
from annotator.ui.widgets.plain_text import shorten
from tests import hostile_strings
from tests.command_line import facts, read_jsonl, record, span, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_from
from tests.ui.test_plain_text import PIXEL, assert_plain

_OPENED = 0x20
_WIDTH = 1280


def usable(name: str) -> bool:
    """Whether a document or an annotator may be called so."""
    return bool(name.strip()) and name.isprintable() and len(name) < 256


def records(strings: list[str]) -> list[dict[str, Any]]:
    """An article for each string, which stands in its text, its metadata, a value and a note."""
    told = []
    for number, string in enumerate(strings):
        marked = span(0, 5, attributes={"entity": string[:900]}, note=string)
        meta = {"title": string, "source": string, "published": string, "author": string}
        one = record(f"Selon {number} {string}", annotator="Ada", meta=meta, spans=[marked])
        told.append(one | {"id": f"{number} {string}"[:200]} if usable(string) else one)
    return told


def signs(text: str) -> str:
    """What can be seen of a text: Qt has its own way with spaces and with what ends a line."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def work_through(hand: Hand, strings: list[str]) -> None:
    """Every article is opened and its span focused and left; every string is looked for everywhere."""
    for number, string in enumerate(strings):
        if number:
            hand.press("Ctrl+PgDown")
        hand.press("Tab")
        assert hand.focused
        assert hand.focused.note == string
        [note] = [one for one in hand.screen.details.findChildren(QPlainTextEdit) if one.isVisible()]
        assert signs(note.toPlainText()) == signs(string)
        entity = next(one for one in hand.screen.details.findChildren(QLineEdit) if one.isVisible())
        assert signs(entity.text()) == signs(string[:900])
        hand.press("F6", "F6", "Tab", "Esc")
        look_for(hand, string)
    list_all(hand, strings)
    assert hand.window.width() == _WIDTH, "no string makes the window wider"


def look_for(hand: Hand, string: str) -> None:
    hand.press("Ctrl+F")
    field = hand.with_focus()
    assert isinstance(field, QLineEdit)
    field.setText(string)
    hand.press("Esc", "Ctrl+K")
    field = hand.with_focus()
    assert isinstance(field, QLineEdit)
    field.setText(string)
    hand.press("Esc")


def list_all(hand: Hand, strings: list[str]) -> None:
    hand.press("Ctrl+L")
    page = hand.page("documents")
    for column in (TITLE, SOURCE):
        shown = [page.model.index(row, column).data() for row in range(len(strings))]
        assert list(map(signs, shown)) == [signs(shorten(string)) for string in strings]
    missed = []
    for number, string in enumerate(strings):
        page.filter.setText(string)
        found = {page.model.head(row).key for row in range(page.model.rowCount())}
        if 1 + number not in found:
            missed.append(string)
    assert missed == []
    page.filter.clear()
    hand.press("Esc")


def round_trip(open_window: Opener, folder: Path, strings: list[str]) -> None:
    told = records(strings)
    project = project_from(folder, [write_jsonl(folder / "in.jsonl", *told)])
    hand = open_window(project=project, annotator="Ada")
    work_through(hand, strings)
    hand.window.close()
    facts("export", project, folder / "out.jsonl", "--format", "jsonl")
    back = read_jsonl(folder / "out.jsonl")
    assert [(one["text"], one["meta"], one["spans"][0]["note"]) for one in back] == [
        (one["text"], one["meta"], one["spans"][0]["note"]) for one in told
    ]
    assert [one["spans"][0]["attributes"] for one in back] == [one["spans"][0]["attributes"] for one in told]
    assert facts("check", project)["ok"]


def test_every_string_is_shown_and_comes_out_as_it_went_in(open_window: Opener, tmp_path: Path) -> None:
    round_trip(open_window, tmp_path, hostile_strings.project_strings())


@pytest.mark.acceptance
@pytest.mark.slow
def test_the_naughty_strings_are_shown_and_come_out_as_they_went_in(
    open_window: Opener, tmp_path: Path, corpora: Path
) -> None:
    (path,) = (corpora / "naughty-strings").rglob("blns.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    round_trip(open_window, tmp_path, list(dict.fromkeys(one for one in told if one.strip())))


def test_annotators_and_labels_may_be_called_anything(open_window: Opener, tmp_path: Path) -> None:
    names = [name for name in hostile_strings.project_strings() if usable(name)]
    labels = {name: {"key": chr(ord("A") + place), "tier": "main"} for place, name in enumerate(names)}
    scheme = {"scheme": names[0], "version": "1", "span_labels": labels, "relations": {}}
    (tmp_path / "scheme.json").write_text(json.dumps(scheme), encoding="utf-8")
    project = tmp_path / "named.annotator"
    new_project(project, tmp_path / "scheme.json").close()
    told = [record("Selon Kiev.", annotator=name, spans=[span(0, 5, name)]) for name in names]
    assert facts("import", project, write_jsonl(tmp_path / "in.jsonl", *told))["spans"] == len(names)

    hand = open_window(project=project, annotator=names[0])
    assert hand.marks() == [(names[0], "Selon")]
    hand.select_words(*hand.words("Kiev"))
    for place in range(len(names)):
        hand.press(chr(ord("A") + place))
        assert hand.focused
        assert hand.focused.label == names[place]
        hand.press("F1")
        assert_plain(hand)
        hand.press("F1")
    for command in ("palette", "documents", "change-keys", "export", "annotator"):
        hand.window.commands.run(command)
        hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
        assert_plain(hand)
        hand.press("Esc")
    hand.window.close()
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    assert [one["annotator"] for one in read_jsonl(tmp_path / "out.jsonl")] == names


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize(
    "command",
    [
        *("demands", "agreement", "review", "hand-out", "edit-scheme", "assign-roles", "new", "export"),
        *("annotator", "cast"),
    ],
)
def test_a_page_shows_names_as_they_are_and_stays_as_wide_as_it_is(
    open_window: Opener, tmp_path: Path, command: str, count: int
) -> None:
    """Whoever is called so disagrees with whoever else is, about labels that are called so too."""
    names = [name for name in hostile_strings.project_strings() if usable(name)]
    people = sorted(names, key=len)[-count:]
    attributes = {"entity": {"type": "entity_ref"}, "manner": {"values": ["", *names]}}
    labels: dict[str, Any] = {name: {"tier": "main", "attributes": attributes} for name in names}
    labels[names[0]] = {"role": "speaker", **labels[names[0]]}
    scheme = {"scheme": names[0], "version": "1", "span_labels": labels, "relations": {}}
    (tmp_path / "scheme.json").write_text(json.dumps(scheme), encoding="utf-8")
    project = tmp_path / "named.annotator"
    new_project(project, tmp_path / "scheme.json").close()
    told = []
    for place, name in enumerate(names):
        for who, person in enumerate(people):
            said = {"entity": name, "manner": name}
            marked = span(0, 5, names[(place + who) % len(names)], attributes=said, note=name)
            told.append(record(f"Selon {name}.", id=f"{place} {name}"[:200], annotator=person, status="done"))
            told[-1] |= {"spans": [marked], "meta": {"title": name, "source": name}}
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *told))
    hand = open_window(project=project, annotator=people[0])
    hand.window.commands.run(command)
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
    QApplication.sendPostedEvents()
    hand.window.grab()
    assert_plain(hand)
    page = hand.window.pages.currentWidget()
    for bar in page.findChildren(QTabBar):
        for sheet in range(bar.count()):
            bar.setCurrentIndex(sheet)
            QApplication.sendPostedEvents()
            hand.window.grab()
            assert_plain(hand)
    assert hand.window.width() == _WIDTH


@pytest.mark.parametrize("title", ["été " * 250_000, "x" * 5_000, "a\u0301" + "\u0301" * 20_000, "un\n" * 300])
def test_a_title_may_be_of_any_length(open_window: Opener, tmp_path: Path, title: str) -> None:
    told = [record("Selon Kiev.", meta={"title": title, "source": title}), record("Un autre.")]
    hand = open_window(project=project_from(tmp_path, [write_jsonl(tmp_path / "in.jsonl", *told)]))
    hand.press("Ctrl+L")
    hand.window.grab()
    hand.press("Return", "Return")
    hand.window.grab()
    assert hand.text == "Selon Kiev."
    assert (hand.window.width(), hand.window.height()) == (_WIDTH, 800)


class Watcher:
    """Sees whoever opens a file, be it Qt, and whoever calls on a site."""

    def __init__(self, file: Path) -> None:
        self._inotify = ctypes.CDLL(None, use_errno=True)
        self._events = self._inotify.inotify_init1(os.O_NONBLOCK)
        assert self._inotify.inotify_add_watch(self._events, bytes(file), _OPENED) >= 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0)
        self.site = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def opened(self) -> bool:
        try:
            return bool(os.read(self._events, 4096))
        except BlockingIOError:
            return False

    def called(self) -> bool:
        try:
            self._door.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self._events)
        self._door.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    picture = tmp_path / "p.png"
    picture.write_bytes(PIXEL)
    return picture


@pytest.fixture
def watcher(picture: Path) -> Iterator[Watcher]:
    watcher = Watcher(picture)
    yield watcher
    watcher.close()


@pytest.mark.skipif(sys.platform != "linux", reason="another system has another way to watch a file")
def test_no_markup_makes_anybody_open_a_file_or_call_on_a_site(
    open_window: Opener, tmp_path: Path, picture: Path, watcher: Watcher
) -> None:
    strings = hostile_strings.project_strings(file=picture.as_uri(), site=watcher.site)
    round_trip(open_window, tmp_path, strings)
    hand = open_window(project=tmp_path / "project.annotator", annotator="Ada")
    for string in strings:
        hand.window.toast.say(string)
        hand.window.grab()
    for command in ("help", "palette", "change-keys", "export", "annotator"):
        hand.window.commands.run(command)
        hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)
        hand.window.grab()
    assert not watcher.opened()
    assert not watcher.called()


@pytest.mark.skipif(sys.platform != "linux", reason="another system has another way to watch a file")
def test_the_watcher_sees_what_a_label_that_takes_markup_does(qtbot: QtBot, picture: Path, watcher: Watcher) -> None:
    label = QLabel(f"<img src='{picture.as_uri()}'>")
    qtbot.addWidget(label)
    label.grab()
    assert watcher.opened()


def test_a_scheme_of_many_labels_and_long_names_leaves_everything_its_room(open_window: Opener, tmp_path: Path) -> None:
    long = "Ein sehr langer Name " * 9
    names = [f"{long}{number}" for number in range(30)]
    attributes = {f"{long} {kind}": {"values": ["", long]} if kind == "chosen" else {} for kind in ("chosen", "typed")}
    labels = {name: {"tier": "main", "attributes": attributes} for name in names}
    relations = {long.strip(): {"from": names[:1], "to": names[1:2], "attributes": attributes}}
    scheme = {"scheme": "long", "version": "1", "span_labels": labels, "relations": relations}
    (tmp_path / "scheme.json").write_text(json.dumps(scheme), encoding="utf-8")
    project = tmp_path / "long.annotator"
    new_project(project, tmp_path / "scheme.json").close()
    spans = [span(0, 5, names[0], id="a"), span(6, 10, names[1], id="b")]
    links = [{"label": long.strip(), "from": "a", "to": "b"}]
    told = record("Selon Kiev.", annotator="Ada", spans=spans, relations=links)
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", told))

    hand = open_window(project=project, annotator="Ada")
    hand.press("Tab")
    side = hand.screen.details.window().mapToGlobal(hand.window.rect().topRight()).x()
    fields = [
        one
        for part in (hand.screen.details, hand.screen.relation_controller.list)
        for one in part.findChildren(QWidget)
        if isinstance(one, QLineEdit | QComboBox) and one.isVisible()
    ]
    assert len(fields) == 4
    hand.qtbot.waitUntil(lambda: all(one.width() > 60 for one in fields))
    for one in fields:
        assert one.mapToGlobal(one.rect().topRight()).x() <= side
    for command in ("help", "documents", "edit-scheme", "assign-roles", "change-keys", "palette"):
        hand.window.commands.run(command)
        hand.window.grab()
        assert hand.window.width() == _WIDTH, command
