"""The budget of the default suite: time on two cores, and size."""

from tests.command_line import ROOT

# Nobody runs tests that take longer before each commit.
SECONDS = 600
LINES = 27_000


def lines() -> int:
    """The lines of all Python files of the tests, empty ones too."""
    return sum(path.read_text(encoding="utf-8").count("\n") for path in (ROOT / "tests").rglob("*.py"))
