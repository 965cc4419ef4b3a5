"""How do keys change what shall stand in gold, before it is decided?"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.domain import words
from annotator.domain.marks import Span
from annotator.domain.scheme import Scheme
from annotator.review.choices import placed, relabelled
from annotator.ui.annotate.modes import SIDEWAYS

_Modifier = Qt.KeyboardModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LabelMode:
    """A label's letter chooses it, Esc leaves."""

    def __init__(self, labels: Mapping[str, str], *, choose: Callable[[str], None], leave: Callable[[], None]) -> None:
        self._labels, self._choose, self._leave = labels, choose, leave

    def takes(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape or _letter(event) in self._labels

    def press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            self._choose(self._labels[_letter(event)])


class EditMode:
    """Works on a draft of what shall stand.

    Arrows move the end of the span at hand, with Shift the start, by a word, with Ctrl by a character; so do the chords
    of the article with Alt. A label's letter gives it that label, Tab goes to the next span, Del takes it away,
    Enter settles, Esc leaves.
    """

    def __init__(
        self,
        draft: list[Span],
        text: str,
        scheme: Scheme,
        labels: Mapping[str, str],
        *,
        show: Callable[[], None],
        settle: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self.draft, self.place = draft, 0
        self._text, self._scheme, self._labels = text, scheme, labels
        self._show, self._settle, self._leave = show, settle, leave

    def takes(self, event: QKeyEvent) -> bool:
        known = (*SIDEWAYS, *_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete)
        return event.key() in known or _letter(event) in self._labels

    def press(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in _ENTER:
            self._settle()
        elif self.draft:
            self._change(event)
            self._show()

    def _change(self, event: QKeyEvent) -> None:
        span = self.draft[self.place]
        if event.key() == Qt.Key.Key_Tab:
            self.place = (self.place + 1) % len(self.draft)
        elif event.key() == Qt.Key.Key_Delete:
            del self.draft[self.place]
            self.place = 0
        elif event.key() in SIDEWAYS:
            self.draft[self.place] = self._moved(span, event)
        else:
            self.draft[self.place] = relabelled(span, self._labels[_letter(event)], self._scheme).spans[0]

    def _moved(self, span: Span, event: QKeyEvent) -> Span:
        modifiers, forward = event.modifiers(), event.key() == Qt.Key.Key_Right
        by_word = not modifiers & _Modifier.ControlModifier
        # In the article Alt moves the start and Alt+Shift the end; in the boundary mode it is the other way round.
        shifted = bool(modifiers & _Modifier.ShiftModifier)
        at_start = not shifted if modifiers & _Modifier.AltModifier else shifted
        step = 1 if forward else -1
        *rest, last = span.fragments
        if at_start:
            first_start, first_end = span.fragments[0]
            walk = words.next_word_start if forward else words.previous_word_start
            start = max(0, walk(self._text, first_start) if by_word else first_start + step)
            fragments = ((start, first_end), *span.fragments[1:])
        else:
            walk = words.next_word_end if forward else words.previous_word_end
            end = min(len(self._text), walk(self._text, last[1]) if by_word else last[1] + step)
            fragments = (*rest, (last[0], end))
        sound = all(start < end for start, end in fragments)
        return placed(span, fragments, self._text) if sound else span


def _letter(event: QKeyEvent) -> str:
    plain = event.modifiers() in (_Modifier.NoModifier, _Modifier.KeypadModifier)
    return event.text().upper() if plain and event.text().isalpha() else ""
