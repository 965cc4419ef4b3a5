"""Fixtures that open a window, and checks that no thread, log record or hook is left behind."""

import gettext
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import i18n
from annotator.app import settings as habits
from annotator.app.project.open import open_for_work
from annotator.app.settings import Settings
from annotator.app.transfer.record_importer import RecordImporter
from annotator.ui.shell import start
from tests.ui.hand import Hand
from tests.ui.projects import project_of

ANNOTATOR = "Camille"
Opener = Callable[..., Hand]


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--show", default=False):
        os.environ.pop("QT_QPA_PLATFORM", None)
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # That plugin has no windows whose sizes a desktop could be told of.
        config.addinivalue_line("qt_log_ignore", "^This plugin does not support propagateSizeHints")


@pytest.fixture(autouse=True)
def quiet(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Nothing is logged, no thread runs on, and what a test set for the whole process is as it was."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield
    i18n.use(gettext.NullTranslations())
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    # What the program itself does belongs in its log; a failure, or a word of a library, does not.
    worst = logging.CRITICAL if request.node.get_closest_marker("logs_errors") else logging.ERROR
    faults = [record for record in records if record.levelno >= worst or not _is_ours(record)]
    assert [record.getMessage() for record in faults] == [], "something was logged"
    application = QApplication.instance()
    windows = application.topLevelWidgets() if isinstance(application, QApplication) else []
    threads = [thread for window in windows for thread in window.findChildren(QThread)]
    assert not any(thread.isRunning() for thread in threads), "a thread runs on"


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == "annotator"


@pytest.fixture(autouse=True)
def _all_levels(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens the window as the program does: on these texts by id, on a project, or on a copy of the sample."""
    opened: list[Hand] = []

    def open_one(
        texts: Mapping[str, str] | str | None = None,
        *,
        project: Path | None = None,
        annotator: str | None = ANNOTATOR,
        document: str | None = None,
        settings: Settings | None = None,
    ) -> Hand:
        if texts is not None:
            project = project_of(tmp_path, {"article": texts} if isinstance(texts, str) else texts)
        project = project or request.getfixturevalue("sample")
        start.make_application()
        session, why = open_for_work(project)
        if annotator and not session.read_only:
            session.annotator_named(annotator, create=True)
        window = start._show(session, settings or habits.load(), why)
        if not (settings or habits.load()).geometry:
            window.resize(1280, 800)
        window.begin(annotator, document)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        opened.append(Hand(window, qtbot))
        return opened[-1]

    yield open_one
    for hand in opened:
        if hand.window.isVisible():
            hand.window.close()
        hand.window.deleteLater()
    start.make_application().setProperty("window", None)
    QApplication.sendPostedEvents()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds an import before its first record until it is set."""
    opened, add = threading.Event(), RecordImporter.add

    def wait_and_add(importer: RecordImporter, record: object) -> bool:
        opened.wait(20)
        return add(importer, record)

    monkeypatch.setattr(RecordImporter, "add", wait_and_add)
    yield opened
    opened.set()
