"""Does a project hold what it should?"""

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
from annotator.domain.names.registry import Entry, Registry
from annotator.domain.text.damage import place_faults, text_faults
from annotator.i18n import tr
from annotator.storage.file import integrity
from annotator.storage.tables import annotators, documents, marks
from annotator.storage.tables import registry as registry_rows
from annotator.storage.tables.annotators import GOLD, GOLD_NAME, Person


class Problem(FrozenModel):
    """Something that is not as it should be."""

    kind: str
    document: str | None
    detail: str


# What is found where a file was damaged. The rest may be work of people that does not fit, such as an unknown label.
DAMAGE = frozenset({"damage", "reference", "journal", "project", "scheme", "text", "quote", "span"})


def check(path: Path) -> list[Problem]:
    """Every invariant of the project at ``path``; changes nothing. Raises NotAProject for any other file."""
    return run(checking(path))


def checking(path: Path) -> Job[list[Problem]]:
    """``check`` as a job."""
    try:
        session = open_project(path, writing=False)
    except NotAProject:
        raise
    except NewerProject as problem:
        return [Problem(kind="version", document=None, detail=f"{problem.what}, {problem.remedy}")]
    except Refused as problem:
        return [Problem(kind="damage", document=None, detail=problem.what)]
    found: list[Problem] = []
    try:
        with session.snapshot():
            found.extend(_project_problems(session))
            names = session.document_ids()
            everybody = annotators.everybody(session.store)
            for done, name in enumerate(names):
                yield Progress(done=done, total=len(names), what=name)
                found.extend(_sound_or_damaged(session, name, everybody))
    except Refused as problem:
        found.append(Problem(kind="damage", document=None, detail=problem.what))
    finally:
        session.close()
    return found


def _project_problems(session: Session) -> Iterator[Problem]:
    for kind, detail in integrity.findings(session.store):
        yield Problem(kind=kind, document=None, detail=detail)
    for person in annotators.everybody(session.store):
        if person.name.casefold() == RESERVED_NAME:
            yield Problem(kind="annotator", document=None, detail=tr("an annotator has a reserved name"))
    yield from _entry_problems(session)
    if session.feedback:
        for document, detail in outcome_problems(session):
            yield Problem(kind="outcome", document=document, detail=detail)
    else:
        for document, detail in decision_problems(session):
            yield Problem(kind="decision", document=document, detail=detail)


def _sound_or_damaged(session: Session, name: str, everybody: list[Person]) -> Iterator[Problem]:
    try:
        yield from _document_problems(session, name, everybody)
    except Refused as problem:
        yield Problem(kind="damage", document=name, detail=problem.what)


def _entry_problems(session: Session) -> Iterator[Problem]:
    """Entries that say nothing sound, and spellings that two entries of one registry claim."""
    known: dict[str, list[Entry]] = {}
    for row in registry_rows.rows(session.store):
        try:
            known.setdefault(row["registry"], []).append(registry_rows.entry_from_row(row))
        except Refused as problem:
            yield Problem(kind="entry", document=None, detail=problem.what)
    for name, registry in known.items():
        for one, other, spelling in Registry(registry).clashes():
            detail = tr(
                "{registry}: {spelling} stands for {one} and for {other}",
                registry=name,
                spelling=repr(spelling),
                one=repr(one.name),
                other=repr(other.name),
            )
            yield Problem(kind="entry", document=None, detail=detail)


def _document_problems(session: Session, name: str, everybody: list[Person]) -> Iterator[Problem]:
    key, document = documents.find(session.store, name)
    for detail in text_faults(document):
        yield Problem(kind="text", document=name, detail=detail)
    for person in (*everybody, Person(key=GOLD, id=GOLD_NAME, name=GOLD_NAME)):
        row = marks.layer_of(session.store, document=key, annotator=person.key)
        if row:
            layer = marks.read_layer(session.store, row["key"], document=name, annotator=person.name)
            yield from _layer_problems(session, document, layer)


def _layer_problems(session: Session, document: Document, layer: Layer) -> Iterator[Problem]:
    for detail in place_faults(layer, document.text):
        yield Problem(kind="quote", document=document.id, detail=detail)
    labels = {span.id: span.label for span in layer.spans}
    found = [(span.id, misfit) for span in layer.spans for misfit in span_misfits(span, session.scheme)]
    found += [
        (link.id, misfit) for link in layer.relations for misfit in relation_misfits(link, labels, session.scheme)
    ]
    for mark, (kind, why) in found:
        yield Problem(kind=kind, document=document.id, detail=f"{layer.annotator}, {mark}: {why}")
