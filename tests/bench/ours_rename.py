"""Script: renames the label SPEAKER as the window does; the argument is PROJECT."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.getcwd())  # noqa: PTH109 - this script stands for the window

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.scheme import apply_change
from annotator.domain.scheme.changes import Rename

session = open_project(Path(sys.argv[1]), writing=True)
jobs.run(apply_change.apply(session, Rename(name="SPEAKER", new="PARTY")))
session.close()
