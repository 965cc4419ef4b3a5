"""An open article that already has marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project
from tests.command_line import facts, record, span, write_jsonl


@pytest.fixture
def document(project: Path, tmp_path: Path) -> Iterator[OpenDocument]:
    """Alba's document: an article with a speaker who makes a demand."""
    marked = record(
        id="one",
        annotator="Alba",
        spans=[span(34, 40, id="a"), span(49, 63, "DEMAND", id="b", fragments=[[49, 55], [56, 63]])],
        relations=[{"id": "r", "label": "SAYS", "from": "a", "to": "b"}],
    )
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", marked, record("Rien.", id="two")))
    session = open_project(project, writing=True)
    session.work_as("Alba", create=False)
    found = OpenDocument(session, "one")
    session.subscribe(found.follow)
    yield found
    session.close()
