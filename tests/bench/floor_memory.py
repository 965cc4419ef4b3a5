"""Floor: the memory of a bare window, in MB."""

from pathlib import Path

PAGE = 4096


def resident() -> float:
    """The memory of this process that is in use, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1_000_000


if __name__ == "__main__":
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    QTest.qWait(500)
    print(resident())  # noqa: T201
