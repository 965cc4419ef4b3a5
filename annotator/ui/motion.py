"""Animations on screen, and the settings that switch them off.

An animation shows where the page scrolls to. There is none if the user or the desktop asks for reduced motion.
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
# Scrolling by less than this share of a page is not animated, as it is easy to follow.
_MINIMUM_DISTANCE = 0.5
# Time for the desktop to answer; without an answer nothing is animated.
_TIMEOUT_MS = 50
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
# Settings that ask for reduced motion, with their values: of all desktops, of GNOME and of KDE.
_REDUCED = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
_WINDOWS_ANIMATES = 0x1042  # SPI_GETCLIENTAREAANIMATION

_choice: MotionChoice = "system"


def set_choice(choice: MotionChoice) -> None:
    """Use this choice from now on."""
    global _choice  # noqa: PLW0603 - one choice for the whole program, like the shortcuts
    _choice = choice


def is_enabled() -> bool:
    """Whether to animate; the desktop is asked each time because its setting may change."""
    return _choice == "system" and not desktop_reduces_motion()


def desktop_reduces_motion() -> bool:
    """Whether the settings of the desktop reduce or disable animations."""
    if sys.platform == "win32":
        import ctypes

        animates = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_WINDOWS_ANIMATES, 0, ctypes.byref(animates), 0)
        return not animates.value
    if sys.platform == "darwin":
        preferences = Path.home() / "Library/Preferences/com.apple.universalaccess.plist"
        return bool(QSettings(str(preferences), QSettings.Format.NativeFormat).value("reduceMotion", 0))
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ and any(_portal_has(*key, value) for key, value in _REDUCED.items())


def _portal_has(namespace: str, key: str, expected: object) -> bool:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant

    question = QDBusMessage.createMethodCall(*_PORTAL, "Read")
    question.setArguments([namespace, key])
    answer = QDBusConnection.sessionBus().call(question, QDBus.CallMode.Block, _TIMEOUT_MS)
    if answer.type() == QDBusMessage.MessageType.ErrorMessage:
        return answer.errorName() == "org.freedesktop.DBus.Error.NoReply"
    value: Any = next(iter(answer.arguments()), None)
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return bool(value == expected)


class ScrollAnimation:
    """Animates the last screenful of a scroll movement; scrolling by the user stops the animation."""

    def __init__(self, bar: QScrollBar) -> None:
        self._bar, self._expected = bar, 0
        self._animation = QVariantAnimation(bar)
        self._animation.setDuration(_GLIDE_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def animate_from(self, before: int) -> None:
        """Animate the movement from ``before`` to the current position of the scroll bar."""
        target = self._bar.value()
        distance, page = target - before, self._bar.pageStep()
        if abs(distance) > page * _MINIMUM_DISTANCE and is_enabled():
            # Setting the start and end values may emit valueChanged, so the expected position is set before.
            self._expected = target
            self._animation.setStartValue(target - int(copysign(min(abs(distance), page), distance)))
            self._animation.setEndValue(target)
            self._animation.start()

    def finish(self) -> None:
        """Move to the end of the animation at once."""
        if self._animation.state() == QVariantAnimation.State.Running:
            self._animation.setCurrentTime(self._animation.duration())

    def _step(self, value: int) -> None:
        if self._bar.value() == self._expected:
            self._bar.setValue(value)
            self._expected = value
        else:
            self._animation.stop()
