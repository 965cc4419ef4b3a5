"""Which articles does the bench work on?

Ten thousand of 2.7 kB, made of French words by a fixed rule, each with 12 spans and 6 relations.
"""

import hashlib
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import orjson

COUNT = 10_000
LENGTH = 2_700
WORDS = [
    *("le", "la", "les", "un", "une", "des", "président", "ministre", "réunion", "guerre", "paix", "accord", "sommet"),
    *("était", "né", "à", "où", "déjà", "économie", "élection", "français", "européen", "l'Ukraine", "d'accord"),
    *("qu'il", "aujourd'hui", "Moscou", "Kiev", "Budapest", "région", "cessez-le-feu", "«", "»", "exige", "que"),
]


def write(path: Path) -> None:
    """The articles with one annotator's layer each, as native JSONL."""
    chance = Random(2)
    with path.open("wb") as file:
        for number in range(COUNT):
            file.write(orjson.dumps(_article(number, chance), option=orjson.OPT_APPEND_NEWLINE))


def _article(number: int, chance: Random) -> dict[str, object]:
    text = f"Article {number}. "
    while len(text) < LENGTH:
        text += " ".join(chance.choices(WORDS, k=12)) + ". "
    text = text.strip()
    spans = []
    for place in range(12):
        start = 200 * place
        speaker = place % 2 == 0
        spans.append(
            {
                "id": f"s{place}",
                "label": "SPEAKER" if speaker else "DEMAND",
                "start": start,
                "end": start + 20,
                "text": text[start : start + 20],
                "attributes": {"entity": f"Personne {place}"} if speaker else {},
            }
        )
    relations = [
        {"id": f"r{place}", "label": "SAYS", "from": f"s{2 * place}", "to": f"s{2 * place + 1}"} for place in range(6)
    ]
    return {
        "id": f"article-{number}",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "meta": {"title": f"Titre {number}", "language": "fr"},
        "annotator": "Alba",
        "status": "done",
        "scheme": "speaker-demand-event@1.0",
        "offset_unit": "codepoint",
        "spans": spans,
        "relations": relations,
    }
