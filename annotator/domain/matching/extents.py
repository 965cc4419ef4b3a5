"""Which characters does a span hold, and how much of them do two spans share?

An extent is a span's fragments in text order, with touching ones made one and empty ones left out.
"""

from collections.abc import Iterable

Extent = tuple[tuple[int, int], ...]


def extent(fragments: Iterable[tuple[int, int]]) -> Extent:
    """The characters of these fragments, whatever their order; empty where they hold none."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(fragments):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def length(one: Extent) -> int:
    """How many characters it holds."""
    return sum(end - start for start, end in one)


def shared(one: Extent, other: Extent) -> int:
    """How many characters both hold."""
    if len(one) == len(other) == 1:
        return max(0, min(one[0][1], other[0][1]) - max(one[0][0], other[0][0]))
    found = place = 0
    for start, end in one:
        while place < len(other) and other[place][1] <= start:
            place += 1
        for low, high in other[place:]:
            if low >= end:
                break
            found += min(end, high) - max(start, low)
    return found


def joined(one: Extent, other: Extent) -> Extent:
    """The characters that either holds."""
    return extent((*one, *other))
