"""The session: steps of other versions of the program, and reads of the journal."""

import sqlite3

import pytest

from annotator.app.annotate import attributes
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.project import info
from annotator.app.project.open import open_project
from annotator.storage.journal import undo
from annotator.ui.shell import step_titles


def test_a_step_whose_operation_is_unknown_is_listed_and_undone_under_a_general_title(document: OpenDocument) -> None:
    session = document.session
    attributes.set_note(document, document.spans["a"], "oui")
    session.close()
    with sqlite3.connect(session.path) as file:
        file.execute("UPDATE steps SET operation = 'turn-the-page' WHERE operation = 'set-note'")
    file.close()
    session = open_project(session.path, writing=True)
    session.work_as("Alba", create=False)

    assert [step["operation"] for step in info.history(session)][-1] == "turn-the-page"
    undone = session.undo()

    assert undone
    assert undone.operation == "turn-the-page"
    assert step_titles.describe(undone) == "a change"
    assert OpenDocument(session, "one").spans["a"].note == ""
    session.close()


def test_the_next_steps_are_read_once_for_each_state_of_the_journal(
    document: OpenDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, reads = undo.next_undo, []
    monkeypatch.setattr(undo, "next_undo", lambda *given: reads.append(given) or read(*given))
    session = document.session

    attributes.set_note(document, document.spans["a"], "oui")
    assert session.next_undo() == session.next_undo() == session.undo()
    session.next_undo()
    session.work_as("Bruno", create=True)
    session.next_undo()

    assert len(reads) == 3
