"""Who is annotating?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton

from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH = 380
_LIST_HEIGHT = 160


class PeoplePage(Page):
    """Asks once whose marks these will be: somebody known, or a new name."""

    answered = Signal(str)
    """The name that was chosen or typed."""

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
        self._name.returnPressed.connect(self._answer)
        self._known = QListWidget()
        self._known.setAccessibleName(tr("Annotators of this project"))
        self._known.addItems(session.people())
        self._known.setMaximumHeight(_LIST_HEIGHT)
        self._known.itemActivated.connect(lambda item: self.answered.emit(item.text()))
        self._known.currentTextChanged.connect(self._name.setText)
        self._wrong = PlainLabel()
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        go = QPushButton(tr("Start annotating"))
        go.setDefault(True)
        go.clicked.connect(self._answer)
        column = self.column(_WIDTH, spacing=12)
        for part in (heading, hint, self._known, self._name, self._wrong):
            column.addWidget(part)
        column.addWidget(go, alignment=Qt.AlignmentFlag.AlignRight)
        self._known.setVisible(bool(session.people()))

    def showEvent(self, event: QShowEvent) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def _answer(self) -> None:
        name = self._name.text().strip()
        try:
            refuse_bad_annotator(name)
        except Refused as refusal:
            self._wrong.setText(str(refusal))
        else:
            self.answered.emit(name)
