"""The key mode that settles a case with another label."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.app.review.queue import initial_choice
from annotator.i18n import tr
from annotator.review.choices import relabelled_choice
from annotator.ui.review.context import ReviewContext
from annotator.ui.shell import keys_in_force


class LabelMode:
    """The letter of a label chooses it, Esc leaves."""

    def __init__(self, labels: Mapping[str, str], *, choose: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._labels, self._choose, self._leave = labels, choose, leave

    def takes(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape or keys_in_force.event_key(event) in self._labels

    def press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            self._choose(self._labels[keys_in_force.event_key(event)])


def choose_label(context: ReviewContext) -> None:
    """Settle the current case with its extent and another label, which the next key chooses."""
    case, scheme = context.current_case, context.review.session.scheme
    spans = initial_choice(*case, context.suggestion).spans if case else ()
    if not spans:
        context.say(tr("Only spans have a label to change"))
        return
    labels = {
        key: label
        for key, command in keys_in_force.reader_keys(scheme).items()
        if (label := keys_in_force.label_of(command))
    }
    context.enter_mode(
        LabelMode(
            labels,
            choose=lambda label: context.settle(lambda *_: relabelled_choice(spans[0], label, scheme)),
            leave=context.return_to_case,
        )
    )
