"""Redaction of names in a text."""

import re
from collections.abc import Collection

_REDACTED = "…"


def without_names(text: str, names: Collection[str]) -> str:
    """The text with … in place of every name that occurs in it as a whole word, in exactly this spelling."""
    if not names:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", _REDACTED, text)
