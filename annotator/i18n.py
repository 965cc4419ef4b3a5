"""Translation of the sentences that the program shows.

Every layer uses the gettext catalogues in ``resources/translations``. ``tr`` looks a sentence up when it is shown, so
tables can hold the English sentence (marked with ``mark``) and translate it late.
"""

import gettext
from collections.abc import Mapping
from pathlib import Path

_SOURCE_LANGUAGE = "en"

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> None:
    """Use these catalogues from now on."""
    global _translations  # noqa: PLW0603 - a process has one language
    _translations = translations


def load(folder: Path, languages: list[str] | None = None) -> None:
    """Use the first of ``languages`` (default: the desktop's) for which ``folder`` has a catalogue, else English."""
    use(gettext.translation("annotator", folder, languages, fallback=True))


def language() -> str:
    """The language in which the program speaks, as a tag like ``en`` or ``fr``: that of the catalogue in use."""
    return _translations.info().get("language", "").replace("_", "-") or _SOURCE_LANGUAGE


def localized(texts: Mapping[str, str]) -> str:
    """The text in the user's language, of texts by language; else the English one, else the first; else empty."""
    tag = language()
    wanted = (tag, tag.partition("-")[0], _SOURCE_LANGUAGE)
    return next((texts[key] for key in wanted if texts.get(key)), next(filter(None, texts.values()), ""))


def mark(sentence: str) -> str:
    """Mark a sentence of a table for translation; ``tr`` translates it where it is shown."""
    return sentence


def tr(sentence: str, **values: object) -> str:
    """The sentence in the user's language, with its ``{names}`` filled in."""
    text = _translations.gettext(sentence)
    return text.format(**values) if values else text


def trn(singular: str, plural: str, count: int, **values: object) -> str:
    """The sentence in the form for ``count``; ``{count}`` is filled in as well."""
    return _translations.ngettext(singular, plural, count).format(count=count, **values)
