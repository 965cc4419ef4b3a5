"""The annotations that the bench compares.

A thousand texts of 500 words, each with about twelve spans of three annotators, who differ at random as people do.
"""

from itertools import pairwise
from random import Random  # noqa: TID251 - seeded

from annotator.domain.marks.marks import Layer, Relation, Span
from tests.bench.articles import WORDS

COUNT = 1000
PEOPLE = ("Alba", "Bruno", "Chloé")
LABELS = ("SPEAKER", "DEMAND", "EVENT", "QUOTE", "CUE")


def documents() -> list[tuple[str, list[Layer]]]:
    """Texts with the layers of all three."""
    chance = Random(3)
    return [_document(str(number), chance) for number in range(COUNT)]


def _document(name: str, chance: Random) -> tuple[str, list[Layer]]:
    text = " ".join(chance.choices(WORDS, k=500))
    starts = [chance.randrange(len(text) - 120) for _ in range(13)]
    meant = [(start, start + chance.randrange(4, 90), chance.choice(LABELS)) for start in starts]
    return text, [_layer(name, who, meant, text, chance) for who in PEOPLE]


def _layer(name: str, who: str, meant: list[tuple[int, int, str]], text: str, chance: Random) -> Layer:
    """What one person makes of what was meant: some is missed, some is longer or shorter, some is called otherwise."""
    spans = []
    for number, (start, meant_end, meant_label) in enumerate(meant):
        if chance.random() < 0.1:
            continue
        end = meant_end + chance.randrange(-3, 8) if chance.random() < 0.3 else meant_end
        label = chance.choice(LABELS) if chance.random() < 0.1 else meant_label
        spans.append(Span(id=f"s{number}", label=label, fragments=((start, end),), quote=text[start:end]))
    links = [
        Relation(id=f"r{number}", label="SAYS", source=one.id, target=other.id)
        for number, (one, other) in enumerate(pairwise(spans[:7]))
    ]
    return Layer(document=name, annotator=who, status="done", spans=tuple(spans), relations=tuple(links))
