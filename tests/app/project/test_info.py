"""The history of an import: listed as the import added it, whatever changed later."""

import json
from pathlib import Path
from typing import Any

from annotator.app import jobs
from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project import info
from annotator.app.project.open import new_project
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files


def added(session: Session) -> list[Any]:
    """What the first import added, without its keys."""
    [imported] = [step for step in info.history(session) if step["operation"] == "import"]
    assert all(change["before"] is None for change in imported["changes"])
    return [(change["table"], change["after"]) for change in imported["changes"]]


def test_an_import_is_told_as_it_was_when_it_came(tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    marks = [{"id": f"s{place}", "label": "EVENT", "start": place, "end": place + 4} for place in (0, 10)]
    source.write_text(json.dumps({"id": "one", "text": "Kiev dit: Oslo nie.", "annotator": "Alba", "spans": marks}))
    session = new_project(tmp_path / "p.annotator")
    jobs.run(import_files(session, [source]))
    session.work_as("Alba", create=False)
    at_first = added(session)
    assert [table for table, _ in at_first] == ["documents", "layers", "spans", "spans"]
    assert [row["quote"] for table, row in at_first if table == "spans"] == ["Kiev", "Oslo"]
    document = OpenDocument(session, "one")
    session.subscribe(document.follow)
    spans.relabel_span(document, document.spans["s0"], "SPEAKER")
    spans.relabel_span(document, document.spans["s0"], "ACTOR")
    spans.delete_span(document, document.spans["s10"])
    assert added(session) == at_first
    while session.undo():
        pass
    assert session.document_ids() == []
    assert added(session) == at_first
    while session.redo():
        pass
    assert added(session) == at_first
    session.close()
