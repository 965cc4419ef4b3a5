"""How far do the annotators of the open project agree, as far as they have finished?"""

from collections.abc import Iterator, Sequence

from annotator.agreement.figures import Figures, figures
from annotator.agreement.panel import Panel, Report
from annotator.agreement.said import with_said
from annotator.app.jobs import Job, Progress
from annotator.app.session import Session
from annotator.domain.change import ChangeSet
from annotator.domain.document import Document
from annotator.domain.marks import Layer
from annotator.domain.matching.clusters import match
from annotator.domain.soundness import place_faults, text_faults
from annotator.storage import finished
from annotator.storage.finished import Finished

_EVERY = 20


class Agreement:
    """The figures of these annotators (those who finished something, if none are named) on what two of them finished.

    ``read`` first; after that ``follow`` keeps them as the project changes.
    """

    def __init__(self, session: Session, annotators: Sequence[str] | None = None) -> None:
        self._session = session
        self._chosen = None if annotators is None else [session.person(name, create=False).name for name in annotators]
        self.stale = True
        self.panel = Panel(())

    def read(self) -> Job[None]:
        """Read and compare all that was finished; stopped, everything is as it was."""
        with self._session.snapshot():
            panel = Panel(finished.people(self._session.store) if self._chosen is None else set(self._chosen))
            total = finished.count(self._session.store, panel.annotators)
            for done, one in enumerate(finished.read(self._session.store, panel.annotators)):
                if done % _EVERY == 0:
                    yield Progress(done=done, total=total, what=one.document.id)
                panel.put(self._figures(one, panel.annotators))
        self.panel, self.stale = panel, False

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
        for one in finished.read(self._session.store, self.panel.annotators, change.document):
            self.panel.put(self._figures(one, self.panel.annotators))
        return True

    def _has_newcomer(self) -> bool:
        return self._chosen is None and not set(finished.people(self._session.store)) <= set(self.panel.annotators)

    def report(self) -> Report:
        return self.panel.report()

    def _figures(self, told: Finished, annotators: Sequence[str]) -> Figures:
        document, layers = told.document, told.layers
        self._session.refuse_damage(document, _faults(document, layers))
        attributes = {name: label.attributes for name, label in self._session.scheme.labels.items()}
        return with_said(
            figures(layers, match(layers, text=document.text), document.text, annotators), annotators, attributes
        )


def _faults(document: Document, layers: Sequence[Layer]) -> Iterator[str]:
    yield from text_faults(document)
    for layer in layers:
        yield from place_faults(layer, document.text)
