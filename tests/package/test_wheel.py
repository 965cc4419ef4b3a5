"""The wheel, installed into an empty environment."""

from pathlib import Path

import pytest

from tests.package.program import Program, check_commands, check_window_is_painted

pytestmark = [pytest.mark.package, pytest.mark.timeout(600)]


@pytest.fixture
def program(installed: Path, tmp_path: Path) -> Program:
    return Program(installed / "bin/annotator", tmp_path)


@pytest.fixture
def python(installed: Path, tmp_path: Path) -> Program:
    return Program(installed / "bin/python", tmp_path)


def test_the_commands_work_with_what_the_wheel_brings(program: Program, python: Program, installed: Path) -> None:
    seeds = Path(python.say("-c", "from annotator.resources import SEEDS; print(SEEDS)").strip())

    assert seeds.is_relative_to(installed)
    check_commands(program, seeds)


def test_the_window_opens_on_the_sample_project(program: Program) -> None:
    check_window_is_painted(program)


def test_the_screens_can_be_drawn(python: Program, tmp_path: Path) -> None:
    with python.start("-m", "annotator.ui.sample_pictures", "drawn", QT_QPA_PLATFORM="offscreen") as drawing:
        written, _ = drawing.communicate()

    assert drawing.returncode == 0
    pictures = [tmp_path / name for name in written.splitlines() if name.endswith(".png")]
    assert pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_the_desktop_knows_the_program_and_its_files(
    program: Program, python: Program, installed: Path, tmp_path: Path
) -> None:
    entry = (installed / "share/applications/annotator.desktop").read_text().splitlines()
    assert "Exec=annotator %f" in entry
    assert "MimeType=application/x-annotator;" in entry
    assert (installed / "share/icons/hicolor/scalable/apps/annotator.svg").is_file()

    program.say("new", "desk.annotator")
    (tmp_path / "desk.annotator").rename(tmp_path / "nameless")
    for file, match in (("desk.annotator", "MatchExtension"), ("nameless", "MatchContent")):
        asked = f"QMimeDatabase().mimeTypeForFile({file!r}, QMimeDatabase.MatchMode.{match}).name()"
        code = f"from PySide6.QtCore import QMimeDatabase; print({asked})"
        assert python.say("-c", code, XDG_DATA_DIRS=str(installed / "share")).strip() == "application/x-annotator"
