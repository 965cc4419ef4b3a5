"""The findings of a feedback file, for the annotator to whom it is addressed."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from annotator.app.jobs import Job, Progress
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Layer
from annotator.domain.text.content_checks import span_faults, text_faults
from annotator.i18n import tr
from annotator.review.findings import GROUPS, Finding, FindingGroup, findings
from annotator.storage.tables import annotators, documents, marks, outcomes
from annotator.storage.tables.annotators import GOLD, Annotator

_PROGRESS_INTERVAL = 20


class FeedbackArticle(FrozenModel):
    """One document with the annotator's layer, gold, and the findings."""

    id: str
    title: str
    text: str
    own_layer: Layer
    gold: Layer
    findings: tuple[Finding, ...]


class LabelShare(NamedTuple):
    """The number of marks that agree with gold, out of a total."""

    agreed: int
    total: int


class Feedback:
    """The findings of all articles. Read them with the job ``read_job``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.articles: dict[str, FeedbackArticle] = {}
        self.annotator = ""

    def _addressee(self) -> Annotator:
        addressees = annotators.read_all(self._session.store)
        if len(addressees) != 1:
            raise Damaged(
                tr("feedback is for one annotator, and not for {count}", count=len(addressees)),
                where=str(self._session.path),
                remedy=tr("ask for a new copy of it"),
            )
        return addressees[0]

    def read_job(self) -> Job[None]:
        """Compare the annotator's marks with gold, article by article."""
        articles: dict[str, FeedbackArticle] = {}
        store = self._session.store
        with self._session.snapshot():
            annotator = self._addressee()
            outcomes_by_document = outcomes.read_all(store)
            names = self._session.document_ids()
            for number, name in enumerate(names):
                if number % _PROGRESS_INTERVAL == 0:
                    yield Progress(done=number, total=len(names), caption=name)
                key, document = documents.find(store, name)
                self._session.refuse_damage(document, text_faults(document))
                own_layer = marks.layer_of_annotator(store, annotator.key, document=name, annotator=annotator.name)
                gold = marks.layer_of_annotator(store, GOLD, document=name, annotator=RESERVED_NAME)
                for layer in (own_layer, gold):
                    self._session.refuse_damage(document, span_faults(layer, document.text))
                document_outcomes = outcomes_by_document.get(key, ())
                symmetric = self._session.scheme.symmetric
                articles[name] = FeedbackArticle(
                    id=name,
                    title=str(document.meta.get("title") or name),
                    text=document.text,
                    own_layer=own_layer,
                    gold=gold,
                    findings=findings(own_layer, gold, document.text, document_outcomes, symmetric),
                )
        self.articles, self.annotator = articles, annotator.name

    def findings(self) -> Iterator[tuple[FeedbackArticle, Finding]]:
        """All findings: articles in order, findings in text order."""
        for article in self.articles.values():
            for finding in article.findings:
                yield article, finding

    def counts(self) -> dict[FindingGroup, int]:
        """The number of findings in each group."""
        counts = Counter(finding.group for _, finding in self.findings())
        return {group: counts[group] for group in GROUPS}

    def total_share(self) -> LabelShare:
        """The share of the annotator's settled marks that stand in gold unchanged."""
        counts = [
            (finding.group == "agreed", self._own_mark_count(finding))
            for _, finding in self.findings()
            if finding.group != "open"
        ]
        return LabelShare(sum(count for agreed, count in counts if agreed), sum(count for _, count in counts))

    def by_label(self) -> dict[str, LabelShare]:
        """The same share for the spans of each label that the annotator used, in the order of the scheme."""
        agreed: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for _, finding in self.findings():
            labels = [span.label for span in finding.case.spans.get(self.annotator, ())]
            if finding.group != "open":
                total.update(labels)
            if finding.group == "agreed":
                agreed.update(labels)
        return {label: LabelShare(agreed[label], total[label]) for label in self._session.scheme.labels if total[label]}

    def _own_mark_count(self, finding: Finding) -> int:
        return len(finding.case.spans.get(self.annotator, ())) + len(finding.case.relations.get(self.annotator, ()))
