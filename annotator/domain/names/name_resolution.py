"""Which name of a registry does a mention mean, and which spellings are one name?

Names meet when they differ only by case, accents, hyphens or apostrophes: *Maison Blanche*, *Maison-Blanche*. A span
may mean several; its value then joins them by "; ".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from annotator.domain.text.folding import fold
from annotator.domain.text.words import QUOTATION_MARKS

JOINT = "; "
Reason = Literal["alias", "last-name", "previous-speaker", "article", "project"]

_PRONOUNS = frozenset(
    (
        *("il", "elle", "ils", "elles", "lui", "eux", "leur", "leurs", "on", "ce", "cela", "ceci", "ça", "l'", "c'"),
        *("celui", "celle", "ceux", "celles", "celui-ci", "celle-ci", "ceux-ci", "celles-ci", "celui-là", "celle-là"),
        *("lui-même", "elle-même", "eux-mêmes", "elles-mêmes", "dernier", "dernière", "qui"),
        *("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs", "who"),
        *("himself", "herself", "itself", "themselves", "this", "that", "these", "those"),
    )
)
# What stands before a name without being part of it.
_BEFORE = re.compile(
    r"(?:(?:[ldcs]['’ʼ＇]|(?:les?|la|une?|des?|du|aux?|ce|cet|cette|ces|son|sa|ses|leurs?|the|an?|his|her|their|its)\s"
    r"|(?:MM?|Mr|Mrs|Ms|Dr|Me|Pr)\.?\s|(?:Mmes?|Mlles?)\.?\s|[tT]-)\s*)+",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_APOSTROPHES = re.compile("['`´]")
_APART = re.compile("[-\\s]+")
_SHORTEST_LAST_NAME = 2


class Proposal(NamedTuple):
    """A name that the mention may mean, and what speaks for it."""

    name: str
    reason: Reason


class Known(NamedTuple):
    """What is known of a registry when a mention is looked at.

    ``names`` are all names, the most used first; ``aliased`` are those that the mention's words stand for, the
    likeliest first; ``before`` are those that were mentioned before in this article, first of all the speaker.
    """

    names: Sequence[str]
    aliased: Sequence[str]
    before: Sequence[str] = ()


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """What all spellings of a name have in common."""
    composed = fold(unicodedata.normalize("NFC", name))
    bare = "".join(character for character in composed if not unicodedata.combining(character))
    return _APART.sub(" ", _APOSTROPHES.sub("", bare)).strip() or composed.strip()


def core(mention: str) -> str:
    """The mention without what stands before the name: *l'Ukraine*, *M. Trump* become *Ukraine*, *Trump*."""
    inside = " ".join(mention.split()).strip(QUOTATION_MARKS + " ")
    return inside[found.end() :] if (found := _BEFORE.match(inside)) and found.end() < len(inside) else inside


def keys(mention: str) -> set[str]:
    """The keys under which a mention may be known: with and without what stands before the name."""
    return {key(mention), key(core(mention))}


def is_pronoun(mention: str) -> bool:
    """Whether the mention names nobody by itself, in French or English."""
    words = " ".join(mention.casefold().split()).replace("’", "'")
    return words in _PRONOUNS or core(words) in _PRONOUNS


def split(value: str) -> list[str]:
    """The names that a span's value joins, each once."""
    return list(dict.fromkeys(name for part in value.split(";") if (name := part.strip())))


def join(names: Iterable[str]) -> str:
    """The value of a span that means these names."""
    return JOINT.join(dict.fromkeys(names))


def renamed(value: str, old: Iterable[str], new: str) -> str:
    """The value with ``new`` in the place of each of the ``old`` names."""
    gone = set(old)
    return join(new if name in gone else name for name in split(value))


def last_name(name: str) -> str:
    """The key of the last word, without what is said in brackets: *trump*; empty for a single word."""
    words = key(_IN_BRACKETS.sub(" ", name)).split()
    return words[-1] if len(words) > 1 and len(words[-1]) >= _SHORTEST_LAST_NAME else ""


def proposals(mention: str, known: Known, *, pronoun: bool) -> list[Proposal]:
    """Every known name, the likeliest first: by alias, by last name, the speaker before for a pronoun, the others."""
    found: list[Proposal] = []
    if not pronoun:
        found += [Proposal(name, "alias") for name in known.aliased]
        found += [Proposal(name, "last-name") for name in _by_last_name(mention, known.names)]
    elif known.before:
        found.append(Proposal(known.before[0], "previous-speaker"))
    found += [Proposal(name, "article") for name in known.before]
    found += [Proposal(name, "project") for name in known.names]
    first: dict[str, Proposal] = {}
    for one in found:
        first.setdefault(one.name, one)
    return list(first.values())


def _by_last_name(mention: str, names: Sequence[str]) -> list[str]:
    """Names whose last word stands in the mention, the one that stands last in it first."""
    places = {word: place for place, word in enumerate(key(_IN_BRACKETS.sub(" ", mention)).replace(",", " ").split())}
    found = [(places[last], name) for name in names if (last := last_name(name)) in places]
    return [name for _, name in sorted(found, key=lambda one: -one[0])]
