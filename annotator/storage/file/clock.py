"""The clock: times as the project stores them."""

from datetime import UTC, datetime


def utc_now() -> str:
    """The present time in UTC to the millisecond, such as ``2025-10-31T08:15:02.123Z``.

    It is for readers only: the order of events is the order of steps.
    """
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
