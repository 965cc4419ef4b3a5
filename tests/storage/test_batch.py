"""The batch writer: keys, batches, and the undo of steps that delete and add rows with the same ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.storage.batch import BatchWriter
from tests.command_line import MARKS, content_hash, record, span, write_jsonl


@pytest.fixture
def session(project: Path) -> Iterator[Session]:
    session = open_project(project, writing=True)
    yield session
    session.close()


def test_keys_are_asked_once_and_hold_until_the_rows_are_written(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    with session.step("test", None) as writer:
        real = writer._store.rows
        monkeypatch.setattr(session.store, "rows", lambda sql, *values: (statements.append(sql), real(sql, *values))[1])
        batch = BatchWriter(writer, ("documents", "layers"), limit=3)
        for number in (1, 2):
            key = batch.add("documents", {"id": str(number), "sha256": str(number), "meta": "{}", "text": "x"})
            assert key == number
            assert not batch.flush_if_full()
        assert batch.holds("documents")
        assert batch.add_now("documents", {"id": "3", "sha256": "3", "meta": "{}", "text": "x"}) == 3
        assert not batch.holds("documents")
        assert batch.next_key("documents") == 4
        batch.forget_keys()
        assert batch.next_key("documents") == 4
    assert sum("sqlite_sequence" in sql for sql in statements) == 2


def test_a_full_batch_is_written_in_the_order_of_its_tables(session: Session) -> None:
    alba = session.annotator_named("Alba", create=True)
    with session.step("test", None) as writer:
        batch = BatchWriter(writer, ("documents", "layers"), limit=2)
        batch.add_values("layers", 1, alba.key, "new")
        batch.add_values("documents", "a", "a", "{}", "x")
        assert batch.flush_if_full()
        assert not batch.holds("layers")
    assert session.document_ids() == ["a"]


def test_undo_of_a_step_that_adds_rows_before_and_after_deleted_ones(session: Session, tmp_path: Path) -> None:
    def bring(*articles: tuple[str, str, int]) -> None:
        records = [
            record(text, id=name, annotator="Alba", spans=[span(start, start + 4, id="s1")])
            for name, text, start in articles
        ]
        jobs.run(import_files(session, [write_jsonl(tmp_path / "in.jsonl", *records)], replace=True))

    bring(("a", "Kiev ou Rome.", 0), ("b", "Oslo et Rome.", 0))
    before = content_hash(session.path, MARKS)
    bring(("c", "Bonn sans Rome.", 0), ("a", "Kiev ou Rome.", 8), ("d", "Bern.", 0), ("b", "Oslo et Rome.", 8))
    after = content_hash(session.path, MARKS)

    assert session.undo()
    assert content_hash(session.path, MARKS) == before
    assert session.redo()
    assert content_hash(session.path, MARKS) == after
