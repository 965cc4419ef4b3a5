"""Check of regular expressions for exponential matching time.

Python's matcher tries one path through a pattern after the other, and ``(a+)+$`` has more paths through 64 letters
than could be tried in a lifetime. So the paths are counted before a pattern is accepted.
"""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from annotator.i18n import tr

# Three repeated parts ([a-z]+-[a-z]+-[a-z]+) stay below it; the slowest match then takes half a second.
_MAX_PATHS = 300_000


def refuse_endless_pattern(pattern: str, *, longest: int) -> None:
    """Raise ValueError if ``pattern`` can have too many paths through a text of ``longest`` characters.

    Raises re.error, OverflowError or RecursionError if it is not a valid pattern.
    """
    re.compile(pattern)
    if _count_paths(_parser.parse(pattern), longest) > _MAX_PATHS:
        raise ValueError(tr("the pattern {pattern} could take for ever; nest and repeat less", pattern=pattern[:60]))


def _count_paths(nodes: Iterable[tuple[Any, Any]], longest: int) -> int:
    """An upper bound of the number of paths through these nodes in sequence, capped just above the limit."""
    paths = 1
    for opcode, argument in nodes:
        paths = min(paths * _count_node_paths(str(opcode), argument, longest), _MAX_PATHS + 1)
    return paths


def _count_node_paths(opcode: str, argument: Any, longest: int) -> int:
    match opcode:
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = argument
            return _count_repeat_paths(int(least), int(most), body, longest)
        case "BRANCH":
            return sum(_count_paths(branch, longest) for branch in argument[1])
        case "GROUPREF_EXISTS":
            return sum(_count_paths(branch or (), longest) for branch in argument[1:])
        case "SUBPATTERN" | "ATOMIC_GROUP" | "ASSERT" | "ASSERT_NOT":
            return _count_paths(argument if opcode == "ATOMIC_GROUP" else argument[-1], longest)
    return 1


def _count_repeat_paths(least: int, most: int, body: Any, longest: int) -> int:
    if most > 1 and body.getwidth()[0] == 0:
        # A body that can match nothing can be repeated without progress.
        return _MAX_PATHS + 1
    body_paths = _count_paths(body, longest)
    return sum(body_paths**times for times in range(min(least, longest), min(most, longest) + 1))
