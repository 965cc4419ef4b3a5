"""The windows; the only place that knows Qt.

PySide looks through the source of every module that is imported after it, pydantic's hundred among them, so what needs
no Qt is imported here, before it: that saves a part of the start, and an import cycle that the looking can cause.
"""

# ruff: noqa: F401
import importlib.metadata
import tomllib

import annotator.app.desk
import annotator.app.jobs
import annotator.app.listing
import annotator.app.marking
import annotator.app.projects
import annotator.app.settings
import annotator.domain.folding
import annotator.domain.guidance
import annotator.domain.lanes
import annotator.domain.offsets
import annotator.domain.words
