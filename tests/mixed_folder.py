"""A folder as on a real machine: thousands of articles among other files."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_ODD_NAMES = (
    "two  spaces.txt",
    "deux\nlignes.txt",
    "<b>gras<b>.txt",
    "'; DROP TABLE spans; --.txt",
    "🕊 été.txt",
    "e\u0301te\u0301.TXT",
    "%s%n.text",
    "-rf.txt",
    "x" * 200 + ".txt",
)


@dataclass(frozen=True)
class Mixture:
    """The folder, and what an import of it must tell."""

    folder: Path
    documents: int
    left_out: frozenset[str]


def write_mixed_folder(folder: Path, count: int) -> Mixture:
    """A folder of about ``count`` files: two thirds articles, one third what nobody can read, and a few traps."""
    folder.mkdir()
    left_out = []
    documents = 0
    for number in range(count):
        place = folder / f"box {number % 100:02d}" / f"deeper {number % 7}"
        if number < 700:
            place.mkdir(parents=True, exist_ok=True)
        match number % 6:
            case 0 | 1 | 2:
                (place / f"{number}.txt").write_bytes(f"Article {number}, « été » à Kiev.".encode())
                documents += 1
            case 3:
                lines = [json.dumps({"text": f"Article {number}, {which}."}) for which in "ab"]
                (place / f"{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
                documents += 2
            case 4:
                left_out.append(place / f"{number}.bin")
                left_out[-1].write_bytes(os.urandom(64))
            case 5:
                left_out.append(place / f"{number}")
                left_out[-1].write_bytes(b"")
    for name in _ODD_NAMES:
        (folder / name).write_text(f"Un fichier nommé {name!r}.", encoding="utf-8")
        documents += 1
    (folder / ".hidden.txt").write_bytes(b"")
    left_out += _traps(folder)
    if sys.platform == "linux":
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text("Un nom en latin-1.", encoding="utf-8")
        documents += 1
    return Mixture(folder, documents, frozenset(map(str, left_out)))


def _traps(folder: Path) -> list[Path]:
    """Links in circles, links to nowhere, and what never ends when it is read."""
    circle, itself, nowhere, pipe = (folder / name for name in ("circle", "itself.txt", "nowhere.txt", "pipe.txt"))
    circle.symlink_to(folder, target_is_directory=True)
    itself.symlink_to(itself)
    nowhere.symlink_to(folder / "no such file")
    os.mkfifo(pipe)
    return [circle, itself, nowhere, pipe]
