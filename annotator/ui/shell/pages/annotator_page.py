"""The page that asks who is annotating."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton

from annotator.app import log_file
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH = 380
_LIST_HEIGHT = 160


class AnnotatorPage(Page):
    """Asks for the annotator whose marks these will be: one of the project, or a new name."""

    chosen = Signal(str)
    """The name that was selected or typed."""

    def __init__(self, session: Session, suggestion: str) -> None:
        super().__init__()
        heading = PlainLabel(tr("Who is annotating?"))
        heading.setProperty("role", "heading")
        hint = PlainLabel(tr("Your marks are kept apart under this name. Choose one that is here, or type a new one."))
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self._name = QLineEdit(suggestion)
        self._name.setAccessibleName(tr("Your name"))
        self._name.setPlaceholderText(tr("Your name"))
        self._name.returnPressed.connect(self._accept)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Annotators of this project"))
        self._list.addItems(session.annotator_names())
        self._list.setMaximumHeight(_LIST_HEIGHT)
        self._list.itemActivated.connect(lambda item: self.chosen.emit(item.text()))
        self._list.currentTextChanged.connect(self._name.setText)
        self._error = PlainLabel()
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        go = QPushButton(tr("Start annotating"))
        go.setDefault(True)
        go.clicked.connect(self._accept)
        column = self.column(_WIDTH, spacing=12)
        for widget in (heading, hint, self._list, self._name, self._error):
            column.addWidget(widget)
        column.addWidget(go, alignment=Qt.AlignmentFlag.AlignRight)
        self._list.setVisible(bool(session.annotator_names()))

    def showEvent(self, event: QShowEvent) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def _accept(self) -> None:
        name = self._name.text().strip()
        try:
            refuse_bad_annotator(name)
        except Refused as refusal:
            self._error.setText(log_file.logged_message(refusal))
        else:
            self.chosen.emit(name)
