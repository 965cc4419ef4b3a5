"""The bundle without Python on the machine, unpacked anywhere."""

import subprocess
from pathlib import Path

import pytest

from tests.package.program import Program, check_commands, check_window_is_painted

pytestmark = [pytest.mark.package, pytest.mark.timeout(600)]


@pytest.fixture
def program(unpacked: Path, tmp_path: Path) -> Program:
    return Program(unpacked / "annotator", tmp_path)


def test_the_commands_work_with_what_the_bundle_brings(program: Program, unpacked: Path) -> None:
    check_commands(program, unpacked / "_internal/annotator/seeds")


def test_the_window_opens_on_the_sample_project(program: Program) -> None:
    check_window_is_painted(program)


def test_a_window_appears_on_a_display_and_closes(program: Program, display: str, tmp_path: Path) -> None:
    def xdotool(*arguments: str) -> str:
        return subprocess.run(
            ["xdotool", *arguments], env={"DISPLAY": display}, capture_output=True, check=True, text=True
        ).stdout

    with program.start(DISPLAY=display, LC_ALL="C.UTF-8") as running:
        try:
            window = xdotool("search", "--sync", "--onlyvisible", "--class", "annotator").split()[0]
            xdotool("windowfocus", "--sync", window, "key", "ctrl+q")
            _, complaints = running.communicate()
        finally:
            running.kill()

    assert (running.returncode, complaints) == (0, "")
    assert (tmp_path / "home/.config/annotator/settings.json").is_file()


def test_the_bundle_brings_what_the_desktop_needs(unpacked: Path) -> None:
    share = unpacked / "_internal/share"

    assert {path.relative_to(share).as_posix() for path in share.rglob("*.*")} == {
        "applications/annotator.desktop",
        "icons/hicolor/scalable/apps/annotator.svg",
        "mime/packages/annotator.xml",
    }


def test_nothing_is_bundled_that_the_program_does_not_use(unpacked: Path) -> None:
    names = {path.name for path in unpacked.rglob("*.so*")}

    assert any("Qt6Widgets" in name for name in names)
    for module in ("Network", "Qml", "Quick", "Sql", "Test"):
        assert not [name for name in names if name.startswith((f"libQt6{module}", f"Qt{module}."))]
