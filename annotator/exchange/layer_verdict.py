"""What would bringing a received layer back do to the one that stands here?

Every state of a layer has a token. What went out knows the tokens that were here then; what comes back knows those and
its own. So where the tokens of a return are all known here, it brings nothing new; where those that it lacks belong to
changes that everybody follows, it is the successor of what stands here; otherwise both were worked on, and neither may
undo the other.
"""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from annotator.i18n import tr
from annotator.storage.journal.revisions import Tokens
from annotator.storage.tables.layer_transfer import LayerRows

What = Literal["added", "renewed", "unchanged", "refused"]


class Verdict(NamedTuple):
    """What becomes of the layer in one document (by our key): what it holds and will hold, and tokens new to us."""

    document: int
    what: What
    why: str
    before: LayerRows
    after: LayerRows
    tokens: Collection[int]


def compare(document: int, before: LayerRows, ours: Tokens, after: LayerRows, theirs: frozenset[int]) -> Verdict:
    """What a received layer does here: ``after`` is what it says, once it follows today's scheme."""
    new = sorted(theirs - ours.keys())
    if not new:
        return Verdict(document, "unchanged", "", before, before, ())
    successor = all(shared for token, shared in ours.items() if token not in theirs)
    if before.same_as(after):
        return Verdict(document, "unchanged", "", before, before, new if successor else ())
    if before.empty:
        return Verdict(document, "added", "", before, after, new)
    if successor:
        return Verdict(document, "renewed", "", before, after, new)
    return Verdict(document, "refused", _both_changed(ours, theirs), before, before, ())


def _both_changed(ours: Tokens, theirs: frozenset[int]) -> str:
    if not theirs & ours.keys():
        return tr("these marks and those that are here have no common history")
    return tr("it was changed there and here since it went out")


def is_stranger(ours: Mapping[int, Tokens], theirs: Collection[frozenset[int]]) -> bool:
    """Whether somebody's work, by document, has nothing in common with all that is known of them here."""
    known = {token for tokens in ours.values() for token in tokens}
    return bool(known) and not any(known & tokens for tokens in theirs)
