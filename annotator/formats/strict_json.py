"""Which JSON object does one line or file hold?

Stricter than the standard library: no key twice, no NaN, no number beyond all bounds, no half characters.
"""

import json
import math
from typing import Any, NoReturn

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.i18n import tr


def read_object(line: bytes, *, where: str, remedy: str = "") -> dict[str, Any]:
    """The object; Refused, with what to do about it, where the line is anything else."""
    remedy = remedy or tr("mend the line")
    try:
        text = line.decode()
        told = _DECODER.decode(text)
        if "\\u" in text:
            _refuse_unstorable(told, where)
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
    if not isinstance(told, dict):
        raise Refused(tr("this is no JSON object"), where=where, remedy=remedy)
    return told


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in told if keys.count(key) > 1)
        raise ValueError(tr("the key {key} stands twice", key=repr(twin[:60])))
    return told


def _no_constant(name: str) -> NoReturn:
    raise ValueError(tr("{name} is no JSON number", name=name))


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(tr("the number {number} is too large", number=digits[:20]))
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_finite)


def _refuse_unstorable(told: Any, where: str) -> None:
    """Only an escape can bring NUL or half a surrogate pair into a decoded line."""
    if isinstance(told, str):
        refuse_unstorable(told, what=tr("a text"), where=where)
    elif isinstance(told, dict):
        for key, value in told.items():
            _refuse_unstorable(key, where)
            _refuse_unstorable(value, where)
    elif isinstance(told, list):
        for value in told:
            _refuse_unstorable(value, where)
