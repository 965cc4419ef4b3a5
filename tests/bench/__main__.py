"""The bench: ``python -m tests.bench [WORD…]`` runs every row, or those whose name contains one of the words.

It prints a table and writes ``build/bench.json``; the exit status is 1 if a row is over its limit.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    agreement,
    article_list,
    cast_panel,
    demands_screen,
    export_articles,
    focus_span,
    idle_memory,
    import_articles,
    label_key,
    merge_return,
    next_article,
    rename_label,
    review_cases,
    start_window,
)
from tests.bench.measurement import ROOT, Result, Row

# One module for each question, with a row for each answer.
ROWS: tuple[Row, ...] = (
    *start_window.ROWS,
    *label_key.ROWS,
    *focus_span.ROWS,
    *next_article.ROWS,
    *article_list.ROWS,
    *cast_panel.ROWS,
    *demands_screen.ROWS,
    *import_articles.ROWS,
    *export_articles.ROWS,
    *merge_return.ROWS,
    *agreement.ROWS,
    *review_cases.ROWS,
    *rename_label.ROWS,
    *idle_memory.ROWS,
)


def _told(result: Result) -> dict[str, str | float | None]:
    return {
        "name": result.name,
        "ours": result.ours,
        "floor": result.floor,
        "ratio": result.ratio,
        "limit": result.limit,
    }


def _line(result: Result) -> str:
    floor = f"{result.floor:10.3f}" if result.floor else f"{'-':>10}"
    ratio = f"{result.ratio:7.2f}" if result.ratio else f"{'-':>7}"
    return f"{result.name:<46}{result.ours:10.3f}{floor}{ratio}{result.limit:8.3g}{'' if result.kept else '  too slow'}"


def run(words: list[str]) -> int:
    """Measure; the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results = []
    print(f"{'seconds, where nothing else is said':<46}{'ours':>10}{'floor':>10}{'ratio':>7}{'limit':>8}")  # noqa: T201
    for row in ROWS:
        if not words or any(word in row.name for word in words):
            with tempfile.TemporaryDirectory() as place:
                results.append(row.measure(Path(place)))
            print(_line(results[-1]), flush=True)  # noqa: T201
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.json").write_text(json.dumps([_told(result) for result in results], indent=1) + "\n")
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
