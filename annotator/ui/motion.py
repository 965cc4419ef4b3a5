"""How much may move on screen, and for how long?

Motion shows where the page went. There is none where the person or the desktop asks for less.
"""

import os
import sys
from math import copysign
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEasingCurve, QSettings, QVariantAnimation
from PySide6.QtWidgets import QScrollBar

from annotator.app.settings import MotionChoice

_GLIDE_MS = 120
# A page that goes less far than this share of itself can be followed without help.
_FAR = 0.5
# Milliseconds for a desktop to answer; one that is silent gets a still page.
_PATIENCE_MS = 50
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
# What desktops say where they ask for less: the common way, then those of GNOME and KDE.
_LESS = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
_WINDOWS_ANIMATES = 0x1042  # SPI_GETCLIENTAREAANIMATION

_choice: MotionChoice = "system"


def use(choice: MotionChoice) -> None:
    """Move as this choice says from now on."""
    global _choice  # noqa: PLW0603 - like the keys, one choice for the whole program
    _choice = choice


def wanted() -> bool:
    """Whether anything may move; the desktop is asked each time, it may have changed its mind."""
    return _choice == "system" and not desktop_asks_for_less()


def desktop_asks_for_less() -> bool:
    """Whether this desktop is set to less motion, or none."""
    if sys.platform == "win32":
        import ctypes

        animates = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_WINDOWS_ANIMATES, 0, ctypes.byref(animates), 0)
        return not animates.value
    if sys.platform == "darwin":
        wishes = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
        return bool(QSettings(str(wishes), QSettings.Format.NativeFormat).value("reduceMotion", 0))
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ and any(_portal_says(*key, less) for key, less in _LESS.items())


def _portal_says(namespace: str, key: str, less: object) -> bool:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant

    question = QDBusMessage.createMethodCall(*_PORTAL, "Read")
    question.setArguments([namespace, key])
    answer = QDBusConnection.sessionBus().call(question, QDBus.CallMode.Block, _PATIENCE_MS)
    if answer.type() == QDBusMessage.MessageType.ErrorMessage:
        return answer.errorName() == "org.freedesktop.DBus.Error.NoReply"
    said: Any = next(iter(answer.arguments()), None)
    while isinstance(said, QDBusVariant):
        said = said.variant()
    return bool(said == less)


class Glide:
    """Lets a page be seen coming to where it goes: the last screenful of the way. Whoever scrolls meanwhile wins."""

    def __init__(self, bar: QScrollBar) -> None:
        self._bar, self._at = bar, 0
        self._animation = QVariantAnimation(bar)
        self._animation.setDuration(_GLIDE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def come_from(self, before: int) -> None:
        """The page stands where it shall; it came from ``before``."""
        there = self._bar.value()
        way, page = there - before, self._bar.pageStep()
        if abs(way) > page * _FAR and wanted():
            # Setting the ends may move the page already, so it must be known before where it stands.
            self._at = there
            self._animation.setStartValue(there - int(copysign(min(abs(way), page), way)))
            self._animation.setEndValue(there)
            self._animation.start()

    def finish(self) -> None:
        """Be there at once."""
        if self._animation.state() == QVariantAnimation.State.Running:
            self._animation.setCurrentTime(self._animation.duration())

    def _step(self, value: int) -> None:
        if self._bar.value() == self._at:
            self._bar.setValue(value)
            self._at = value
        else:
            self._animation.stop()
