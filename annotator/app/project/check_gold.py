"""Check that decisions and gold marks agree, and in feedback files the outcomes and the marks."""

from collections import Counter
from collections.abc import Iterator

from annotator.app.session import Session
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.marks.marks import Layer
from annotator.i18n import tr
from annotator.storage.tables import annotators, decisions, layer_transfer, marks, outcomes
from annotator.storage.tables.annotators import GOLD, GOLD_NAME

DocumentProblem = tuple[str | None, str]

_ACTIONS_WITH_MARK = ("union", "intersection", "edited", "new", "imported")


def decision_problems(session: Session) -> Iterator[DocumentProblem]:
    """The document and a message for each decision or gold mark without its counterpart."""
    store = session.store
    for key in decisions.broken_references(store):
        yield None, tr("decision {key}: another one that it names is not there", key=key)
    documents = dict(decisions.decided_documents(store)) | dict(decisions.gold_documents(store))
    current = decisions.current(store, list(documents))
    for key, name in documents.items():
        row = marks.layer_row_by_key(store, document=key, annotator=GOLD)
        layer = marks.read_layer(store, row["key"], document=name, annotator=GOLD_NAME) if row else None
        for problem in _document_problems(current.get(key, ()), layer):
            yield name, problem


def _document_problems(decisions_in_force: tuple[Decision, ...], gold: Layer | None) -> Iterator[str]:
    if gold is None:
        yield tr("something was settled, but there is no gold layer")
        return
    by_key = {decision.key: decision for decision in decisions_in_force}
    mark_counts: Counter[int] = Counter()
    for name in (*(span.id for span in gold.spans), *(relation.id for relation in gold.relations)):
        key = decision_of(name)
        if key is None or key not in by_key:
            yield tr("gold, {mark}: no decision put it there", mark=name)
        elif by_key[key].origin is None:
            yield tr("gold, {mark}: its decision was that nothing stands there", mark=name)
        else:
            mark_counts[key] += 1
    for decision in decisions_in_force:
        if decision.action in _ACTIONS_WITH_MARK and not decision.is_relation and not mark_counts[decision.key]:
            yield tr("gold: the mark of decision {key} is gone", key=decision.key)


def outcome_problems(session: Session) -> Iterator[DocumentProblem]:
    """The document and a message for each outcome that names a missing mark."""
    store = session.store
    annotator_keys = [annotator.key for annotator in annotators.read_all(store)]
    if len(annotator_keys) != 1:
        yield None, tr("feedback is for one annotator, and not for {count}", count=len(annotator_keys))
        return
    names = {document.key: document.id for document in layer_transfer.documents(store)}
    for key, document_outcomes in outcomes.read_all(store).items():
        for kind, table in (("spans", "spans"), ("relations", "relations")):
            layers = (annotator_keys[0], GOLD)
            ids, gold_ids = (marks.mark_ids(store, table, document=key, annotator=layer) for layer in layers)
            for outcome in document_outcomes:
                if outcome.about == kind and not (ids.issuperset(outcome.marks) and gold_ids.issuperset(outcome.gold)):
                    yield names[key], tr("an outcome names a mark that is not there")
