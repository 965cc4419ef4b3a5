"""Layers of marks in a short notation for tests, and random ones.

A span is one line: ``id label start-end[,start-end] [name=value…]``; a relation is ``id label from>to [name=value…]``.
"""

from random import Random  # noqa: TID251 - seeded

from annotator.domain.marks.marks import Layer, Relation, Span


def layer(annotator: str, *lines: str, document: str = "d") -> Layer:
    spans, relations = [], []
    for line in lines:
        name, label, place, *said = line.split()
        attributes = dict(one.split("=") for one in said)
        if ">" in place:
            source, target = place.split(">")
            relations.append(Relation(id=name, label=label, source=source, target=target, attributes=attributes))
        else:
            fragments = tuple(tuple(map(int, part.split("-"))) for part in place.split(","))
            spans.append(Span(id=name, label=label, fragments=fragments, quote="", attributes=attributes))
    return Layer(document=document, annotator=annotator, status="done", spans=tuple(spans), relations=tuple(relations))


def shuffled(layers: list[Layer], chance: Random) -> list[Layer]:
    """The same marks, in another order."""
    mixed = [
        Layer(
            document=one.document,
            annotator=one.annotator,
            status=one.status,
            spans=tuple(chance.sample(one.spans, len(one.spans))),
            relations=tuple(chance.sample(one.relations, len(one.relations))),
        )
        for one in layers
    ]
    return chance.sample(mixed, len(mixed))


def random_layers(
    chance: Random, annotators: int = 3, spans: int = 4, *, width: int = 12, document: str = "d"
) -> list[Layer]:
    """Layers whose spans overlap, nest, touch and come in two fragments, close together on ``width`` characters."""
    found = []
    for name in "ABCDEF"[:annotators]:
        lines = []
        for number in range(chance.randint(0, spans)):
            places = sorted(chance.sample(range(width + 1), 4 if chance.random() < 0.25 else 2))
            place = ",".join(f"{start}-{end}" for start, end in zip(places[::2], places[1::2], strict=True))
            lines.append(f"{name.lower()}{number} {chance.choice('XXYZ')} {place}")
        found.append(layer(name, *lines, document=document))
    return found
