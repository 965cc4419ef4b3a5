"""The time to match the marks of three annotators in 1,000 articles and to compute their agreement."""

from pathlib import Path

from tests.bench.measurement import Figure


def _row(name: str, limit: float, part: str) -> Figure:
    def prepare(_: Path) -> None:
        """The articles are made in the process that compares them."""

    return Figure(name, limit, prepare, lambda _: ("-m", "tests.bench.compare_articles", part), rounds=3)


ROWS = (
    _row("match three people's marks, 1,000 articles", 3.0, "clusters"),
    _row("agreement of 1,000 articles, once matched", 3.0, "panel"),
    _row("agreement after a change, slowest of 20", 0.05, "refresh"),
)
