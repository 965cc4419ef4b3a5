"""The document, and the checks of texts and names that can be stored."""

import hashlib
import re
from typing import Any

from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029]")
_UNNAMEABLE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class Document(FrozenModel):
    """One article. ``text`` is exactly what was decoded; every position counts its code points."""

    id: str
    sha256: str
    text: str
    meta: dict[str, Any]


def sha256_of(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal: a document's identity."""
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_unstorable(text: str, *, subject: str, where: str) -> None:
    """Refuse a text that contains NUL or half a surrogate pair.

    SQLite cuts a text at NUL, and a lone surrogate has no UTF-8 form.
    """
    match = _UNSTORABLE.search(text)
    if match:
        raise Refused(
            tr(
                "{what} holds the character U+{code}, which cannot be kept",
                what=subject,
                code=f"{ord(match.group()):04X}",
            ),
            where=", ".join(filter(None, (where, tr("character {place}", place=match.start())))),
            remedy=tr("take it out of the source"),
        )


def refuse_bad_name(name: str, *, subject: str, where: str, longest: int = 255) -> None:
    """Refuse a name that is empty, too long or does not fit on one line."""
    if not name.strip() or len(name) > longest or _CONTROL.search(name):
        raise Refused(
            tr("{what} {name} is no usable name", what=subject, name=repr(name[:60])),
            where=where,
            remedy=tr("use 1 to {longest} characters on one line", longest=longest),
        )
    refuse_unstorable(name, subject=subject, where=where)


def printable_name(name: str) -> str:
    """A file's name with an escape code in place of each undecodable byte and each line-breaking character."""
    return _UNNAMEABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", name)
