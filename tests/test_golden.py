"""The export of the sample project, byte for byte the same as the golden files."""

from pathlib import Path

from annotator.formats.catalogue import FORMATS
from tests import golden


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_export_of_the_sample_is_the_golden_one(tmp_path: Path) -> None:
    golden.write(tmp_path)

    made, kept = _files(tmp_path), _files(golden.GOLDEN)
    assert list(made) == list(kept)
    assert [name for name in made if made[name] != kept[name]] == [], "look at the difference, then make golden"


def test_every_format_that_writes_has_its_golden_files() -> None:
    for file_format in FORMATS:
        for destination in golden.destinations(file_format):
            assert (golden.GOLDEN / destination).exists(), "make golden"
