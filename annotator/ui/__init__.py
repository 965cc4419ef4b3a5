"""The windows of the program, and the only package that uses Qt.

PySide inspects the source of every module that is imported after it, also the hundred modules of pydantic. So modules
that need no Qt are imported here, before it. This makes the start faster and avoids an import cycle that the inspection
can cause.
"""

# ruff: noqa: F401
import importlib.metadata
import tomllib

import annotator.app.annotate.open_document
import annotator.app.annotate.spans
import annotator.app.jobs
import annotator.app.project.document_list
import annotator.app.project.open
import annotator.app.settings
import annotator.domain.marks.lanes
import annotator.domain.scheme.guidelines
import annotator.domain.text.folding
import annotator.domain.text.offsets
import annotator.domain.text.words
