"""Extents: the characters of a span, and their intersection and union.

An extent is a span's fragments in text order, with touching fragments merged and empty ones removed.
"""

from collections.abc import Iterable

Extent = tuple[tuple[int, int], ...]


def extent_of(fragments: Iterable[tuple[int, int]]) -> Extent:
    """The extent of these fragments in any order; empty if they contain no character."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(fragments):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def extent_length(extent: Extent) -> int:
    """The number of characters in the extent."""
    return sum(end - start for start, end in extent)


def shared_length(first: Extent, second: Extent) -> int:
    """The number of characters in both extents."""
    if len(first) == len(second) == 1:
        return max(0, min(first[0][1], second[0][1]) - max(first[0][0], second[0][0]))
    length = index = 0
    for start, end in first:
        while index < len(second) and second[index][1] <= start:
            index += 1
        for low, high in second[index:]:
            if low >= end:
                break
            length += min(end, high) - max(start, low)
    return length


def merged_extent(first: Extent, second: Extent) -> Extent:
    """The characters in either extent."""
    return extent_of((*first, *second))
