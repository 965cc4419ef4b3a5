"""Which documents are there, how far is each, and which of them hold a word?"""

from collections.abc import Sequence

from annotator.app.session import Session
from annotator.storage.tables import document_heads, project, search
from annotator.storage.tables.document_heads import DocumentHead

__all__ = ["DocumentHead", "label_counts", "list_documents", "matching", "progress"]


def list_documents(session: Session) -> list[DocumentHead]:
    """A line for each document, with the work of the annotator who is at work."""
    return document_heads.heads(session.store, session.annotator.key if session.annotator else None)


def label_counts(session: Session, layers: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many spans of each label stand in each of these layers."""
    return document_heads.label_counts(session.store, layers)


def matching(session: Session, query: str) -> set[int] | None:
    """The keys of the documents that hold the words of the query; None where it says nothing."""
    return search.matching(session.store, query)


def progress(session: Session) -> list[tuple[str, int, int]]:
    """Name, documents done and documents begun of each annotator."""
    return project.progress_by_person(session.store)
