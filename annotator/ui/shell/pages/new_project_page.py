"""The page that asks for the scheme of a new project."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QPushButton

from annotator.app.scheme.scheme_files import DEFAULT, EMPTY
from annotator.i18n import tr
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH = 420
_LIST_HEIGHT = 84


class NewProjectPage(Page):
    """Offers the default scheme, an empty one, and one from a file; the path of the project is asked for next."""

    scheme_chosen = Signal(Path)
    """The file of the scheme."""

    def __init__(self) -> None:
        super().__init__()
        title = PlainLabel(tr("New project"))
        title.setProperty("role", "heading")
        hint = PlainLabel(
            tr("What may be marked in it is its scheme. It can be changed at any time, and marks follow.")
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self.schemes = QListWidget()
        self.schemes.setAccessibleName(tr("Scheme"))
        self.schemes.addItems(
            [tr("The default scheme: speakers, demands, events"), tr("An empty scheme"), tr("A scheme from a file…")]
        )
        self.schemes.setFixedHeight(_LIST_HEIGHT)
        self.schemes.setCurrentRow(0)
        self.schemes.itemActivated.connect(lambda _: self._choose())
        go, close = QPushButton(tr("Choose a place…")), QPushButton(tr("Close"))
        go.setDefault(True)
        go.clicked.connect(self._choose)
        close.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(go)
        column = self.column(_WIDTH, spacing=12)
        for widget in (title, hint, self.schemes):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _choose(self) -> None:
        source = (DEFAULT, EMPTY, self._ask_file)[self.schemes.currentRow()]
        path = source if isinstance(source, Path) else source()
        if path:
            self.scheme_chosen.emit(path)

    def _ask_file(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Scheme of the new project"), "", tr("Schemes (*.json)"))
        return Path(name) if name else None
