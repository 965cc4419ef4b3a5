"""The verdict on a received layer: what merging it does to the layer in the project.

Every state of a layer has a token. A hand-out carries the tokens that the project knows at that time; a return carries
these and its own. If the project knows all tokens of a return, the return brings nothing new. If the tokens that the
return lacks belong to changes that the project shares with all hand-outs, the return is the successor of the layer in
the project. Otherwise both were changed, and neither may overwrite the other.
"""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from annotator.i18n import tr
from annotator.storage.journal.revisions import RevisionTokens
from annotator.storage.tables.layer_transfer import LayerRows

MergeAction = Literal["added", "renewed", "unchanged", "refused"]


class LayerVerdict(NamedTuple):
    """The action for the layer in one document (by the project's key).

    It names the rows before and after, and the tokens that are new to the project.
    """

    document: int
    action: MergeAction
    reason: str
    before: LayerRows
    after: LayerRows
    tokens: Collection[int]


def layer_verdict(
    document: int, before: LayerRows, ours: RevisionTokens, after: LayerRows, theirs: frozenset[int]
) -> LayerVerdict:
    """The verdict on a received layer: ``after`` are its rows once it conforms to today's scheme."""
    new = sorted(theirs - ours.keys())
    if not new:
        return LayerVerdict(document, "unchanged", "", before, before, ())
    is_successor = all(shared for token, shared in ours.items() if token not in theirs)
    if before.same_as(after):
        return LayerVerdict(document, "unchanged", "", before, before, new if is_successor else ())
    if before.empty:
        return LayerVerdict(document, "added", "", before, after, new)
    if is_successor:
        return LayerVerdict(document, "renewed", "", before, after, new)
    return LayerVerdict(document, "refused", _conflict(ours, theirs), before, before, ())


def _conflict(ours: RevisionTokens, theirs: frozenset[int]) -> str:
    if not theirs & ours.keys():
        return tr("these marks and those that are here have no common history")
    return tr("it was changed there and here since it went out")


def is_unrelated(ours: Mapping[int, RevisionTokens], theirs: Collection[frozenset[int]]) -> bool:
    """Whether the received layers of an annotator share no token with those that the project has, by document."""
    our_tokens = {token for tokens in ours.values() for token in tokens}
    return bool(our_tokens) and not any(our_tokens & tokens for tokens in theirs)
