"""Check of a whole project for damage and inconsistencies."""

from collections.abc import Iterator
from pathlib import Path

from annotator.app.jobs import Job, Progress, run
from annotator.app.project.check_gold import decision_problems, outcome_problems
from annotator.app.project.open import open_project
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.document import Document
from annotator.domain.errors import NewerProject, NotAProject, Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.mark_validation import relation_misfits, span_misfits
from annotator.domain.marks.marks import Layer
from annotator.domain.names.registry import Registry, RegistryEntry
from annotator.domain.text.content_checks import span_faults, text_faults
from annotator.i18n import tr
from annotator.storage.file import integrity
from annotator.storage.tables import annotators, documents, marks
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import GOLD, GOLD_NAME, Annotator


class Problem(FrozenModel):
    """A fault in a project."""

    kind: str
    document: str | None
    detail: str


# The kinds that mean damage to the file. Other kinds may be work that does not fit, such as an unknown label.
DAMAGE = frozenset({"damage", "reference", "journal", "project", "scheme", "text", "quote", "span"})


def check(path: Path) -> list[Problem]:
    """Check every invariant of the project at ``path``; changes nothing. Raises NotAProject for any other file."""
    return run(check_job(path))


def check_job(path: Path) -> Job[list[Problem]]:
    """``check`` as a job."""
    try:
        session = open_project(path, writing=False)
    except NotAProject:
        raise
    except NewerProject as problem:
        return [Problem(kind="version", document=None, detail=f"{problem.message}, {problem.remedy}")]
    except Refused as problem:
        return [Problem(kind="damage", document=None, detail=problem.message)]
    problems: list[Problem] = []
    try:
        with session.snapshot():
            problems.extend(_project_problems(session))
            names = session.document_ids()
            all_annotators = annotators.read_all(session.store)
            for done, name in enumerate(names):
                yield Progress(done=done, total=len(names), caption=name)
                problems.extend(_checked_document(session, name, all_annotators))
    except Refused as problem:
        problems.append(Problem(kind="damage", document=None, detail=problem.message))
    finally:
        session.close()
    return problems


def _project_problems(session: Session) -> Iterator[Problem]:
    for kind, detail in integrity.findings(session.store):
        yield Problem(kind=kind, document=None, detail=detail)
    for annotator in annotators.read_all(session.store):
        if annotator.name.casefold() == RESERVED_NAME:
            yield Problem(kind="annotator", document=None, detail=tr("an annotator has a reserved name"))
    yield from _entry_problems(session)
    if session.feedback:
        for document, detail in outcome_problems(session):
            yield Problem(kind="outcome", document=document, detail=detail)
    else:
        for document, detail in decision_problems(session):
            yield Problem(kind="decision", document=document, detail=detail)


def _checked_document(session: Session, name: str, all_annotators: list[Annotator]) -> Iterator[Problem]:
    try:
        yield from _document_problems(session, name, all_annotators)
    except Refused as problem:
        yield Problem(kind="damage", document=name, detail=problem.message)


def _entry_problems(session: Session) -> Iterator[Problem]:
    """Invalid entries, and spellings that belong to two entries of one registry."""
    registries: dict[str, list[RegistryEntry]] = {}
    for row in registry_rows.entry_rows(session.store):
        try:
            registries.setdefault(row["registry"], []).append(registry_rows.entry_from_row(row))
        except Refused as problem:
            yield Problem(kind="entry", document=None, detail=problem.message)
    for name, entries in registries.items():
        for first, second, spelling in Registry(entries).clashes():
            detail = tr(
                "{registry}: {spelling} stands for {one} and for {other}",
                registry=name,
                spelling=repr(spelling),
                one=repr(first.name),
                other=repr(second.name),
            )
            yield Problem(kind="entry", document=None, detail=detail)


def _document_problems(session: Session, name: str, all_annotators: list[Annotator]) -> Iterator[Problem]:
    key, document = documents.find(session.store, name)
    for detail in text_faults(document):
        yield Problem(kind="text", document=name, detail=detail)
    for annotator in (*all_annotators, Annotator(key=GOLD, id=GOLD_NAME, name=GOLD_NAME)):
        row = marks.layer_row_by_key(session.store, document=key, annotator=annotator.key)
        if row:
            layer = marks.read_layer(session.store, row["key"], document=name, annotator=annotator.name)
            yield from _layer_problems(session, document, layer)


def _layer_problems(session: Session, document: Document, layer: Layer) -> Iterator[Problem]:
    for detail in span_faults(layer, document.text):
        yield Problem(kind="quote", document=document.id, detail=detail)
    labels = {span.id: span.label for span in layer.spans}
    misfits = [(span.id, misfit) for span in layer.spans for misfit in span_misfits(span, session.scheme)]
    misfits += [
        (relation.id, misfit)
        for relation in layer.relations
        for misfit in relation_misfits(relation, labels, session.scheme)
    ]
    for mark, (kind, misfit) in misfits:
        yield Problem(kind=kind, document=document.id, detail=f"{layer.annotator}, {mark}: {misfit}")
