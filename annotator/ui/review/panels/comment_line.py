"""The line for a question to the annotators or a comment on a decision."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from annotator.app import log_file
from annotator.app.review.review import ask_annotators, set_comment
from annotator.domain.errors import Refused
from annotator.i18n import tr
from annotator.ui.review.context import CaseInDocument, ReviewContext
from annotator.ui.review.panels.case_list import case_words
from annotator.ui.widgets.plain_text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 28


class CommentLine(QLineEdit):
    """A line for a question or a comment; Enter saves it, Esc discards the changes."""

    def __init__(self, context: ReviewContext) -> None:
        super().__init__()
        self._context = context
        self._send: Callable[[str], None] = lambda _: None
        self.hide()
        self.returnPressed.connect(self._send_text)

    def open_question(self) -> None:
        """Ask about the current case, or change the question that was asked before."""
        case = self._context.current_case
        if case:
            question = case[1].question.comment if case[1].question else ""
            self._open(tr("What do you want to ask the annotators?"), tr("Question"), question)
            self._send = lambda text: self._send_question(case, text)

    def open_comment(self) -> None:
        """Comment on the decision of the current case or, if that is open, on the last decision."""
        case = self._context.settled_case
        if case is None or case[1].decision is None:
            self._context.say(tr("Settle a case first: then say why"))
            return
        words = shorten(case_words(case[1].case), _LONGEST)
        self._open(tr("Why so, for “{words}”?", words=words), tr("Comment"), case[1].decision.comment)
        self._send = lambda text: self._send_comment(case, text)

    def _open(self, hint: str, name: str, text: str) -> None:
        self.setPlaceholderText(hint)
        self.setToolTip(hint)
        self.setAccessibleName(name)
        self.setText(text)
        self.show()
        self.setFocus()

    def _send_text(self) -> None:
        try:
            self._send(self.text())
        except Refused as refusal:
            self._context.say(log_file.logged_message(refusal))

    def _send_question(self, case: CaseInDocument, text: str) -> None:
        ask_annotators(self._context.review, *case, text)
        self._context.return_to_case()
        self._context.show_next_case()

    def _send_comment(self, case: CaseInDocument, text: str) -> None:
        document, state = case
        if state.decision:
            set_comment(self._context.review, document, state.decision, text.strip())
        self._context.return_to_case()
