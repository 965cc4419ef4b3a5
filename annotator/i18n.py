"""In which language does the program speak?

One mechanism for every layer: gettext catalogues in ``resources/translations``. ``tr`` looks a sentence up when it
is shown, so tables may hold the English sentence (marked with ``mark``) and translate late.
"""

import gettext
from pathlib import Path

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> None:
    """Speak through these catalogues from now on."""
    global _translations  # noqa: PLW0603 - a process speaks one language
    _translations = translations


def load(folder: Path, languages: list[str] | None = None) -> None:
    """Speak the first of ``languages`` (default: the desktop's) that ``folder`` has a catalogue for, else English."""
    use(gettext.translation("annotator", folder, languages, fallback=True))


def mark(sentence: str) -> str:
    """Mark a sentence of a table for translation; it is translated where it is shown."""
    return sentence


def tr(sentence: str, **values: object) -> str:
    """The sentence in the reader's language, with its ``{names}`` filled in."""
    text = _translations.gettext(sentence)
    return text.format(**values) if values else text


def trn(one: str, many: str, count: int, **values: object) -> str:
    """The sentence in the form that ``count`` asks for; ``{count}`` is filled in as well."""
    return _translations.ngettext(one, many, count).format(count=count, **values)
