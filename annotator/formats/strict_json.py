"""A strict reader of JSON objects.

It refuses what the standard library accepts: a key that occurs twice, NaN, numbers that are too large, and halves of
surrogate pairs.
"""

import json
import math
from typing import Any, NoReturn

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.i18n import tr


def read_object(line: bytes, *, where: str, remedy: str = "") -> dict[str, Any]:
    """The object in this line or file; Refused, with this remedy, where it is anything else."""
    remedy = remedy or tr("mend the line")
    try:
        text = line.decode()
        content = _DECODER.decode(text)
        if "\\u" in text:
            _refuse_unstorable(content, where)
    except UnicodeDecodeError as problem:
        raise Refused(
            tr("byte {place} (0x{byte}) is not UTF-8", place=problem.start, byte=f"{line[problem.start]:02X}"),
            where=where,
            remedy=tr("JSON is UTF-8"),
        ) from problem
    except RecursionError as problem:
        raise Refused(tr("this is nested too deeply"), where=where, remedy=remedy) from problem
    except ValueError as problem:
        raise Refused(tr("this is no sound JSON ({problem})", problem=problem), where=where, remedy=remedy) from problem
    if not isinstance(content, dict):
        raise Refused(tr("this is no JSON object"), where=where, remedy=remedy)
    return content


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in content if keys.count(key) > 1)
        raise ValueError(tr("the key {key} stands twice", key=repr(repeated[:60])))
    return content


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(tr("{name} is no JSON number", name=name))


def _finite_number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(tr("the number {number} is too large", number=digits[:20]))
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_unique_keys, parse_constant=_refuse_constant, parse_float=_finite_number)


def _refuse_unstorable(content: Any, where: str) -> None:
    """Refuse NUL and half surrogate pairs, which only an escape can bring into a decoded line."""
    if isinstance(content, str):
        refuse_unstorable(content, subject=tr("a text"), where=where)
    elif isinstance(content, dict):
        for key, value in content.items():
            _refuse_unstorable(key, where)
            _refuse_unstorable(value, where)
    elif isinstance(content, list):
        for value in content:
            _refuse_unstorable(value, where)
