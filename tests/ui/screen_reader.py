"""A listener in the place of a screen reader: what Qt tells it of the window, and what it reports.

PySide does not hand out the place where Qt takes a listener, so that is called in Qt's library itself.
"""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import PySide6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from shiboken6 import wrapInstance

_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"
_HEARD = {
    QAccessible.Event.Announcement,
    QAccessible.Event.Focus,
    QAccessible.Event.TextCaretMoved,
    QAccessible.Event.TextSelectionChanged,
}
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class Report(NamedTuple):
    """One event: its kind, the object's name, and the words of an announcement."""

    kind: QAccessible.Event
    source: Any
    words: str


class ScreenReader:
    """Listens from ``start`` to ``stop``."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self._handler = _HANDLER(self._hear)
        [library] = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libQt6Gui.*6*")
        self._install = getattr(ctypes.CDLL(str(library)), _INSTALL)
        self._install.restype, self._install.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
        self._before: int | None = None

    def start(self) -> None:
        QAccessible.setActive(True)
        self._before = self._install(ctypes.cast(self._handler, ctypes.c_void_p))

    def stop(self) -> None:
        self._install(self._before)
        QAccessible.setActive(False)

    def _hear(self, address: int) -> None:
        event: Any = wrapInstance(address, QAccessibleEvent)
        # A widget that is only being made must not be touched.
        if event.type() not in _HEARD:
            return
        words = event.message() if isinstance(event, QAccessibleAnnouncementEvent) else ""
        self.reports.append(Report(event.type(), event.object(), words))

    def heard(self) -> list[str]:
        """What was read out since this was asked last."""
        words = [report.words for report in self.reports if report.kind == QAccessible.Event.Announcement]
        self.reports.clear()
        return words

    def events_of(self, widget: QWidget) -> list[QAccessible.Event]:
        """What this widget reported since somebody asked last."""
        kinds = [report.kind for report in self.reports if report.source is widget]
        self.reports.clear()
        return kinds


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found, f"{widget} cannot be read"
    return found


def name(of: QAccessibleInterface) -> str:
    """The name; a box of choices is named by its caption, as its own says what is chosen."""
    if of.role() == QAccessible.Role.ComboBox:
        captions = [one for one, how in of.relations() if how & QAccessible.RelationFlag.Label]
        return " ".join(name(caption) for caption in captions)
    return of.text(QAccessible.Text.Name)


def everything(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that can be seen below ``top``, in the order in which it is walked."""
    for number in range(top.childCount()):
        child = top.child(number)
        if child and child.isValid() and not child.state().invisible:
            yield child
            yield from everything(child)
