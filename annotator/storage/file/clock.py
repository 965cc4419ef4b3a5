"""What time is it, as the project writes it?"""

from datetime import UTC, datetime


def utc_now() -> str:
    """Now, in UTC, to the millisecond: ``2025-10-31T08:15:02.123Z``. For people to read; order comes from steps."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
