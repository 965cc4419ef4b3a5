"""The history tells what an import added as it added it, whatever became of that since."""

import json
from pathlib import Path
from typing import Any

from annotator.app import inspecting, jobs, marking
from annotator.app.desk import Desk
from annotator.app.importing import import_files
from annotator.app.projects import new_project
from annotator.app.session import Session


def added(session: Session) -> list[Any]:
    """What the first import added, without its keys."""
    [imported] = [step for step in inspecting.history(session) if step["operation"] == "import"]
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
    desk = Desk(session, "one")
    session.subscribe(desk.follow)
    marking.relabel_span(desk, desk.spans["s0"], "SPEAKER")
    marking.relabel_span(desk, desk.spans["s0"], "ACTOR")
    marking.delete_span(desk, desk.spans["s10"])
    assert added(session) == at_first
    while session.undo():
        pass
    assert session.document_ids() == []
    assert added(session) == at_first
    while session.redo():
        pass
    assert added(session) == at_first
    session.close()
