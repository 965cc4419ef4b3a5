"""Periods of dates: days, months or years, by how many there are."""

from collections.abc import Mapping

_DAYS, _MONTHS = 45, 48
_DAY, _MONTH, _YEAR = len("2025-10-31"), len("2025-10"), len("2025")


def periods(dates: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The documents of each day, or of each month or year where there are many, in order.

    Dates are in ISO 8601; anything else is left out.
    """
    days = {name: date[:_DAY] for name, date in dates.items() if len(date) >= _DAY and date[:_YEAR].isdecimal()}
    width = _DAY
    if len(set(days.values())) > _DAYS:
        width = _MONTH if len({date[:_MONTH] for date in days.values()}) <= _MONTHS else _YEAR
    documents: dict[str, set[str]] = {}
    for name, date in sorted(days.items(), key=lambda item: item[1]):
        documents.setdefault(date[:width], set()).add(name)
    return {time: frozenset(names) for time, names in documents.items()}
