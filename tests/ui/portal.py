"""A stand-in for the desktop's settings portal on the session bus; run as ``python -m tests.ui.portal SETTINGS``.

It answers what SETTINGS, a JSON object of ``namespace key`` to value, says; ``null`` never answers at all. It asks the
program in a process of its own whether anything may move, prints the answer, and ends.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QProcess
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject

_ASK = """
from PySide6.QtCore import QCoreApplication
from annotator.ui import motion
program = QCoreApplication([])
print(motion.is_enabled())
"""


class Portal(QDBusVirtualObject):
    """Answers ``Read`` as desktops do: with a value in a variant in a variant."""

    def __init__(self, settings: dict[str, Any] | None) -> None:
        super().__init__()
        self._settings = settings

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        if self._settings is not None:
            key = " ".join(message.arguments())
            known = key in self._settings
            connection.send(
                message.createReply(QDBusVariant(QDBusVariant(self._settings[key])))
                if known
                else message.createErrorReply("org.freedesktop.portal.Error.NotFound", "no such setting")
            )
        return True


if __name__ == "__main__":
    application = QCoreApplication(sys.argv)
    bus, portal = QDBusConnection.sessionBus(), Portal(json.loads(sys.argv[1]))
    assert bus.registerVirtualObject("/org/freedesktop/portal/desktop", portal)
    assert bus.registerService("org.freedesktop.portal.Desktop")
    asker = QProcess()
    asker.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
    asker.finished.connect(application.quit)
    asker.start(sys.executable, ["-c", _ASK])
    application.exec()
