"""How is the article set, and how does a person change that step by step?"""

from annotator.app.settings import Settings
from annotator.ui.annotate.reader.page import Typesetting, faces

_SMALLEST, _LARGEST, _USUAL = 8.0, 32.0, 13.0
_NARROWEST, _WIDEST, _COLUMN_STEP = 40, 120, 5
# Tighter than this, the lanes of nested spans run into the next line.
_TIGHTEST, _LOOSEST, _LINE_STEP = 155, 260, 10


def of(settings: Settings) -> Typesetting:
    """The remembered typesetting, within what can be read."""
    return Typesetting(
        size=min(_LARGEST, max(_SMALLEST, settings.text_size)),
        column=min(_WIDEST, max(_NARROWEST, settings.column)),
        line_height=min(_LOOSEST, max(_TIGHTEST, settings.line_height)),
        face=settings.face,
    )


def changed(settings: Settings, command: str) -> Settings | None:
    """The settings after a command of the view menu; None where the command is about something else."""
    now = of(settings)
    steps: dict[str, dict[str, object]] = {
        "larger": {"text_size": now.size + 1},
        "smaller": {"text_size": now.size - 1},
        "usual-size": {"text_size": _USUAL},
        "wider": {"column": now.column + _COLUMN_STEP},
        "narrower": {"column": now.column - _COLUMN_STEP},
        "looser": {"line_height": now.line_height + _LINE_STEP},
        "tighter": {"line_height": now.line_height - _LINE_STEP},
    }
    if command == "next-face":
        return settings.model_copy(update={"face": _next_face(settings.face)})
    if command not in steps:
        return None
    then = of(settings.model_copy(update=steps[command]))
    return settings.model_copy(update={"text_size": then.size, "column": then.column, "line_height": then.line_height})


def _next_face(face: str) -> str:
    known = faces() or [face]
    place = known.index(face) + 1 if face in known else 1
    return known[place % len(known)]
