"""Theme, typesetting and motion of the window.

A page gets the theme and the typesetting when it is built and connects to the signals then; pages that are not built
yet are not touched by a change.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator.app.settings import MotionChoice, Settings, ThemeChoice
from annotator.ui import motion, theme
from annotator.ui.annotate.reader import typesetting
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.shell.command_registry import Handler
from annotator.ui.shell.current_settings import CurrentSettings
from annotator.ui.theme import Theme


class Appearance(QObject):
    """How everything in the window looks, and the commands of the view menu that change it."""

    theme_changed = Signal(Theme)
    typesetting_changed = Signal(Typesetting)

    def __init__(self, settings: CurrentSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme = theme.resolve(settings.values.theme)
        motion.set_choice(settings.values.motion)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self.apply_theme())

    @property
    def typesetting(self) -> Typesetting:
        """How articles are set now."""
        return typesetting.from_settings(self._settings.values)

    @property
    def commands(self) -> dict[str, Handler]:
        """The commands that change how the window looks."""
        return {
            "larger": partial(self._step, size=1),
            "smaller": partial(self._step, size=-1),
            "usual-size": lambda: self._typeset(typesetting.with_usual_size(self._settings.values)),
            "wider": partial(self._step, column=1),
            "narrower": partial(self._step, column=-1),
            "looser": partial(self._step, line_height=1),
            "tighter": partial(self._step, line_height=-1),
            "next-face": lambda: self._typeset(typesetting.with_next_font(self._settings.values)),
            "theme-system": partial(self.choose_theme, "system"),
            "theme-light": partial(self.choose_theme, "light"),
            "theme-dark": partial(self.choose_theme, "dark"),
            "theme-high-contrast": partial(self.choose_theme, "high-contrast"),
            "motion-system": partial(self.choose_motion, "system"),
            "motion-off": partial(self.choose_motion, "off"),
        }

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Show the whole window in the theme of this choice."""
        self._settings.update(theme=choice)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Show the whole window in the theme that the settings name; ``system`` depends on the desktop."""
        self.theme = theme.resolve(self._settings.values.theme)
        theme.set_theme(self.theme)
        self.theme_changed.emit(self.theme)

    def choose_motion(self, choice: MotionChoice) -> None:
        """Allow or stop motion on screen."""
        self._settings.update(motion=choice)
        motion.set_choice(choice)

    def _step(self, *, size: int = 0, column: int = 0, line_height: int = 0) -> None:
        self._typeset(typesetting.with_steps(self._settings.values, size=size, column=column, line_height=line_height))

    def _typeset(self, settings: Settings) -> None:
        self._settings.values = settings
        self.typesetting_changed.emit(self.typesetting)
