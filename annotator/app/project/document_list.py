"""The list of documents: their status, their label counts and the search in them."""

from collections.abc import Sequence

from annotator.app.session import Session
from annotator.storage.tables import document_heads, project, search
from annotator.storage.tables.document_heads import DocumentHead

__all__ = ["DocumentHead", "annotator_progress", "documents_matching", "label_counts", "list_documents"]


def list_documents(session: Session) -> list[DocumentHead]:
    """All documents, each with the work of the current annotator."""
    return document_heads.heads(session.store, session.annotator.key if session.annotator else None)


def label_counts(session: Session, layers: Sequence[int]) -> dict[int, dict[str, int]]:
    """The number of spans of each label, for each of these layers."""
    return document_heads.label_counts(session.store, layers)


def documents_matching(session: Session, query: str) -> set[int] | None:
    """The keys of the documents that contain the words of the query; None for an empty query."""
    return search.matching_documents(session.store, query)


def annotator_progress(session: Session) -> list[tuple[str, int, int]]:
    """For each annotator: the name, and the numbers of documents done and in progress."""
    return project.progress_by_annotator(session.store)
