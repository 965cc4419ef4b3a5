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


def decode(data: bytes, *, encoding: str | None, where: str) -> tuple[str, str, bool]:
    """The text without its byte order mark, the encoding, and whether there was such a mark.

    A mark decides; without one the ``encoding`` that a person named holds, else UTF-8. Refused, with the byte's
    place, where a byte does not fit: nothing is ever replaced.
    """
    mark, name = next(
        ((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", encoding or "utf-8")
    )
    try:
        return (
            codecs.lookup(name).decode(data[len(mark) :], "strict")[0],
            codecs.lookup(name).name,
            bool(mark),
        )
    except LookupError as problem:
        raise Refused(tr("there is no encoding {name}", name=repr(name)), where=where) from problem
    except UnicodeDecodeError as problem:
        place = len(mark) + problem.start
        raise Refused(
            tr(
                "byte {place} (0x{byte}) is not {encoding}",
                place=place,
                byte=f"{data[place]:02X}",
                encoding=name,
            ),
            where=where,
            remedy=tr("say which encoding it is in, such as --encoding cp1252"),
        ) from problem
    except (ValueError, TypeError, AssertionError) as problem:
        raise Refused(tr("{name} is no text encoding", name=repr(name)), where=where) from problem


def encode(text: str, *, encoding: str, mark: bool) -> bytes:
    """The bytes that ``decode`` read; LookupError or UnicodeEncodeError where that cannot be."""
    name = codecs.lookup(encoding).name
    prefix = next((found for found, other in _MARKS if other == name), b"") if mark else b""
    return prefix + text.encode(name)
