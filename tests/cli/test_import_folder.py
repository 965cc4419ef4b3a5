"""Import of a mixed folder: all readable files, and a list of the others."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.app import jobs
from annotator.app.jobs import Job
from annotator.app.project.open import open_project
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Refused
from tests.command_line import content_hash, facts, read_jsonl, record, refusal, run_within_memory, write_jsonl
from tests.mixed_folder import write_mixed_folder

# Kilobytes of address space; an import of one small file takes about 100,000.
_MEMORY_FOR_MANY = 200_000


@pytest.mark.slow
def test_ten_thousand_mixed_files_come_in_and_what_stays_out_is_listed_to_the_last_one(
    project: Path, tmp_path: Path
) -> None:
    mixture = write_mixed_folder(tmp_path / "folder", 10_000)
    answer = run_within_memory(_MEMORY_FOR_MANY, "import", project, mixture.folder, "--json")

    assert answer.returncode == 1
    told = json.loads(answer.stdout)
    assert told["documents"] == mixture.documents
    assert sorted(loss["where"] for loss in told["losses"]) == sorted(mixture.left_out)
    assert facts("check", project)["ok"]


def test_an_odd_name_becomes_an_id_that_can_be_said(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    names = ["deux\nlignes.txt", "<b>gras.txt", os.fsdecode(b"caf\xe9.txt")]
    for name in names:
        (folder / name).write_text(f"Texte de {name!r}.", encoding="utf-8")

    assert facts("import", project, folder)["documents"] == len(names)

    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    assert [one["id"] for one in read_jsonl(tmp_path / "out.jsonl")] == [
        "<b>gras",
        "caf\\udce9",
        "deux\\u000alignes",
    ]


def test_a_folder_that_cannot_be_looked_into_is_listed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, shut = tmp_path / "folder", tmp_path / "folder" / "shut"
    shut.mkdir(parents=True)
    (folder / "one.txt").write_text("Un.", encoding="utf-8")
    look_into = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path == shut:
            raise PermissionError(13, "Permission denied")
        return look_into(path)

    monkeypatch.setattr(Path, "iterdir", refuse)

    told = facts("import", project, folder, status=1)

    assert told["documents"] == 1
    assert [loss["where"] for loss in told["losses"]] == [str(shut)]
    assert "Permission denied" in told["losses"][0]["what"]


@pytest.mark.skipif(sys.platform != "linux", reason="a file that nobody can read, not even root")
def test_a_file_that_cannot_be_read_is_named_and_takes_the_import_with_it(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "good.txt").write_text("Un.", encoding="utf-8")
    (folder / "memory.txt").symlink_to("/proc/self/mem")
    before = content_hash(project)

    line = refusal("import", project, folder)

    assert "cannot be read" in line
    assert "memory.txt" in line
    assert content_hash(project) == before


def test_the_search_can_be_stopped(project: Path, tmp_path: Path) -> None:
    folder = write_mixed_folder(tmp_path / "folder", 1_000).folder
    with _open(project) as session, pytest.raises(jobs.Cancelled):
        jobs.run(import_files(session, [folder]), cancelled=lambda: True)


def _grow(file: Path) -> None:
    with file.open("ab") as end:
        end.write(b'{"text": "encore"}\n')


def _shrink(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _rewrite(file: Path) -> None:
    """Other words of the same length."""
    file.write_bytes(file.read_bytes().replace(b"Texte", b"Tixte"))
    os.utime(file, ns=(0, 0))


def _replace(file: Path) -> None:
    """Another file under the name, of the same length and date."""
    facts_before, other = file.stat(), file.with_suffix(".other")
    other.write_bytes(file.read_bytes().replace(b"Texte", b"Tixte"))
    os.utime(other, ns=(facts_before.st_atime_ns, facts_before.st_mtime_ns))
    other.replace(file)


_CHANGES = [_grow, _shrink, _rewrite, _replace, Path.unlink]


@contextmanager
def _open(project: Path) -> Iterator[Session]:
    session = open_project(project, writing=True)
    try:
        yield session
    finally:
        session.close()


def _until(job: Job[object], name: str, *, times: int = 1) -> None:
    """Run a job until it has spoken of this file so often."""
    for _ in range(times):
        while next(job).caption != name:
            pass


@pytest.mark.parametrize("change", _CHANGES)
def test_a_file_that_changes_before_its_turn_is_refused(
    project: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    for file in (first, second):
        file.write_text(f"Texte de {file}.", encoding="utf-8")
    before = content_hash(project)
    with _open(project) as session:
        job = import_files(session, [first, second])
        _until(job, "first.txt")
        change(second)
        with pytest.raises(Refused, match=r"(has changed|no such file).*second\.txt"):
            jobs.run(job)
    assert content_hash(project) == before


@pytest.mark.parametrize("change", _CHANGES)
def test_a_file_that_changes_while_it_is_read_is_refused(
    project: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", *[record(f"Texte {number}.") for number in range(2_000)])
    before = content_hash(project)
    with _open(project) as session:
        job = import_files(session, [source])
        _until(job, "in.jsonl", times=2)
        change(source)
        with pytest.raises(Refused, match=r"(has changed|no such file).*in\.jsonl"):
            jobs.run(job)
    assert content_hash(project) == before
