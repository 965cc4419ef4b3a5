"""What does a feedback file tell the annotator that it is for?"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from annotator.app.jobs import Job, Progress
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.text.damage import place_faults, text_faults
from annotator.i18n import tr
from annotator.review.findings import GROUPS, Finding, Group, findings
from annotator.storage.tables import annotators, documents, marks, outcomes
from annotator.storage.tables.annotators import GOLD, Person

_EVERY = 20


class Article(FrozenModel):
    """One document with the person's own layer, gold, and how they differ."""

    id: str
    title: str
    text: str
    own: Layer
    gold: Layer
    findings: tuple[Finding, ...]


class Share(NamedTuple):
    """How many of how many."""

    stand: int
    of: int


class Feedback:
    """The findings of all articles. Read with ``reading``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.articles: dict[str, Article] = {}
        self.annotator = ""

    def _person(self) -> Person:
        everybody = annotators.everybody(self._session.store)
        if len(everybody) != 1:
            raise Damaged(
                tr("feedback is for one annotator, and not for {count}", count=len(everybody)),
                where=str(self._session.path),
                remedy=tr("ask for a new copy of it"),
            )
        return everybody[0]

    def reading(self) -> Job[None]:
        """Compare the person's own marks with gold, article by article."""
        found, store = {}, self._session.store
        with self._session.snapshot():
            person = self._person()
            told = outcomes.read_all(store)
            names = self._session.document_ids()
            for number, name in enumerate(names):
                if number % _EVERY == 0:
                    yield Progress(done=number, total=len(names), what=name)
                key, document = documents.find(store, name)
                self._session.refuse_damage(document, text_faults(document))
                own = marks.layer_by(store, person.key, document=name, annotator=person.name)
                gold = marks.layer_by(store, GOLD, document=name, annotator=RESERVED_NAME)
                for layer in (own, gold):
                    self._session.refuse_damage(document, place_faults(layer, document.text))
                found[name] = Article(
                    id=name,
                    title=str(document.meta.get("title") or name),
                    text=document.text,
                    own=own,
                    gold=gold,
                    findings=findings(own, gold, document.text, told.get(key, ()), self._session.scheme.symmetric),
                )
        self.articles, self.annotator = found, person.name

    def findings(self) -> Iterator[tuple[Article, Finding]]:
        """All findings: articles in order, findings in text order."""
        for article in self.articles.values():
            for one in article.findings:
                yield article, one

    def counts(self) -> dict[Group, int]:
        """How many findings there are in each group."""
        counted = Counter(one.group for _, one in self.findings())
        return {group: counted[group] for group in GROUPS}

    def whole(self) -> Share:
        """How many of the person's settled marks stand in gold as they are."""
        told = [(one.group == "agreed", self._own_count(one)) for _, one in self.findings() if one.group != "open"]
        return Share(sum(count for stands, count in told if stands), sum(count for _, count in told))

    def by_label(self) -> dict[str, Share]:
        """The same for the spans of each label that the person used, in the order of the scheme."""
        stand: Counter[str] = Counter()
        count: Counter[str] = Counter()
        for _, one in self.findings():
            labels = [span.label for span in one.case.spans.get(self.annotator, ())]
            if one.group != "open":
                count.update(labels)
            if one.group == "agreed":
                stand.update(labels)
        return {label: Share(stand[label], count[label]) for label in self._session.scheme.labels if count[label]}

    def _own_count(self, finding: Finding) -> int:
        return len(finding.case.spans.get(self.annotator, ())) + len(finding.case.ties.get(self.annotator, ()))
