"""How does a reviewer ask the annotators about a case, and say why it was settled as it was?"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from annotator.app.review.review import ask, say_why
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.review.case_list import words_of
from annotator.ui.review.context import Found, Ground
from annotator.ui.widgets.plain_text import brief

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 28


class Writing(QLineEdit):
    """A line for a question or a comment, which Enter sends and Esc leaves as it was."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._send: Callable[[str], None] = lambda _: None
        self.hide()
        self.returnPressed.connect(self._sent)

    def ask(self) -> None:
        """Ask about the case at hand, or word anew what was asked."""
        found = self._ground.at_hand
        if found:
            asked = found[1].question.comment if found[1].question else ""
            self._open(tr("What do you want to ask the annotators?"), tr("Question"), asked)
            self._send = lambda text: self._ask(found, text)

    def say_why(self) -> None:
        """Comment on the decision of the case at hand, or on the last one where this is open."""
        found = self._ground.settled
        if found is None or found[1].decision is None:
            self._ground.say(tr("Settle a case first: then say why"))
            return
        words = brief(words_of(found[1].case), _LONGEST)
        self._open(tr("Why so, for “{words}”?", words=words), tr("Comment"), found[1].decision.comment)
        self._send = lambda text: self._say_why(found, text)

    def _open(self, hint: str, name: str, text: str) -> None:
        self.setPlaceholderText(hint)
        self.setToolTip(hint)
        self.setAccessibleName(name)
        self.setText(text)
        self.show()
        self.setFocus()

    def _sent(self) -> None:
        try:
            self._send(self.text())
        except Refused as refusal:
            self._ground.say(str(refusal))

    def _ask(self, found: Found, text: str) -> None:
        ask(self._ground.review, *found, text)
        self._ground.leave()
        self._ground.go_on()

    def _say_why(self, found: Found, text: str) -> None:
        document, standing = found
        if standing.decision:
            say_why(self._ground.review, document, standing.decision, text.strip())
        self._ground.leave()
