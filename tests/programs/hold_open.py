"""A project held open for writing until standard input ends."""

import sys
from pathlib import Path

from annotator.app.project.open import open_project

session = open_project(Path(sys.argv[1]), writing=True)
print("open", flush=True)
sys.stdin.read()
