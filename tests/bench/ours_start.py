"""Our program until it has painted the article. HOME and the program's own arguments are its arguments."""

import os
import sys

os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = sys.argv.pop(1)
sys.path.insert(0, os.getcwd())  # noqa: PTH109 - this script stands for 'python -m annotator'

from annotator.__main__ import run
from annotator.ui.annotate.reader.reader import Reader

_paint = Reader.paintEvent


def _paint_and_leave(reader, event):
    _paint(reader, event)
    if not reader.document().isEmpty():
        os._exit(0)


Reader.paintEvent = _paint_and_leave
run()
sys.exit("the article was never painted")
