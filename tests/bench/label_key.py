"""How long does it take from a label's key until the span is committed and painted?"""

import os
import subprocess
import sys
from pathlib import Path

from annotator.app.sample import build_sample
from tests.bench.measuring import ROOT, Timing


def _seconds(place: Path) -> float:
    build_sample(place / "sample.annotator")
    command = [sys.executable, "-m", "tests.bench.press_label", place / "sample.annotator"]
    own_home = {**os.environ, "XDG_CONFIG_HOME": str(place), "XDG_DATA_HOME": str(place)}
    told = subprocess.run(command, cwd=ROOT, env=own_home, check=True, capture_output=True, text=True)
    return float(told.stdout)


ROW = Timing("label key until painted, p95", 0.016, _seconds)
