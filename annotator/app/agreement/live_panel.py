"""Agreement of the annotators of the open project on the articles that they finished."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from annotator.agreement import measure_lookup
from annotator.agreement.attribute_sums import with_attributes
from annotator.agreement.bootstrap import Interval
from annotator.agreement.coefficients.attribute_alpha import AttributesByLabel
from annotator.agreement.document_sums import document_sums
from annotator.agreement.matches.relation_f1 import RelationMatcher
from annotator.agreement.measure import Measures
from annotator.agreement.on_demand_measures import gamma_units, on_demand_measures
from annotator.agreement.panel import AgreementReport, Panel
from annotator.agreement.sums import AnnotatorPair, DocumentSums
from annotator.agreement.units.gamma import Gamma, gamma
from annotator.app.agreement.wording import measure_name
from annotator.app.jobs import Job, Progress, Result
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.text.content_checks import span_faults, text_faults
from annotator.i18n import tr
from annotator.storage.tables import finished_layers
from annotator.storage.tables.finished_layers import FinishedLayers

# The seed of random draws. It is shown beside the figures, which are the same each time.
SEED = 1
_EVERY = 20


class ComparedArticle(NamedTuple):
    """An article that two annotators finished: its title, and the days on which it was published and finished."""

    title: str
    published: str
    finished: str


class Agreement:
    """The figures of these annotators (by default of all who finished an article) on the articles that two finished.

    Call ``read`` first; after that ``follow`` keeps the figures up to date as the project changes.
    """

    def __init__(self, session: Session, annotators: Sequence[str] | None = None) -> None:
        self._session = session
        self._chosen = (
            None if annotators is None else [session.annotator_named(name, create=False).name for name in annotators]
        )
        self.stale = True
        self.panel = Panel(())
        self._relation_matcher = RelationMatcher({})
        self.articles: dict[str, ComparedArticle] = {}

    def read(self) -> Job[None]:
        """Read and compare all finished layers; if the job is stopped, nothing has changed."""
        with self._session.snapshot():
            annotators = (
                finished_layers.annotator_names(self._session.store) if self._chosen is None else set(self._chosen)
            )
            panel = Panel(annotators, self._attributes)
            self._relation_matcher = RelationMatcher(self._session.scheme.relations)
            articles = {}
            total = finished_layers.count(self._session.store, panel.annotators)
            for done, finished in enumerate(finished_layers.read(self._session.store, panel.annotators)):
                if done % _EVERY == 0:
                    yield Progress(done=done, total=total, caption=finished.document.id)
                panel.put(self._document_sums(finished, panel.annotators))
                articles[finished.document.id] = _article(finished)
        self.panel, self.articles, self.stale = panel, articles, False

    def follow(self, change: ChangeSet) -> bool:
        """Apply what a step changed, and return whether any figure may have changed.

        After a step over many documents, or when an annotator finishes an article for the first time, everything must
        be read again: ``stale``.
        """
        if self.stale or (change.status is None and not change.bulk):
            return self.stale
        if change.document is None or change.bulk or self._has_newcomer():
            self.stale = True
            return True
        self.panel.remove(change.document)
        for finished in finished_layers.read(self._session.store, self.panel.annotators, change.document):
            self.panel.put(self._document_sums(finished, self.panel.annotators))
            self.articles[change.document] = _article(finished)
        return True

    def _has_newcomer(self) -> bool:
        return self._chosen is None and not set(finished_layers.annotator_names(self._session.store)) <= set(
            self.panel.annotators
        )

    def report(self) -> AgreementReport:
        return self.panel.report()

    @property
    def documents(self) -> list[DocumentSums]:
        return [document for _, document in sorted(self.panel.documents.items())]

    def on_demand_measures(self, pair: AnnotatorPair | None) -> Job[Measures]:
        """A job that returns the measures that are only worked out on demand."""
        return _with_progress(on_demand_measures(self.documents, self.panel.annotators, pair))

    def gamma(self, pair: AnnotatorPair | None, sampler: str) -> Job[Gamma]:
        """A job that returns gamma; it is slow."""
        annotators = self.panel.annotators if pair is None else pair
        return _with_progress(
            gamma([gamma_units(document, annotators) for document in self.documents], seed=SEED, sampler=sampler)
        )

    def intervals(self, pair: AnnotatorPair | None) -> Job[dict[str, Interval]]:
        """A job that returns the interval of each usual measure."""
        intervals = {}
        definitions = measure_lookup.from_sums("project")
        for number, definition in enumerate(definitions):
            name = definition.name
            job = self.panel.interval(name, pair, seed=SEED)
            try:
                while True:
                    done, total = next(job)
                    if done % _EVERY == 0:
                        yield Progress(
                            done=number * total + done, total=len(definitions) * total, caption=measure_name(name)
                        )
            except StopIteration as end:
                intervals[name] = end.value
        return intervals

    def _document_sums(self, finished: FinishedLayers, annotators: Sequence[str]) -> DocumentSums:
        document, layers = finished.document, finished.layers
        self._session.refuse_damage(document, _faults(document, layers))
        matching = match(layers, text=document.text, symmetric=self._session.scheme.symmetric)
        sums = document_sums(layers, matching, document.text, annotators)
        return with_attributes(sums, annotators, self._attributes, self._relation_matcher)

    @property
    def _attributes(self) -> AttributesByLabel:
        return {name: label.attributes for name, label in self._session.scheme.labels.items()}


def _article(finished: FinishedLayers) -> ComparedArticle:
    meta = finished.document.meta
    return ComparedArticle(
        str(meta.get("title") or finished.document.id), str(meta.get("published") or ""), finished.on
    )


def _with_progress(job: Generator[tuple[int, int], None, Result]) -> Job[Result]:
    """The job of a measure, with its progress as the caller of a job expects it."""
    with closing(job):
        try:
            while True:
                done, total = next(job)
                yield Progress(done=done, total=total, caption=tr("{done} of {total}", done=done, total=total))
        except StopIteration as end:
            result: Result = end.value
            return result


def _faults(document: Document, layers: Sequence[Layer]) -> Iterator[str]:
    yield from text_faults(document)
    for layer in layers:
        yield from span_faults(layer, document.text)
