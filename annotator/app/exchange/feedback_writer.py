"""Feedback files that show annotators how the review settled their marks."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.app.exchange.handout import handout_files, refuse_existing
from annotator.app.jobs import Job, Progress
from annotator.app.review.review import Review
from annotator.app.session import Session
from annotator.app.temporary_files import delete_abandoned_drafts
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.exchange import feedback_file
from annotator.exchange.feedback_file import FeedbackContent
from annotator.i18n import tr
from annotator.review.feedback_outcomes import feedback_for, is_reviewed
from annotator.review.findings import GROUPS, FindingGroup, findings
from annotator.storage.tables import annotators as annotator_rows
from annotator.storage.tables import decisions, finished_layers, marks
from annotator.storage.tables.annotators import Annotator


class FeedbackForecast(FrozenModel):
    """The size of the feedback for one annotator: its documents, and its marks in each group of findings.

    ``masked`` counts the comments in which a name is left out.
    """

    annotator: str
    documents: int
    groups: dict[FindingGroup, int]
    masked: int

    @property
    def marks(self) -> int:
        return sum(self.groups.values())


class FeedbackReport(FeedbackForecast):
    """A feedback file that was written."""

    file: Path


class _PreparedFeedback(NamedTuple):
    annotator: Annotator
    contents: list[FeedbackContent]
    forecast: FeedbackForecast


def forecast_feedback(session: Session) -> Job[list[FeedbackForecast]]:
    """The feedback for each annotator whose finished work was reviewed."""
    with session.snapshot():
        prepared = yield from _prepare(session, annotator_rows.read_all(session.store))
        return [feedback.forecast for feedback in prepared]


def write_feedback(session: Session, destination: Path, *, annotator: str) -> Job[FeedbackReport]:
    """Write a file for this annotator; Refused if none of their work was reviewed, or if the file exists."""
    addressee = session.annotator_named(annotator, create=False)
    delete_abandoned_drafts(destination.parent)
    with session.snapshot():
        [prepared] = yield from _prepare_named(session, [addressee])
        return (yield from _write(session, destination, prepared))


def write_all_feedback(
    session: Session, folder: Path, annotators: Sequence[str] | None = None
) -> Job[list[FeedbackReport]]:
    """Write a file for each of these annotators, or for each whose finished work was reviewed, into the folder.

    Refused before the first file is written if any of the files exists, or if no work of a named annotator was
    reviewed.
    """
    delete_abandoned_drafts(folder)
    with session.snapshot():
        if annotators is None:
            prepared = yield from _prepare(session, annotator_rows.read_all(session.store))
            if not prepared:
                raise Refused(
                    tr("nobody's finished work was reviewed yet"),
                    where=str(session.path),
                    remedy=tr("settle some cases first"),
                )
        else:
            addressees = [session.annotator_named(name, create=False) for name in dict.fromkeys(annotators)]
            prepared = yield from _prepare_named(session, addressees)
        files = handout_files(session, folder, [feedback.annotator.name for feedback in prepared])
        refuse_existing(files.values())
        reports = []
        for feedback in prepared:
            report = yield from _write(session, files[feedback.annotator.name], feedback)
            reports.append(report)
        return reports


def _write(session: Session, path: Path, feedback: _PreparedFeedback) -> Job[FeedbackReport]:
    for done in feedback_file.write(path, session.store, feedback.annotator, feedback.contents):
        yield Progress(done=done, total=len(feedback.contents), caption=feedback.annotator.name)
    return FeedbackReport(**feedback.forecast.model_dump(), file=path)


def _prepare_named(session: Session, annotators: Sequence[Annotator]) -> Job[list[_PreparedFeedback]]:
    """The feedback for each of these annotators; Refused if there is none for one of them."""
    prepared = yield from _prepare(session, annotators)
    for annotator in annotators:
        if annotator.key not in {feedback.annotator.key for feedback in prepared}:
            raise Refused(
                tr("nothing that {name} has finished was reviewed yet", name=repr(annotator.name)),
                where=str(session.path),
                remedy=tr("settle some cases first"),
            )
    return prepared


def _prepare(session: Session, annotators: Sequence[Annotator]) -> Job[list[_PreparedFeedback]]:
    """The feedback for those of these annotators whose finished work was reviewed."""
    review = Review(session)
    yield from review.read_job()
    names = session.annotator_names()
    prepared = []
    for number, annotator in enumerate(annotators):
        yield Progress(done=number, total=len(annotators), caption=annotator.name)
        feedback = _prepare_one(session, review, annotator, [name for name in names if name != annotator.name])
        if feedback.contents:
            prepared.append(feedback)
    return prepared


def _prepare_one(
    session: Session, review: Review, annotator: Annotator, hidden_names: Sequence[str]
) -> _PreparedFeedback:
    finished = finished_layers.document_keys(session.store, annotator.key)
    contents: list[FeedbackContent] = []
    groups: Counter[FindingGroup] = Counter()
    masked = 0
    for key, name in decisions.decided_documents(session.store):
        settled = decisions.current(session.store, [key]).get(key, ())
        if key not in finished or not is_reviewed(settled):
            continue
        reviewed = review.documents.get(name)
        gold = reviewed.gold if reviewed else decisions.gold_layer(session.store, key, name)
        states = reviewed.case_states if reviewed else ()
        feedback = feedback_for(annotator.name, states, settled, gold, hidden_names)
        layer = marks.layer_of_annotator(session.store, annotator.key, document=name, annotator=annotator.name)
        text = session.document(name).text
        groups.update(
            finding.group
            for finding in findings(layer, feedback.gold, text, feedback.outcomes, session.scheme.symmetric)
        )
        masked += feedback.masked
        contents.append(FeedbackContent(key, feedback.gold, feedback.outcomes))
    counts = {group: groups[group] for group in GROUPS}
    forecast = FeedbackForecast(annotator=annotator.name, documents=len(contents), groups=counts, masked=masked)
    return _PreparedFeedback(annotator, contents, forecast)
