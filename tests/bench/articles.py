"""The articles of the bench.

Ten thousand of 2.7 kB, made of French words by a fixed rule, each with 12 spans and 6 relations; and long ones of any
number of characters, with a span for every 200 characters and three relations for five spans.
"""

import hashlib
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import orjson

COUNT = 10_000
LENGTH = 2_700
ANNOTATOR = "Alba"
FIRST = "article-0"
_PARAGRAPH = 6
_APART = 200
WORDS = [
    *("le", "la", "les", "un", "une", "des", "président", "ministre", "réunion", "guerre", "paix", "accord", "sommet"),
    *("était", "né", "à", "où", "déjà", "économie", "élection", "français", "européen", "l'Ukraine", "d'accord"),
    *("qu'il", "aujourd'hui", "Moscou", "Kiev", "Budapest", "région", "cessez-le-feu", "«", "»", "exige", "que"),
]


def write(path: Path, count: int = COUNT) -> None:
    """The articles with one annotator's layer each, as native JSONL."""
    chance = Random(2)
    with path.open("wb") as file:
        for number in range(count):
            file.write(_line(number, _short_text(number, chance), spans=12))


def write_long(path: Path, length: int) -> None:
    """One article in paragraphs, marked from end to end, as native JSONL."""
    chance = Random(3)
    paragraphs: list[str] = []
    while length > 0:
        paragraphs.append(" ".join(_sentence(chance) for _ in range(_PARAGRAPH)))
        length -= len(paragraphs[-1]) + 1
    text = "\n".join(paragraphs)
    count = len(text) // _APART
    article = _article(0, text, count)
    article["relations"] = [
        *_relations(count),
        *(
            {"id": f"t{place}", "label": "ADDRESSED_TO", "from": f"s{10 * place + 1}", "to": f"s{10 * place + 2}"}
            for place in range(count // 10)
        ),
    ]
    path.write_bytes(orjson.dumps(article, option=orjson.OPT_APPEND_NEWLINE))


def _short_text(number: int, chance: Random) -> str:
    text = f"Article {number}. "
    while len(text) < LENGTH:
        text += f"{_sentence(chance)} "
    return text.strip()


def _sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=12)) + "."


def _line(number: int, text: str, *, spans: int) -> bytes:
    return orjson.dumps(_article(number, text, spans), option=orjson.OPT_APPEND_NEWLINE)


def _article(number: int, text: str, count: int) -> dict[str, object]:
    spans = []
    for place in range(count):
        start = _APART * place
        speaker = place % 2 == 0
        spans.append(
            {
                "id": f"s{place}",
                "label": "SPEAKER" if speaker else "DEMAND",
                "start": start,
                "end": start + 20,
                "text": text[start : start + 20],
                "attributes": {"entity": f"Personne {place % 12}"} if speaker else {},
            }
        )
    return {
        "id": f"article-{number}",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "meta": {"title": f"Titre {number}", "language": "fr"},
        "annotator": ANNOTATOR,
        "status": "done",
        "scheme": "speaker-demand-event@1.0",
        "offset_unit": "codepoint",
        "spans": spans,
        "relations": _relations(count),
    }


def _relations(count: int) -> list[dict[str, object]]:
    return [
        {"id": f"r{place}", "label": "SAYS", "from": f"s{2 * place}", "to": f"s{2 * place + 1}"}
        for place in range(count // 2)
    ]
