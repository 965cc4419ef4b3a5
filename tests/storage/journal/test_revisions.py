"""The tokens of the states of a layer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.app import jobs
from annotator.app.annotate import spans
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project.open import open_project
from annotator.app.scheme import apply_change
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.scheme.changes import Rename
from annotator.storage.journal import revisions
from tests.command_line import TEXT, record, span, write_jsonl


@pytest.fixture
def session(project: Path, tmp_path: Path) -> Iterator[Session]:
    session = open_project(project, writing=True)
    source = write_jsonl(tmp_path / "in.jsonl", record(TEXT, annotator="Alba", spans=[span(6, 10)]), record("Rien."))
    jobs.run(import_files(session, [source]))
    session.work_as("Alba", create=False)
    yield session
    session.close()


def shared_flags(session: Session) -> list[bool]:
    """For each state of Alba's layer in the first text, whether its step was one of the whole project."""
    assert session.annotator
    tokens_by_document = revisions.of_annotator(session.store, session.annotator.key)
    assert len({token for tokens in tokens_by_document.values() for token in tokens}) == sum(
        map(len, tokens_by_document.values())
    )
    return list(tokens_by_document[1].values())


def test_marking_undo_and_redo_are_states_of_their_own(session: Session) -> None:
    assert shared_flags(session) == [False]
    spans.add_span(OpenDocument(session, session.document_ids()[0]), "SPEAKER", 34, 40)
    assert shared_flags(session) == [False] * 2
    session.undo()
    assert shared_flags(session) == [False] * 3
    session.redo()
    assert shared_flags(session) == [False] * 4


def test_an_import_that_is_taken_back_leaves_its_states(session: Session) -> None:
    session.undo()
    assert shared_flags(session) == [False] * 2


def test_a_change_of_the_scheme_says_that_the_layer_only_followed(session: Session) -> None:
    jobs.run(apply_change.apply(session, Rename(name="SPEAKER", new="VOICE")))
    session.undo()
    assert shared_flags(session) == [False, True, True]
