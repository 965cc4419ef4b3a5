"""The waiting times of a reviewer: for the inbox, for the next case, for the next article."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.domain.marks.marks import Layer
from tests.bench.agreement_articles import documents
from tests.bench.measurement import Figure, project_from


def _prepare_sample(place: Path) -> None:
    build_sample(place / "all.annotator")
    _seat_reviewer(place)


def _prepare_thousand(place: Path) -> None:
    lines = [_record(number, text, layer) for number, (text, layers) in enumerate(documents()) for layer in layers]
    (place / "all.jsonl").write_bytes(b"\n".join(lines))
    project_from(place / "all.jsonl")
    _seat_reviewer(place)


def _seat_reviewer(place: Path) -> None:
    """Whoever reviews has marked nothing."""
    session = open_project(place / "all.annotator", writing=True)
    session.work_as("Rita", create=True)
    session.close()


def _record(number: int, text: str, layer: Layer) -> bytes:
    spans = [
        {"id": span.id, "label": span.label, "start": span.start, "end": span.end, "text": span.quote}
        for span in layer.spans
    ]
    labels = {span.id: span.label for span in layer.spans}
    links = [
        {"id": one.id, "label": one.label, "from": one.source, "to": one.target}
        for one in layer.relations
        if labels[one.source] == "SPEAKER" and labels[one.target] in ("QUOTE", "DEMAND")
    ]
    told = {"id": f"article-{number}", "text": text, "annotator": layer.annotator, "status": "done"}
    return orjson.dumps({**told, "spans": spans, "relations": links})


def _part(name: str) -> Callable[[Path], Sequence[str | Path]]:
    def command(place: Path) -> Sequence[str | Path]:
        copy = Path(shutil.copy(place / "all.annotator", place / "one.annotator"))
        return "-m", "tests.bench.settle_cases", copy, name

    return command


ROWS = (
    Figure("decision until the next case, sample, p95, ms", 50, _prepare_sample, _part("settle"), rounds=3),
    Figure("decision until the next case, 1,000 articles, ms", 50, _prepare_thousand, _part("settle"), rounds=3),
    Figure("next article of the inbox, p95, ms", 200, _prepare_sample, _part("turn"), rounds=3),
    Figure("open the inbox on 1,000 articles, ms", 5000, _prepare_thousand, _part("open"), rounds=3),
)
