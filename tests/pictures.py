"""What do the screens look like, for the pages in docs?

``make docs`` draws them from the sample project into ``docs/images``.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app.projects import open_project
from annotator.app.resources import SAMPLE_NAME, SEEDS
from annotator.app.sample import build_sample
from annotator.app.settings import Settings, ThemeChoice
from annotator.ui import theme
from annotator.ui.start import SAMPLE_ANNOTATOR, make_application
from annotator.ui.window import Window
from tests.ui.hand import Hand

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SIZE = (1280, 720)
_PATIENCE_MS = 20_000
_REST_MS = 400
_MOST_COLORS = 256
_CONFUSION = 3


class _Patience:
    """Waits as the tests do, where no test runs."""

    def waitUntil(self, reached: Callable[[], bool], timeout: int = _PATIENCE_MS) -> None:  # noqa: N802 - Qt's way
        clock = QElapsedTimer()
        clock.start()
        while not reached():
            assert clock.elapsed() < timeout, "it did not come"
            QTest.qWait(10)


def _demand(hand: Hand) -> None:
    hand.click(hand.words("la ligne de front actuelle")[0])


def _link(hand: Hand) -> None:
    _demand(hand)
    hand.press("R")


def _describe(hand: Hand) -> None:
    _demand(hand)
    hand.press("T")


def _name(hand: Hand) -> None:
    hand.click(hand.words("un responsable de la Maison")[0])
    hand.press("L")


def _find(hand: Hand) -> None:
    hand.press("Ctrl+F")
    hand.type("russie")


def _demands(hand: Hand) -> None:
    hand.press("Ctrl+D")
    hand.wait_for_job()


def _export(hand: Hand) -> None:
    hand.press("Ctrl+E")
    hand.wait_for_job()


def _hand_out(hand: Hand) -> None:
    hand.window.do("hand-out")
    page = hand.window.exchanges.handout_page
    page.people.tick_shown(ticked=True)
    page.overlap.setValue(2)


def _agreement(hand: Hand) -> None:
    hand.press("Ctrl+G")
    hand.wait_for_job()


def _confusion(hand: Hand) -> None:
    _agreement(hand)
    hand.window.agreement.tabs.setCurrentIndex(_CONFUSION)


def _review(hand: Hand) -> None:
    hand.press("Ctrl+R")
    hand.wait_for_job()


PICTURES: dict[str, tuple[ThemeChoice, Callable[[Hand], None]]] = {
    "annotate-light": ("light", _demand),
    "annotate-dark": ("dark", _demand),
    "link": ("light", _link),
    "describe": ("light", _describe),
    "name": ("light", _name),
    "find": ("light", _find),
    "cast": ("light", lambda hand: hand.press("Ctrl+Shift+C")),
    "scheme": ("light", lambda hand: hand.press("Ctrl+Shift+E")),
    "demands": ("light", _demands),
    "articles": ("light", lambda hand: hand.press("Ctrl+L")),
    "import": ("light", lambda hand: hand.drop(*sorted(SEEDS.glob("*.txt")))),
    "export": ("light", _export),
    "hand-out": ("light", _hand_out),
    "agreement": ("light", _agreement),
    "confusion": ("light", _confusion),
    "review": ("light", _review),
}


def draw(folder: Path, names: list[str]) -> list[Path]:
    """Write these pictures into ``folder``; the files."""
    make_application()
    with TemporaryDirectory() as place:
        sample = Path(place) / SAMPLE_NAME
        build_sample(sample)
        return [_draw(name, shutil.copy(sample, Path(place) / f"{name}.annotator"), folder) for name in names]


def _draw(name: str, project: Path, folder: Path) -> Path:
    choice, act = PICTURES[name]
    theme.wear(theme.resolve(choice))
    session = open_project(project, writing=True)
    session.work_as(SAMPLE_ANNOTATOR, create=False)
    window = Window(session, Settings(theme=choice, motion="off"))
    window.resize(*SIZE)
    window.show_document(session.document_ids()[0])
    window.show()
    window.activateWindow()
    # Lines are laid out and warnings looked for when the hands rest.
    QTest.qWait(_REST_MS)
    act(Hand(window, _Patience()))
    QTest.qWait(_REST_MS)
    file = folder / f"{name}.png"
    _thinned(window.grab().toImage()).save(str(file), None, 0)
    window.hide()
    window.annotate.rest()
    window.work.wait()
    session.close()
    window.deleteLater()
    QApplication.sendPostedEvents()
    return file


def _thinned(picture: QImage) -> QImage:
    """The picture in its commonest colours: a third of the bytes, and nobody sees it."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    table = [QColor(color).rgb() for color, _ in counted.most_common(_MOST_COLORS)]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table)
