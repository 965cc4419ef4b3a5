"""Annotation of one article, step by step, until the process is killed."""

import sys
from pathlib import Path

from annotator.app.annotate import attributes, spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project

session = open_project(Path(sys.argv[1]), writing=True)
session.work_as("Alba", create=True)
desk = OpenDocument(session, "article")
session.subscribe(desk.follow)
print("ready", flush=True)
for number in range(1_000_000):
    name = f"note {sys.argv[2]}-{number}"
    free = next(start for start in range(0, 4_400, 22) if not desk.index.touching(start, start + 4))
    span = spans.add_span(desk, "SPEAKER", free, free + 4)
    attributes.set_note(desk, desk.spans[span.id], name)
    print(f"+{name}", flush=True)
    if number % 3 == 0:
        print(f"?{name}", flush=True)
        session.undo()
        print(f"-{name}", flush=True)
        session.redo()
        print(f"+{name}", flush=True)
    while len(desk.spans) > 150:
        gone = desk.spans_in_order()[number % 100]
        print(f"?{gone.note}", flush=True)
        spans.delete_span(desk, gone)
        print(f"-{gone.note}", flush=True)
