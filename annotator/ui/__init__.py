"""The windows; the only place that knows Qt.

PySide looks through the source of every module that is imported after it, pydantic's hundred among them, so what needs
no Qt is imported here, before it: that saves a part of the start, and an import cycle that the looking can cause.
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
