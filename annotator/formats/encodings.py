"""Text encodings: decoding, encoding and guessing."""

import codecs

from annotator.domain.errors import Refused
from annotator.i18n import tr

# The longer mark comes first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# With these names a byte order mark would be written where none was read.
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}

# In hardly any text but UTF-16, one byte in so many is NUL.
_NUL_SHARE = 8


def decode(data: bytes, *, encoding: str | None, where: str) -> tuple[str, str, bool]:
    """The text without its byte order mark, the encoding, and whether there was such a mark.

    The mark determines the encoding; without one it is ``encoding``, which the user names, else UTF-8. Refused, with
    the offset of the byte, where a byte does not fit: no byte is ever replaced.
    """
    mark, name = next(
        ((mark, name) for mark, name in _MARKS if data.startswith(mark)),
        (b"", canonical_name(encoding or "utf-8", where=where)),
    )
    try:
        return data[len(mark) :].decode(name), name, bool(mark)
    except LookupError as problem:
        raise Refused(
            tr("{name} is no text encoding", name=repr(name)), where=where, remedy=tr("name another one")
        ) from problem
    except UnicodeDecodeError as problem:
        offset = len(mark) + problem.start
        raise Refused(
            tr("byte {place} (0x{byte}) is not {encoding}", place=offset, byte=f"{data[offset]:02X}", encoding=name),
            where=where,
            remedy=tr("say which encoding it is in, such as --encoding cp1252"),
        ) from problem
    except UnicodeError as problem:
        raise Refused(
            tr("this is not {encoding} ({problem})", encoding=name, problem=problem),
            where=where,
            remedy=tr("name another one"),
        ) from problem


def canonical_name(encoding: str, *, where: str = "") -> str:
    """The standard name of the encoding; Refused where there is no such encoding."""
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as problem:
        raise Refused(
            tr("there is no encoding {name}", name=repr(encoding[:60])), where=where, remedy=tr("name another one")
        ) from problem
    return _WITHOUT_MARK.get(name, name)


def encode(text: str, *, encoding: str, mark: bool) -> bytes:
    """The bytes from which ``decode`` reads this text; LookupError or UnicodeEncodeError where there are none."""
    name = codecs.lookup(encoding).name
    prefix = next((prefix for prefix, marked in _MARKS if marked == name), b"") if mark else b""
    return prefix + text.encode(name)


def guess(data: bytes) -> str:
    """The likeliest encoding of the beginning of a plain text, as a proposal to the user.

    UTF-8 and text with a byte order mark are certain. Many NULs in every second byte mean UTF-16 in a Latin script.
    Otherwise, western European articles are in Windows-1252, which leaves five bytes undefined; Latin-1 leaves none.
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
    """Whether this is UTF-8, which may end within a character."""
    if 0 in data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
