"""Floor: a bare window with the same text and the same rows read; arguments are PROJECT and DOCUMENT."""

import os
import sqlite3
import sys

# What the tests alone need is no part of the floor; sqlite_utils would load it where it finds it.
sys.modules["numpy"] = None

import pydantic  # noqa: E402
import sqlite_utils  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit  # noqa: E402

assert pydantic
assert sqlite_utils

SPANS = (
    'SELECT spans.id, label, start, "end", fragments, quote, attributes, note FROM spans'
    " JOIN layers ON layers.key = layer JOIN documents ON documents.key = document WHERE documents.id = ?"
)
RELATIONS = (
    "SELECT relations.id, label, source, target, attributes FROM relations"
    " JOIN layers ON layers.key = layer JOIN documents ON documents.key = document WHERE documents.id = ?"
)


class Reader(QTextEdit):
    def paintEvent(self, event):  # noqa: N802 - Qt's name
        super().paintEvent(event)
        os._exit(0)


application = QApplication([])
database = sqlite3.connect(sys.argv[1])
[[text]] = database.execute("SELECT text FROM documents WHERE id = ?", [sys.argv[2]]).fetchall()
marks = [database.execute(statement, [sys.argv[2]]).fetchall() for statement in (SPANS, RELATIONS)]
reader = Reader()
reader.setReadOnly(True)
reader.setPlainText(text)
window = QMainWindow()
window.setCentralWidget(reader)
window.resize(1280, 800)
window.show()
application.exec()
sys.exit("the text was never painted")
