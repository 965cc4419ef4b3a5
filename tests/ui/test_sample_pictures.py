"""Pictures of the window without a display, beside the export of the sample project."""

from pathlib import Path

from PySide6.QtGui import QImage

from annotator.ui.sample_pictures import render
from tests import pictures
from tests.command_line import SEEDS, read_jsonl


def test_the_export_and_a_picture_of_every_theme_are_written(qapp: object, tmp_path: Path) -> None:
    files = render(tmp_path / "exports")
    assert [file.name for file in files] == [
        "sample.jsonl",
        "annotate-light.png",
        "annotate-dark.png",
        "annotate-high-contrast.png",
    ]
    seeds = read_jsonl(SEEDS / "seed-annotator-a.jsonl") + read_jsonl(SEEDS / "seed-annotator-b.jsonl")
    assert len(read_jsonl(files[0])) == len(seeds)
    pictures = [QImage(str(file)) for file in files[1:]]
    assert all(picture.size().toTuple() == (1280, 800) for picture in pictures)
    corners = {picture.pixelColor(400, 780).lightness() > 128 for picture in pictures}
    assert corners == {True, False}, "light and dark differ"


def test_a_picture_for_the_pages_of_docs_is_drawn(qapp: object, tmp_path: Path) -> None:
    pictures.draw(tmp_path, ["export"])
    (file,) = tmp_path.iterdir()
    assert QImage(str(file)).size().toTuple() == pictures.SIZE
