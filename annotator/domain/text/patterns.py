"""Could a pattern take for ever over a code?

Python's matcher tries one way through a pattern after the other, and ``(a+)+$`` has more ways through 64 letters than
a lifetime has seconds. So the ways are counted before a pattern is taken.
"""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from annotator.i18n import tr

# Three parts of any length ([a-z]+-[a-z]+-[a-z]+) are within it; at worst a match then takes half a second.
_MOST_WAYS = 300_000


def refuse_endless(pattern: str, *, longest: int) -> None:
    """ValueError where ``pattern`` could have too many ways through a text of ``longest`` characters.

    Raises re.error, OverflowError or RecursionError where it is no pattern at all.
    """
    re.compile(pattern)
    if _ways(_parser.parse(pattern), longest) > _MOST_WAYS:
        raise ValueError(tr("the pattern {pattern} could take for ever; nest and repeat less", pattern=pattern[:60]))


def _ways(parts: Iterable[tuple[Any, Any]], longest: int) -> int:
    """At most so many ways lead through these parts one after the other, or just more than are allowed."""
    ways = 1
    for kind, told in parts:
        ways = min(ways * _ways_through(str(kind), told, longest), _MOST_WAYS + 1)
    return ways


def _ways_through(kind: str, told: Any, longest: int) -> int:
    match kind:
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = told
            return _ways_of_repeating(int(least), int(most), body, longest)
        case "BRANCH":
            return sum(_ways(branch, longest) for branch in told[1])
        case "GROUPREF_EXISTS":
            return sum(_ways(branch or (), longest) for branch in told[1:])
        case "SUBPATTERN" | "ATOMIC_GROUP" | "ASSERT" | "ASSERT_NOT":
            return _ways(told if kind == "ATOMIC_GROUP" else told[-1], longest)
    return 1


def _ways_of_repeating(least: int, most: int, body: Any, longest: int) -> int:
    if most > 1 and body.getwidth()[0] == 0:
        # What may match nothing can be repeated without coming any further.
        return _MOST_WAYS + 1
    inner = _ways(body, longest)
    return sum(inner**times for times in range(min(least, longest), min(most, longest) + 1))
