"""Resolution of mentions to the names of a registry, and equality of spellings.

Names are equal if they differ only by case, accents, hyphens or apostrophes: *Maison Blanche*, *Maison-Blanche*. A
span may refer to several names; its value then joins them by "; ".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from annotator.domain.text.folding import fold
from annotator.domain.text.words import QUOTATION_MARKS

NAME_SEPARATOR = "; "
ProposalReason = Literal["alias", "last-name", "previous-speaker", "article", "project"]

_PRONOUNS = frozenset(
    (
        *("il", "elle", "ils", "elles", "lui", "eux", "leur", "leurs", "on", "ce", "cela", "ceci", "ça", "l'", "c'"),
        *("celui", "celle", "ceux", "celles", "celui-ci", "celle-ci", "ceux-ci", "celles-ci", "celui-là", "celle-là"),
        *("lui-même", "elle-même", "eux-mêmes", "elles-mêmes", "dernier", "dernière", "qui"),
        *("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs", "who"),
        *("himself", "herself", "itself", "themselves", "this", "that", "these", "those"),
    )
)
# Articles, titles and elisions before a name that are not part of it.
_PREFIX = re.compile(
    r"(?:(?:[ldcs]['’ʼ＇]|(?:les?|la|une?|des?|du|aux?|ce|cet|cette|ces|son|sa|ses|leurs?|the|an?|his|her|their|its)\s"
    r"|(?:MM?|Mr|Mrs|Ms|Dr|Me|Pr)\.?\s|(?:Mmes?|Mlles?)\.?\s|[tT]-)\s*)+",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_APOSTROPHES = re.compile("['`´]")
_SEPARATORS = re.compile("[-\\s]+")
_SHORTEST_LAST_NAME = 2


class Proposal(NamedTuple):
    """A name that the mention may refer to, and the reason for proposing it."""

    name: str
    reason: ProposalReason


class KnownNames(NamedTuple):
    """The names of a registry as seen from one mention.

    ``names`` are all names, the most used first; ``aliased`` are those with the mention as an alias, the most likely
    first; ``before`` are those mentioned earlier in this article, the speaker first.
    """

    names: Sequence[str]
    aliased: Sequence[str]
    before: Sequence[str] = ()


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The key that all spellings of a name share."""
    composed = fold(unicodedata.normalize("NFC", name))
    bare = "".join(character for character in composed if not unicodedata.combining(character))
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", bare)).strip() or composed.strip()


def core(mention: str) -> str:
    """The mention without the words before the name: *l'Ukraine*, *M. Trump* become *Ukraine*, *Trump*."""
    inside = " ".join(mention.split()).strip(QUOTATION_MARKS + " ")
    prefix = _PREFIX.match(inside)
    return inside[prefix.end() :] if prefix and prefix.end() < len(inside) else inside


def keys(mention: str) -> set[str]:
    """The keys of a mention: with and without the words before the name."""
    return {key(mention), key(core(mention))}


def is_pronoun(mention: str) -> bool:
    """Whether the mention is a pronoun in French or English."""
    words = " ".join(mention.casefold().split()).replace("’", "'")
    return words in _PRONOUNS or core(words) in _PRONOUNS


def split(value: str) -> list[str]:
    """The names that a span's value joins, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, value.split(";")))))


def join(names: Iterable[str]) -> str:
    """The value of a span that refers to these names."""
    return NAME_SEPARATOR.join(dict.fromkeys(names))


def replace_names(value: str, old: Iterable[str], new: str) -> str:
    """The value with ``new`` in place of each of the ``old`` names."""
    replaced = set(old)
    return join(new if name in replaced else name for name in split(value))


def last_name(name: str) -> str:
    """The key of the last word, without text in brackets: *trump*; empty for a single word."""
    words = key(_IN_BRACKETS.sub(" ", name)).split()
    return words[-1] if len(words) > 1 and len(words[-1]) >= _SHORTEST_LAST_NAME else ""


def proposals(mention: str, registry: KnownNames, *, pronoun: bool) -> list[Proposal]:
    """Every name of the registry, the most likely first.

    The order is: by alias, by last name (or the speaker before a pronoun), names of the article, all other names.
    """
    candidates: list[Proposal] = []
    if not pronoun:
        candidates += [Proposal(name, "alias") for name in registry.aliased]
        candidates += [Proposal(name, "last-name") for name in _by_last_name(mention, registry.names)]
    elif registry.before:
        candidates.append(Proposal(registry.before[0], "previous-speaker"))
    candidates += [Proposal(name, "article") for name in registry.before]
    candidates += [Proposal(name, "project") for name in registry.names]
    first: dict[str, Proposal] = {}
    for proposal in candidates:
        first.setdefault(proposal.name, proposal)
    return list(first.values())


def _by_last_name(mention: str, names: Sequence[str]) -> list[str]:
    """The names whose last word is in the mention, ordered by that word's position, the last one first."""
    words = key(_IN_BRACKETS.sub(" ", mention)).replace(",", " ").split()
    positions = {word: number for number, word in enumerate(words)}
    matches = [(positions[last], name) for name in names if (last := last_name(name)) in positions]
    return [name for _, name in sorted(matches, key=lambda match: -match[0])]
