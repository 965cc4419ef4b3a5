"""The lock of a project: one writer at a time, and none after the end of its process."""

import fcntl
import json
from pathlib import Path
from typing import IO

import pytest

from annotator.storage.file import project_files
from annotator.storage.file.lock import WriterLock, lock_holder, lock_path
from annotator.storage.file.store import Locked


def test_the_second_writer_is_told_who_the_first_is(project: Path) -> None:
    first = project_files.open_writer(project)

    with pytest.raises(Locked, match="since"):
        project_files.open_writer(project)

    first.close()
    project_files.open_writer(project).close()
    assert not lock_path(project).exists()


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"user": 1}', json.dumps({"user": "x"}).encode()])
def test_a_lock_file_that_nobody_holds_is_no_lock(project: Path, left: bytes) -> None:
    lock_path(project).write_bytes(left)

    assert lock_holder(project) == "?"
    project_files.open_writer(project).close()


def test_a_person_without_a_name_can_hold_a_lock(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)

    lock = WriterLock.acquire(project)
    assert lock
    assert lock_holder(project).startswith("?@")
    lock.release()


def test_a_writer_never_meets_the_lock_file_of_one_who_is_just_leaving(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = WriterLock.acquire(project)
    assert leaving
    still_there = [leaving]
    real = fcntl.flock

    def slow(file: IO[bytes], operation: int) -> None:
        while still_there:
            still_there.pop().release()
        real(file, operation)

    monkeypatch.setattr("fcntl.flock", slow)

    lock = WriterLock.acquire(project)

    assert lock
    assert lock_path(project).exists()
    monkeypatch.undo()
    assert WriterLock.acquire(project) is None
    lock.release()
