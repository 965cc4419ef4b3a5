"""Does a project hold what it should?"""

from collections.abc import Iterator
from pathlib import Path

from annotator.app.projects import open_project
from annotator.app.session import Session
from annotator.domain.document import sha256_of
from annotator.domain.errors import Damaged, NotAProject, Refused
from annotator.domain.marks import Span
from annotator.domain.scheme import misfits
from annotator.domain.values import Value
from annotator.i18n import tr
from annotator.storage import integrity, marks


class Problem(Value):
    """Something that is not as it should be."""

    kind: str
    document: str | None
    detail: str


def check(path: Path) -> list[Problem]:
    """Every invariant of the project at ``path``; changes nothing. Raises NotAProject for any other file."""
    try:
        session = open_project(path, writing=False)
    except NotAProject:
        raise
    except Damaged as problem:
        return [Problem(kind="damage", document=None, detail=problem.what)]
    try:
        return list(_problems(session))
    finally:
        session.close()


def _problems(session: Session) -> Iterator[Problem]:
    try:
        for kind, document, detail in integrity.findings(session.store):
            yield Problem(kind=kind, document=document, detail=detail)
        yield from _misfits(session)
    except Refused as problem:
        yield Problem(kind="damage", document=None, detail=problem.what)


def _misfits(session: Session) -> Iterator[Problem]:
    checked: set[str] = set()
    for document, layer in marks.exported(session.store, annotator=None):
        if document.id not in checked and sha256_of(document.text) != document.sha256:
            yield Problem(
                kind="text", document=document.id, detail=tr("the text is not the one that was imported")
            )
        checked.add(document.id)
        for span in layer.spans if layer else ():
            for kind, detail in _span_misfits(session, span, document.text):
                yield Problem(
                    kind=kind,
                    document=document.id,
                    detail=f"{layer.annotator if layer else ''} {span.id}: {detail}",
                )
        labels = {span.id: span.label for span in layer.spans} if layer else {}
        for link in layer.relations if layer else ():
            if link.source not in labels or link.target not in labels:
                yield Problem(
                    kind="relation", document=document.id, detail=tr("{id} has lost an end", id=link.id)
                )
            elif not session.scheme.allows(link.label, labels[link.source], labels[link.target]):
                yield Problem(
                    kind="relation",
                    document=document.id,
                    detail=tr(
                        "{id}: {label} cannot lead from {source} to {target}",
                        id=link.id,
                        label=link.label,
                        source=labels[link.source],
                        target=labels[link.target],
                    ),
                )


def _span_misfits(session: Session, span: Span, text: str) -> Iterator[tuple[str, str]]:
    if span.end > len(text) or text[span.start : span.end] != span.quote:
        yield "quote", tr("its text is not what stands at {start} to {end}", start=span.start, end=span.end)
    if any(one[1] > two[0] for one, two in zip(span.fragments, span.fragments[1:], strict=False)):
        yield "fragments", tr("its fragments are not in order")
    label = session.scheme.labels.get(span.label)
    if label is None:
        yield "label", tr("the scheme has no label {label}", label=repr(span.label[:60]))
    else:
        for why in misfits(label.attributes, span.attributes):
            yield "attribute", why
