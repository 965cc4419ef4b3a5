"""A project held open for writing after one span was added, until standard input ends."""

import sys
from pathlib import Path

from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project

session = open_project(Path(sys.argv[1]), writing=True)
session.work_as("Alba", create=False)
spans.add_span(OpenDocument(session, "b"), "SPEAKER", 0, 6)
print("open", flush=True)
sys.stdin.read()
