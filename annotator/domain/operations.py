"""The operations that the journal records, each with the title that Undo and Redo show."""

from enum import StrEnum
from typing import Self

from annotator.i18n import mark, tr


class Operation(StrEnum):
    """What a step did. The value is stored in the project file and printed by ``annotator history``.

    A file may hold values that this version does not know: a stored operation is read as text, and
    ``operation_title`` gives the title of any of them.
    """

    _sentence: str

    ADD_SPAN = "add-span", mark("marking")
    RELABEL_SPAN = "relabel-span", mark("relabelling")
    MOVE_SPAN = "move-span", mark("moving a boundary")
    DELETE_SPAN = "delete-span", mark("deleting")
    SET_ATTRIBUTE = "set-attribute", mark("an attribute")
    COPY_ATTRIBUTES = "copy-attributes", mark("Copy attributes")
    SET_NOTE = "set-note", mark("a note")
    ADD_RELATION = "add-relation", mark("Add link")
    DELETE_RELATION = "delete-relation", mark("Delete link")
    REVERSE_RELATION = "reverse-relation", mark("Reverse link")
    SET_RELATION_ATTRIBUTE = "set-relation-attribute", mark("Set attribute of link")
    SET_STATUS = "set-status", mark("the status")

    SET_FACTS = "set-facts", mark("what is known of a name")
    RENAME_ENTRY = "rename-entry", mark("the renaming")
    MERGE_ENTRIES = "merge-entries", mark("the merging")
    CHANGE_SCHEME = "change-scheme", mark("a change of the scheme")

    DECIDE = "decide", mark("a decision")
    ASK = "ask", mark("a question")
    COMMENT = "say-why", mark("a comment")
    ADD_GOLD = "add-gold", mark("a mark in gold")
    ADJUDICATE = "adjudicate", mark("what the policy settled")
    PROPAGATE = "propagate", mark("the same decision elsewhere")

    IMPORT = "import", mark("the import")
    MERGE = "merge", mark("what came back")
    HANDOUT = "handout", mark("Hand out articles")
    FEEDBACK = "feedback", mark("Write feedback")
    ADD_ANNOTATOR = "add-annotator", mark("Add annotator")

    def __new__(cls, value: str, sentence: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._sentence = sentence  # noqa: SLF001 - the member is created here
        return member

    @property
    def title(self) -> str:  # type: ignore[override]  # replaces the method of str, which is of no use here
        """The operation in a few words, in the reader's language."""
        return tr(self._sentence)


def operation_title(stored: str) -> str:
    """The title of an operation as the journal stores it; a general one where this version does not know it."""
    known_titles = (operation.title for operation in Operation if operation == stored)
    return next(known_titles, tr("a change"))
