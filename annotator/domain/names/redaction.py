"""How is something said without saying who?"""

import re
from collections.abc import Collection

_IN_THEIR_PLACE = "…"


def without_names(text: str, names: Collection[str]) -> str:
    """The text with … in the place of every name that stands in it as a word of its own, written just so."""
    if not names:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", _IN_THEIR_PLACE, text)
