"""Renames the label SPEAKER of the project that is its argument, as the window does."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.getcwd())  # noqa: PTH109 - this script stands for the window

from annotator.app import jobs, scheming
from annotator.app.projects import open_project
from annotator.domain.migration import Rename

session = open_project(Path(sys.argv[1]), writing=True)
jobs.run(scheming.apply(session, Rename(name="SPEAKER", new="PARTY")))
session.close()
