"""How do annotators learn what the review made of their marks?"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.app.exchange.handout import places, refuse_taken
from annotator.app.jobs import Job, Progress
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.app.temporary_files import sweep
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.exchange import feedback_file
from annotator.exchange.feedback_file import Reviewed
from annotator.i18n import tr
from annotator.review.findings import GROUPS, Group, findings
from annotator.review.outcomes import is_reviewed, told_to
from annotator.storage.tables import annotators as annotator_rows
from annotator.storage.tables import decisions, finished_layers, marks
from annotator.storage.tables.annotators import Person


class Forecast(FrozenModel):
    """What somebody would be told: how many documents, and of their marks and gold's how many in which group.

    ``masked`` counts the comments in which somebody's name is left out.
    """

    annotator: str
    documents: int
    groups: dict[Group, int]
    masked: int

    @property
    def marks(self) -> int:
        return sum(self.groups.values())


class FeedbackReport(Forecast):
    """A file that was written for somebody."""

    file: Path


class _Prepared(NamedTuple):
    person: Person
    documents: list[Reviewed]
    forecast: Forecast


def survey(session: Session) -> Job[list[Forecast]]:
    """What everybody would be told whose finished work was reviewed."""
    with session.snapshot():
        return [one.forecast for one in (yield from _prepare(session, annotator_rows.everybody(session.store)))]


def give(session: Session, destination: Path, *, annotator: str) -> Job[FeedbackReport]:
    """Write a file for this annotator; Refused where nothing of theirs was reviewed, or something stands there."""
    person = session.person(annotator, create=False)
    sweep(destination.parent)
    with session.snapshot():
        [prepared] = yield from _prepared(session, [person])
        return (yield from _write(session, destination, prepared))


def give_all(session: Session, folder: Path, annotators: Sequence[str] | None = None) -> Job[list[FeedbackReport]]:
    """Write a file for each of them into the folder; without names, for everybody whose finished work was reviewed.

    Refused before the first one where any of the files is there already, or nothing of somebody named was reviewed.
    """
    sweep(folder)
    with session.snapshot():
        if annotators is None:
            told = yield from _prepare(session, annotator_rows.everybody(session.store))
            if not told:
                raise Refused(
                    tr("nobody's finished work was reviewed yet"),
                    where=str(session.path),
                    remedy=tr("settle some cases first"),
                )
        else:
            chosen = [session.person(name, create=False) for name in dict.fromkeys(annotators)]
            told = yield from _prepared(session, chosen)
        files = places(session, folder, [one.person.name for one in told])
        refuse_taken(files.values())
        reports = []
        for one in told:
            report = yield from _write(session, files[one.person.name], one)
            reports.append(report)
        return reports


def _write(session: Session, path: Path, told: _Prepared) -> Job[FeedbackReport]:
    for done in feedback_file.write(path, session.store, told.person, told.documents):
        yield Progress(done=done, total=len(told.documents), what=told.person.name)
    return FeedbackReport(**told.forecast.model_dump(), file=path)


def _prepared(session: Session, persons: Sequence[Person]) -> Job[list[_Prepared]]:
    """What each of them is told; Refused where that is nothing for one."""
    told = yield from _prepare(session, persons)
    for person in persons:
        if person.key not in {one.person.key for one in told}:
            raise Refused(
                tr("nothing that {name} has finished was reviewed yet", name=repr(person.name)),
                where=str(session.path),
                remedy=tr("settle some cases first"),
            )
    return told


def _prepare(session: Session, persons: Sequence[Person]) -> Job[list[_Prepared]]:
    """What those of them are told of whose finished work something was reviewed."""
    review = Review(session)
    yield from review.reading()
    everybody = session.people()
    told = []
    for number, person in enumerate(persons):
        yield Progress(done=number, total=len(persons), what=person.name)
        others = [name for name in everybody if name != person.name]
        one = _of(session, review, person, others)
        if one.documents:
            told.append(one)
    return told


def _of(session: Session, review: Review, person: Person, others: Sequence[str]) -> _Prepared:
    done = finished_layers.documents_of(session.store, person.key)
    found: list[Reviewed] = []
    groups: Counter[Group] = Counter()
    masked = 0
    for key, name in decisions.decided_documents(session.store):
        settled = decisions.standing(session.store, [key]).get(key, ())
        if key not in done or not is_reviewed(settled):
            continue
        reviewed = review.documents.get(name)
        gold = reviewed.gold if reviewed else decisions.gold_layer(session.store, key, name)
        told = told_to(person.name, reviewed.standings if reviewed else (), settled, gold, others)
        own = marks.layer_by(session.store, person.key, document=name, annotator=person.name)
        text = session.document(name).text
        groups.update(one.group for one in findings(own, told.gold, text, told.outcomes, session.scheme.symmetric))
        masked += told.masked
        found.append(Reviewed(key, told.gold, told.outcomes))
    counts = {group: groups[group] for group in GROUPS}
    return _Prepared(person, found, Forecast(annotator=person.name, documents=len(found), groups=counts, masked=masked))
