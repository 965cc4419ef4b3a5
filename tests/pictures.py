"""Pictures of the screens.

``make docs`` draws those that the pages in docs show, from the sample project into ``docs/images``; ``make looks``
draws every screen in every theme and two sizes into ``build/looks``, for whoever changed what a person sees.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.app import jobs
from annotator.app.exchange import feedback_writer
from annotator.app.project.open import open_for_work, open_project
from annotator.app.project.sample import build_sample
from annotator.app.review import apply_policy
from annotator.app.review.review import Review
from annotator.app.settings import Settings, ThemeChoice
from annotator.resources import SAMPLE_NAME, SEEDS
from annotator.review.policies import parse_policy
from annotator.ui import theme
from annotator.ui.shell.start import SAMPLE_ANNOTATOR, make_application
from annotator.ui.shell.window import Window
from tests.own_scheme import own_project
from tests.ui.hand import Hand

IMAGES = Path(__file__).parent.parent / "docs" / "images"
LOOKS = Path(__file__).parent.parent / "build" / "looks"
SIZE = (1280, 720)
SIZES = (SIZE, (1920, 1080))
THEMES: tuple[ThemeChoice, ...] = ("light", "dark", "high-contrast")
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


def _hand_out(hand: Hand) -> None:
    hand.window.commands.run("hand-out")
    page = hand.window.controllers.exchanges.handout_page
    page.annotators.tick_shown(ticked=True)
    page.overlap.setValue(2)


def _agreement(hand: Hand) -> None:
    hand.press("Ctrl+G")
    hand.wait_for_job()


def _review(hand: Hand) -> None:
    hand.press("Ctrl+R")
    hand.wait_for_job()


def _roles(hand: Hand) -> None:
    """The demand and its strength chosen, the other roles not yet."""
    hand.window.commands.run("assign-roles")
    page = hand.page("roles")
    for role, presses in (("demand", 2), ("strength", 1)):
        row = next(row for slot, row in page.rows.items() if slot.role == role)
        row.box.setFocus()
        hand.press(*["Down"] * presses)


def _does(command: str) -> Callable[[Hand], None]:
    """What the command shows."""

    def act(hand: Hand) -> None:
        hand.window.commands.run(command)
        hand.wait_for_job()

    return act


def _sheet(number: int) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        _agreement(hand)
        hand.page("agreement").switcher.tabs.setCurrentIndex(number)

    return act


def _passages(hand: Hand) -> None:
    _agreement(hand)
    hand.press("Return")


def _presses(*keys: str) -> Callable[[Hand], None]:
    """What these keys show in the review."""

    def act(hand: Hand) -> None:
        _review(hand)
        hand.press(*keys)
        hand.wait_for_job()

    return act


def _settled(hand: Hand) -> None:
    """A case that is settled, with a comment."""
    _presses("A", "W")(hand)
    hand.type("The words are said to somebody: a demand, whoever quotes them.")
    hand.press("Return")
    review = hand.page("review")
    review.list.clicked.emit(review.model.index(0))


SCREENS: dict[str, Callable[[Hand], None]] = {
    "article": _demand,
    "link": _link,
    "describe": _describe,
    "name": _name,
    "find": _find,
    "help": lambda hand: hand.press("?"),
    "palette": lambda hand: hand.press("Ctrl+K"),
    "cast": lambda hand: hand.press("Ctrl+Shift+C"),
    "scheme": lambda hand: hand.press("Ctrl+Shift+E"),
    "roles": _roles,
    "roles-offered": Hand.wait_for_job,
    "roles-demands": _demands,
    "keys": _does("change-keys"),
    "people": _does("annotator"),
    "new-project": _does("new"),
    "articles": lambda hand: hand.press("Ctrl+L"),
    "demands": _demands,
    "import": lambda hand: hand.drop(*sorted(SEEDS.glob("*.txt"))),
    "export": _does("export"),
    "hand-out": _hand_out,
    "bring-back": _does("bring-back"),
    "agreement": _agreement,
    "agreement-pairs": _sheet(1),
    "agreement-labels": _sheet(2),
    "confusion": _sheet(_CONFUSION),
    "agreement-articles": _sheet(4),
    "agreement-time": _sheet(5),
    "agreement-further": _sheet(6),
    "passages": _passages,
    "review": _review,
    "review-decided": _settled,
    "review-edit": _presses("E"),
    "review-figures": _presses("S"),
    "review-question": _presses("Q"),
    "feedback": Hand.wait_for_job,
}


def _feedback(sample: Path) -> Path:
    """What annotator B is told once the sample is settled after annotator A."""
    session = open_project(sample, writing=True)
    jobs.run(apply_policy.apply_policy(Review(session).read(), parse_policy(f"prefer:{SAMPLE_ANNOTATOR}")))
    [_, other] = session.annotator_names()
    file = sample.with_stem("feedback")
    jobs.run(feedback_writer.write_feedback(session, file, annotator=other))
    session.close()
    return file


# Screens that are seen in another project than the sample.
PROJECTS: dict[str, Callable[[Path], Path]] = {
    "feedback": _feedback,
    "roles": lambda sample: own_project(sample.parent),
    "roles-offered": lambda sample: own_project(sample.parent),
    "roles-demands": lambda sample: own_project(sample.parent),
}

PICTURES: dict[str, tuple[ThemeChoice, str]] = {
    "annotate-light": ("light", "article"),
    "annotate-dark": ("dark", "article"),
    **{
        name: ("light", name)
        for name in (
            *("link", "describe", "name", "find", "cast", "scheme", "demands", "articles", "import", "export"),
            *("hand-out", "agreement", "confusion", "review", "feedback"),
        )
    },
}


def draw(folder: Path, names: Iterable[str]) -> None:
    """Write these of the pictures in docs into ``folder``."""
    with _sample() as sample:
        for name in names:
            choice, screen = PICTURES[name]
            picture = _drawn(screen, sample, choice, SIZE)
            _thinned(picture).save(str(folder / f"{name}.png"), None, 0)


def look(folder: Path, names: Iterable[str]) -> None:
    """Write these screens into ``folder``, in every theme and at every size."""
    folder.mkdir(parents=True, exist_ok=True)
    with _sample() as sample:
        for name, choice, size in product(names, THEMES, SIZES):
            _drawn(name, sample, choice, size).save(str(folder / f"{name}-{choice}-{size[0]}.png"))


@contextmanager
def _sample() -> Iterator[Path]:
    make_application()
    with TemporaryDirectory() as place:
        sample = Path(place) / SAMPLE_NAME
        build_sample(sample)
        yield sample


def _drawn(screen: str, sample: Path, choice: ThemeChoice, size: tuple[int, int]) -> QImage:
    """The window on a copy of the sample project, after what leads to this screen."""
    theme.set_theme(theme.resolve(choice))
    copy = shutil.copy(sample, sample.with_stem("copy"))
    session, why = open_for_work(PROJECTS[screen](copy) if screen in PROJECTS else copy)
    window = Window(session, Settings(theme=choice, motion="off"), read_only_because=why)
    window.resize(*size)
    window.begin(session.annotator_names()[0] if session.read_only else SAMPLE_ANNOTATOR, None)
    window.show()
    window.activateWindow()
    # Lines are laid out and warnings looked for when the hands rest.
    QTest.qWait(_REST_MS)
    SCREENS[screen](Hand(window, _Patience()))
    QTest.qWait(_REST_MS)
    picture = window.grab().toImage()
    window.hide()
    window.annotate.prepare_to_close()
    window.job_runner.wait()
    session.close()
    for file in (copy, session.path):
        file.unlink(missing_ok=True)
    window.deleteLater()
    QApplication.sendPostedEvents()
    return picture


def _thinned(picture: QImage) -> QImage:
    """The picture in its commonest colours: a third of the bytes, and nobody sees it."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    table = [QColor(color).rgb() for color, _ in counted.most_common(_MOST_COLORS)]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table)


if __name__ == "__main__":
    look(LOOKS, sys.argv[1:] or SCREENS)
