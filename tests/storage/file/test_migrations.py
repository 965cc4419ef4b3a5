"""Migration of projects of earlier versions."""

import shutil
from pathlib import Path

import pytest

from annotator.storage.file import project_files, schema
from tests.command_line import MARKS, content_hash, facts, read_jsonl
from tests.command_line import annotator as run

EARLIER = sorted(Path(__file__).parent.glob("version-*.annotator"))


@pytest.fixture(params=EARLIER, ids=lambda path: path.stem)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(request.param, tmp_path / "old.annotator"))


def version_of(project: Path) -> int:
    """The version in the header of the file: a connection would leave side files beside those of the tests."""
    return int.from_bytes(project.read_bytes()[60:64])


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert [version_of(path) for path in EARLIER] == list(range(1, schema.VERSION))


def test_writing_brings_it_up_to_date_with_the_same_marks_and_keeps_a_copy(earlier: Path) -> None:
    before, old = content_hash(earlier, MARKS), version_of(earlier)

    project_files.open_writer(earlier).close()

    assert version_of(earlier) == schema.VERSION
    assert content_hash(earlier, MARKS) == before
    assert content_hash(earlier.with_name(f"old.version-{old}.annotator"), MARKS) == before
    assert facts("check", earlier)["ok"]


def test_reading_leaves_the_file_as_it_is_and_says_the_same(earlier: Path, tmp_path: Path) -> None:
    before = earlier.read_bytes()
    report = facts("info", earlier)
    run("export", earlier, tmp_path / "read.jsonl", "--format", "jsonl", "--all")

    assert earlier.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"old.annotator", "read.jsonl"}

    project_files.open_writer(earlier).close()
    assert facts("info", earlier) == report
    run("export", earlier, tmp_path / "renewed.jsonl", "--format", "jsonl", "--all")
    assert read_jsonl(tmp_path / "renewed.jsonl") == read_jsonl(tmp_path / "read.jsonl") != []
