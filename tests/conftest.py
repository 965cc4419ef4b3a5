"""Fixtures of all tests, and the guards around them: no network, no settings of the user."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from annotator.app import log_file
from annotator.app.project.sample import build_sample
from tests import budget
from tests.command_line import ROOT, annotator

_BEGIN = time.monotonic()


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        raise PermissionError(f"the program must not touch the network: {arguments[1]}")


sys.addaudithook(_refuse_network)

# A busy machine is no fault of the program.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--show", action="store_true", help="show the windows under test instead of drawing them nowhere")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much of its budget the suite takes, in time and in size; only the size is held, see test_architecture."""
    seconds = time.monotonic() - _BEGIN
    lines = budget.lines()
    terminalreporter.write_line(
        f"budget: {seconds:.0f} s of {budget.SECONDS} s, {lines:,} lines of tests of {budget.LINES:,}"
    )


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees or leaves settings or a log of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    yield
    log_file.stop()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project."""
    path = tmp_path / "desk.annotator"
    assert annotator("new", path).status == 0
    return path


@pytest.fixture(scope="session")
def _built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.annotator"
    build_sample(path)
    return path


@pytest.fixture
def sample(_built_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample project: five articles, marked by two annotators."""
    return Path(shutil.copy(_built_sample, tmp_path / "sample.annotator"))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of other people's data; a test without it is skipped, unless somebody said where it is."""
    named = os.environ.get("ANNOTATOR_CORPORA")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpora"
    if named and not folder.is_dir():
        pytest.fail(f"ANNOTATOR_CORPORA names {folder}, which is not there")
    if not folder.is_dir():
        pytest.skip(f"the corpora are not at {folder}")
    return folder
