"""The typesetting of the article from the settings, and the steps that change it."""

from annotator.app.settings import Settings
from annotator.ui.annotate.reader.page import Typesetting, reading_fonts

_SMALLEST, _LARGEST, _USUAL = 8.0, 32.0, 13.0
_NARROWEST, _WIDEST, _COLUMN_STEP = 40, 120, 5
# With a smaller line height the lanes of nested spans reach into the next line.
_TIGHTEST, _LOOSEST, _LINE_STEP = 155, 260, 10


def from_settings(settings: Settings) -> Typesetting:
    """The saved typesetting, within readable limits."""
    return Typesetting(
        size=min(_LARGEST, max(_SMALLEST, settings.text_size)),
        column=min(_WIDEST, max(_NARROWEST, settings.column)),
        line_height=min(_LOOSEST, max(_TIGHTEST, settings.line_height)),
        face=settings.face,
    )


def with_steps(settings: Settings, *, size: int = 0, column: int = 0, line_height: int = 0) -> Settings:
    """The settings so many steps larger, wider or looser, as far as that can be read; negative for the other way."""
    current = from_settings(settings)
    return _within_limits(
        settings,
        text_size=current.size + size,
        column=current.column + column * _COLUMN_STEP,
        line_height=current.line_height + line_height * _LINE_STEP,
    )


def with_usual_size(settings: Settings) -> Settings:
    """The settings with the default text size."""
    return _within_limits(settings, text_size=_USUAL)


def _within_limits(settings: Settings, **values: float) -> Settings:
    new = from_settings(settings.model_copy(update=values))
    return settings.model_copy(update={"text_size": new.size, "column": new.column, "line_height": new.line_height})


def with_next_font(settings: Settings) -> Settings:
    """The settings with the next typeface of this computer."""
    return settings.model_copy(update={"face": _next_face(settings.face)})


def _next_face(face: str) -> str:
    available = reading_fonts() or [face]
    number = available.index(face) + 1 if face in available else 1
    return available[number % len(available)]
