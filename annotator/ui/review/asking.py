"""How does a reviewer ask the annotators about a case?"""

from PySide6.QtWidgets import QLineEdit

from annotator.app.reviewing import ask
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.review.ground import Ground


class Asking(QLineEdit):
    """A line for the question, which Enter sends."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.setPlaceholderText(tr("What do you want to ask the annotators?"))
        self.setAccessibleName(tr("Question"))
        self.hide()
        self.returnPressed.connect(self._send)

    def open(self) -> None:
        """Ask about the case at hand, or word anew what was asked."""
        found = self._ground.at_hand
        if found:
            self.setText(found[1].question.comment if found[1].question else "")
            self.show()
            self.setFocus()

    def _send(self) -> None:
        found = self._ground.at_hand
        if found is None:
            return
        try:
            ask(self._ground.review, *found, self.text())
        except Refused as refusal:
            self._ground.say(str(refusal))
            return
        self._ground.leave()
        self._ground.go_on()
