"""Which text do these bytes hold?"""

import codecs

from annotator.domain.errors import Refused
from annotator.i18n import tr

# The longer mark first: UTF-32 LE begins with the mark of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# These names would write a mark where none was read.
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}

# One byte in so many is NUL: hardly any text but UTF-16 has that.
_NUL_SHARE = 8


def decode(data: bytes, *, encoding: str | None, where: str) -> tuple[str, str, bool]:
    """The text without its byte order mark, the encoding, and whether there was such a mark.

    A mark decides; without one the ``encoding`` that a person named holds, else UTF-8. Refused, with the byte's
    place, where a byte does not fit: nothing is ever replaced.
    """
    mark, name = next(
        ((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", known(encoding or "utf-8", where=where))
    )
    try:
        return data[len(mark) :].decode(name), name, bool(mark)
    except LookupError as problem:
        raise Refused(
            tr("{name} is no text encoding", name=repr(name)), where=where, remedy=tr("name another one")
        ) from problem
    except UnicodeDecodeError as problem:
        place = len(mark) + problem.start
        raise Refused(
            tr("byte {place} (0x{byte}) is not {encoding}", place=place, byte=f"{data[place]:02X}", encoding=name),
            where=where,
            remedy=tr("say which encoding it is in, such as --encoding cp1252"),
        ) from problem
    except UnicodeError as problem:
        raise Refused(
            tr("this is not {encoding} ({problem})", encoding=name, problem=problem),
            where=where,
            remedy=tr("name another one"),
        ) from problem


def known(encoding: str, *, where: str = "") -> str:
    """The encoding under its one name; Refused where there is none of this name."""
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as problem:
        raise Refused(
            tr("there is no encoding {name}", name=repr(encoding[:60])), where=where, remedy=tr("name another one")
        ) from problem
    return _WITHOUT_MARK.get(name, name)


def encode(text: str, *, encoding: str, mark: bool) -> bytes:
    """The bytes that ``decode`` read; LookupError or UnicodeEncodeError where that cannot be."""
    name = codecs.lookup(encoding).name
    prefix = next((found for found, other in _MARKS if other == name), b"") if mark else b""
    return prefix + text.encode(name)


def guess(data: bytes) -> str:
    """The likeliest encoding of the beginning of a plain text: to be shown to a person, never to be relied upon.

    UTF-8 and marked text announce themselves. Many NULs at every second place are UTF-16 in a Latin script. Of the
    rest, Windows-1252 is what articles of western Europe are in; it leaves five bytes undefined, Latin-1 none.
    """
    if any(data.startswith(mark) for mark, _ in _MARKS) or _is_utf8_so_far(data):
        return "utf-8"
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * _NUL_SHARE > len(data):
        return "utf-16-be" if even > odd else "utf-16-le"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _is_utf8_so_far(data: bytes) -> bool:
    """Whether this is UTF-8, cut off wherever it may be."""
    if 0 in data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
