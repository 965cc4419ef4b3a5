"""Do imports point down only, and do dangerous things stay out?"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk_work import ROOT

PACKAGE = ROOT / "annotator"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# Each runs what it reads, hands text to a shell, lets other events in, or opens whatever an archive names.
FORBIDDEN = {
    "pickle": r"\bpickle\b",
    "marshal": r"\bmarshal\b",
    "shelve": r"\bshelve\b",
    "eval": r"(?<![\w.])eval\(",
    "exec": r"(?<![\w.])exec\(",
    "a shell": r"shell\s*=\s*True|os\.system|os\.popen",
    "nested events": r"processEvents",
    "extractall": r"extractall",
    "yaml.load": r"yaml\.load",
    "XML without protection": r"xml\.etree|xml\.sax|minidom",
}


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.slow
def test_the_contracts_on_imports_are_kept() -> None:
    told = _contracts(ROOT)

    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_dangerous_stands_in_the_program(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(FORBIDDEN[what], line)
    ]

    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_which_question_it_answers(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith('"""')
