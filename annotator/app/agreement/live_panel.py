"""How far do the annotators of the open project agree, as far as they have finished?"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from annotator.agreement.attribute_sums import with_said
from annotator.agreement.bootstrap import Interval
from annotator.agreement.coefficients.attribute_alpha import Attributes
from annotator.agreement.document_sums import Figures, Pair, figures
from annotator.agreement.matches.relation_f1 import Linking
from annotator.agreement.measures import NAMES, Measures
from annotator.agreement.on_demand_measures import further, units_of
from annotator.agreement.panel import Panel, Report
from annotator.agreement.units.gamma import Gamma, gamma
from annotator.app.agreement.wording import measure_name
from annotator.app.jobs import Job, Progress, Result
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.document import Document
from annotator.domain.marks.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.text.damage import place_faults, text_faults
from annotator.i18n import tr
from annotator.storage.tables import finished_layers
from annotator.storage.tables.finished_layers import Finished

# Whoever asks again gets the same figures; it is shown beside them.
SEED = 1
_EVERY = 20


class Article(NamedTuple):
    """What is known of an article that two finished: its title, and the days on which it came out and was finished."""

    title: str
    published: str
    finished: str


class Agreement:
    """The figures of these annotators (those who finished something, if none are named) on what two of them finished.

    ``read`` first; after that ``follow`` keeps them as the project changes.
    """

    def __init__(self, session: Session, annotators: Sequence[str] | None = None) -> None:
        self._session = session
        self._chosen = None if annotators is None else [session.person(name, create=False).name for name in annotators]
        self.stale = True
        self.panel = Panel(())
        self._linking = Linking({})
        self.articles: dict[str, Article] = {}

    def read(self) -> Job[None]:
        """Read and compare all that was finished; stopped, everything is as it was."""
        with self._session.snapshot():
            people = finished_layers.people(self._session.store) if self._chosen is None else set(self._chosen)
            panel = Panel(people, self._attributes)
            self._linking = Linking(self._session.scheme.relations)
            articles = {}
            total = finished_layers.count(self._session.store, panel.annotators)
            for done, one in enumerate(finished_layers.read(self._session.store, panel.annotators)):
                if done % _EVERY == 0:
                    yield Progress(done=done, total=total, what=one.document.id)
                panel.put(self._figures(one, panel.annotators))
                articles[one.document.id] = _article(one)
        self.panel, self.articles, self.stale = panel, articles, False

    def follow(self, change: ChangeSet) -> bool:
        """Take over what a step changed; whether any figure may be another one now.

        Where the step was over many documents, or somebody finished something for the first time, all is to be read
        again: ``stale``.
        """
        if self.stale or (change.status is None and not change.bulk):
            return self.stale
        if change.document is None or change.bulk or self._has_newcomer():
            self.stale = True
            return True
        self.panel.remove(change.document)
        for one in finished_layers.read(self._session.store, self.panel.annotators, change.document):
            self.panel.put(self._figures(one, self.panel.annotators))
            self.articles[change.document] = _article(one)
        return True

    def _has_newcomer(self) -> bool:
        return self._chosen is None and not set(finished_layers.people(self._session.store)) <= set(
            self.panel.annotators
        )

    def report(self) -> Report:
        return self.panel.report()

    @property
    def documents(self) -> list[Figures]:
        return [told for _, told in sorted(self.panel.documents.items())]

    def further(self, pair: Pair | None) -> Job[Measures]:
        """The measures that are asked for less often."""
        return _told(further(self.documents, self.panel.annotators, pair))

    def gamma(self, pair: Pair | None, sampler: str) -> Job[Gamma]:
        """Gamma, which takes its time."""
        own = self.panel.annotators if pair is None else pair
        return _told(gamma([units_of(one, own) for one in self.documents], seed=SEED, sampler=sampler))

    def intervals(self, pair: Pair | None) -> Job[dict[str, Interval]]:
        """How far each of the usual measures could be off."""
        found = {}
        for place, name in enumerate(NAMES):
            job = self.panel.interval(name, pair, seed=SEED)
            try:
                while True:
                    done, total = next(job)
                    if done % _EVERY == 0:
                        yield Progress(done=place * total + done, total=len(NAMES) * total, what=measure_name(name))
            except StopIteration as end:
                found[name] = end.value
        return found

    def _figures(self, told: Finished, annotators: Sequence[str]) -> Figures:
        document, layers = told.document, told.layers
        self._session.refuse_damage(document, _faults(document, layers))
        matching = match(layers, text=document.text, symmetric=self._session.scheme.symmetric)
        found = figures(layers, matching, document.text, annotators)
        return with_said(found, annotators, self._attributes, self._linking)

    @property
    def _attributes(self) -> Attributes:
        return {name: label.attributes for name, label in self._session.scheme.labels.items()}


def _article(told: Finished) -> Article:
    meta = told.document.meta
    return Article(str(meta.get("title") or told.document.id), str(meta.get("published") or ""), told.on)


def _told(job: Generator[tuple[int, int], None, Result]) -> Job[Result]:
    """How far a measure is, for whoever watches."""
    with closing(job):
        try:
            while True:
                done, total = next(job)
                yield Progress(done=done, total=total, what=tr("{done} of {total}", done=done, total=total))
        except StopIteration as end:
            result: Result = end.value
            return result


def _faults(document: Document, layers: Sequence[Layer]) -> Iterator[str]:
    yield from text_faults(document)
    for layer in layers:
        yield from place_faults(layer, document.text)
