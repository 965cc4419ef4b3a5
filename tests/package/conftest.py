"""Fixtures for the built files and for the environment that they start in."""

import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import __version__
from tests.command_line import ROOT


def _built(name: str) -> Path:
    path = ROOT / "dist" / name
    if not path.is_file():
        pytest.fail(f"{path} is not there; 'make package' builds it")
    return path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that was empty until the wheel was installed into it."""
    wheel = _built(f"annotator_desk-{__version__}-py3-none-any.whl")
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel]
    subprocess.run(pip, cwd=folder, check=True)
    return folder


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, taken out of its archive."""
    system = f"{platform.system().lower()}-{platform.machine()}"
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(_built(f"annotator-{__version__}-{system}.tar.gz")) as archive:
        archive.extractall(folder, filter="data")
    return folder / "annotator"


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of one's own, and xdotool to look at it."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    xvfb = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(xvfb, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
