"""How does a reviewer settle a case by another label?"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.app.review.queue import Suggestion, proposed
from annotator.i18n import tr
from annotator.review.choices import relabelled
from annotator.ui.review.context import Ground
from annotator.ui.shell import keymap


class LabelMode:
    """A label's letter chooses it, Esc leaves."""

    def __init__(self, labels: Mapping[str, str], *, choose: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._labels, self._choose, self._leave = labels, choose, leave

    def takes(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape or keymap.pressed(event) in self._labels

    def press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            self._choose(self._labels[keymap.pressed(event)])


def choose_label(ground: Ground, suggested: Suggestion | None) -> None:
    """This extent with another label: its letter says which."""
    found, scheme = ground.at_hand, ground.review.session.scheme
    spans = proposed(*found, suggested).spans if found else ()
    if not spans:
        ground.say(tr("Only spans have a label to change"))
        return
    labels = {key: label for key, command in keymap.in_the_text(scheme).items() if (label := keymap.label_of(command))}
    ground.enter(
        LabelMode(
            labels,
            choose=lambda label: ground.settle(lambda *_: relabelled(spans[0], label, scheme)),
            leave=ground.leave,
        )
    )
