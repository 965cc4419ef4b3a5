"""Do decisions and the gold layer belong together, and in feedback what is told and the marks?"""

from collections import Counter
from collections.abc import Iterator

from annotator.app.session import Session
from annotator.domain.decisions import Decision, decision_of
from annotator.domain.marks.marks import Layer
from annotator.i18n import tr
from annotator.storage.tables import annotators, decisions, layer_transfer, marks, outcomes
from annotator.storage.tables.annotators import GOLD, GOLD_NAME

Found = tuple[str | None, str]

_ALWAYS_MARKS = ("union", "intersection", "edited", "new", "imported")


def decision_problems(session: Session) -> Iterator[Found]:
    """The document and a line for each decision or gold mark that stands alone."""
    store = session.store
    for key in decisions.astray(store):
        yield None, tr("decision {key}: another one that it names is not there", key=key)
    documents = dict(decisions.decided_documents(store)) | dict(decisions.gold_documents(store))
    standing = decisions.standing(store, list(documents))
    for key, name in documents.items():
        row = marks.layer_of(store, document=key, annotator=GOLD)
        layer = marks.read_layer(store, row["key"], document=name, annotator=GOLD_NAME) if row else None
        for why in _document_problems(standing.get(key, ()), layer):
            yield name, why


def _document_problems(standing: tuple[Decision, ...], gold: Layer | None) -> Iterator[str]:
    if gold is None:
        yield tr("something was settled, but there is no gold layer")
        return
    known = {decision.key: decision for decision in standing}
    made: Counter[int] = Counter()
    for name in (*(span.id for span in gold.spans), *(link.id for link in gold.relations)):
        key = decision_of(name)
        if key is None or key not in known:
            yield tr("gold, {mark}: no decision put it there", mark=name)
        elif known[key].origin is None:
            yield tr("gold, {mark}: its decision was that nothing stands there", mark=name)
        else:
            made[key] += 1
    for decision in standing:
        if decision.action in _ALWAYS_MARKS and not decision.is_relation and not made[decision.key]:
            yield tr("gold: the mark of decision {key} is gone", key=decision.key)


def outcome_problems(session: Session) -> Iterator[Found]:
    """The document and a line for each outcome that names a mark which is not there."""
    store = session.store
    everybody = [person.key for person in annotators.everybody(store)]
    if len(everybody) != 1:
        yield None, tr("feedback is for one annotator, and not for {count}", count=len(everybody))
        return
    names = {document.key: document.id for document in layer_transfer.documents(store)}
    for key, told in outcomes.read_all(store).items():
        for kind, table in (("spans", "spans"), ("relations", "relations")):
            own, gold = (marks.names_in(store, table, document=key, annotator=who) for who in (everybody[0], GOLD))
            for one in told:
                if one.about == kind and not (own.issuperset(one.own) and gold.issuperset(one.gold)):
                    yield names[key], tr("an outcome names a mark that is not there")
