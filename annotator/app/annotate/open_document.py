"""What lies on one annotator's desk: a document, and the layer as it stands now?"""

from collections import Counter, defaultdict
from collections.abc import Mapping, MutableMapping

from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet, RelationChange, SpanChange
from annotator.domain.marks.marks import Layer, Numbering, Relation, Span, Status
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.marks.warnings import Caution, cautions
from annotator.domain.text.damage import place_faults, text_faults
from annotator.storage.tables import marks
from annotator.storage.tables.lazy_layer import LayerRows


class Desk:
    """The open document of the annotator at work.

    It follows the session's ChangeSets, so it is right after undo, redo and imports as after a key press.
    """

    def __init__(self, session: Session, document: str) -> None:
        self.session = session
        self.document = session.document(document)
        session.refuse_damage(self.document, text_faults(self.document))
        self.relations: MutableMapping[str, Relation] = {}
        self.status: Status = "new"
        self.index = SpanIndex.of()
        self.numbering = Numbering()
        self.relation_numbering = Numbering()
        self._counts: Counter[str] = Counter()
        self._links: defaultdict[str, list[str]] = defaultdict(list)
        self._cautions: list[Caution] | None = None
        self.reload()

    @property
    def spans(self) -> Mapping[str, Span]:
        """The spans by their ids."""
        return self.index.spans

    def reload(self) -> None:
        """Read the layer of whoever is at work from the project."""
        who = self._who = self.session.annotator
        row = marks.layer_row(self.session.store, document=self.document.id, annotator=who.key) if who else None
        self.index, self.relations, self.status = SpanIndex.of(), {}, "new"
        self._counts, self._links = Counter(), defaultdict(list)
        if row and who:
            self._read(LayerRows(self.session.store, row["key"]), who.name)
            self.status = row["status"]
        self.numbering = Numbering(self.spans)
        self.relation_numbering = Numbering(self.relations)

    def _read(self, rows: LayerRows, annotator: str) -> None:
        text = self.document.text
        doubtful = rows.doubtful(text)
        if doubtful:
            layer = Layer(document=self.document.id, annotator=annotator, spans=tuple(doubtful))
            self.session.refuse_damage(self.document, place_faults(layer, text))
        self.index = SpanIndex(rows.spans, rows.order())
        self.relations = rows.relations
        self._counts = rows.counts()
        self._links = rows.links()

    def concerns(self, change: ChangeSet) -> bool:
        """Whether the change touches what lies here."""
        who = self._who
        return change.bulk or (change.document == self.document.id and change.annotator == (who.name if who else None))

    def follow(self, change: ChangeSet) -> None:
        """Bring the desk to the state after the change, if it touches what lies here."""
        if not self.concerns(change):
            return
        self._cautions = None
        if change.bulk:
            self.reload()
            return
        for spans in change.spans:
            self._follow_span(spans)
        for relations in change.relations:
            self._follow_relation(relations)
        if change.status:
            self.status = change.status

    def _follow_span(self, change: SpanChange) -> None:
        if change.before:
            self.index.remove(self.spans[change.before.id])
            self._counts[change.before.label] -= 1
        if change.after:
            self.index.add(change.after)
            self._counts[change.after.label] += 1
            self.numbering.see(change.after.id)

    def _follow_relation(self, change: RelationChange) -> None:
        if change.before:
            del self.relations[change.before.id]
            for end in (change.before.source, change.before.target):
                self._links[end].remove(change.before.id)
        if change.after:
            self.relations[change.after.id] = change.after
            self.relation_numbering.see(change.after.id)
            for end in (change.after.source, change.after.target):
                self._links[end].append(change.after.id)

    def in_order(self) -> list[Span]:
        """The spans in text order; those of one extent by their ids."""
        return [self.spans[name] for _, _, name in self.index.order]

    def counts(self) -> dict[str, int]:
        """How many spans of each label stand in the document."""
        return dict.fromkeys(self.session.scheme.labels, 0) | self._counts

    def cautions(self) -> list[Caution]:
        """What might be an oversight, in text order; looked for when somebody asks, and again after a change."""
        if self._cautions is None:
            self._cautions = cautions(
                self.document.text, self.spans.values(), self.relations.values(), self.session.scheme
            )
        return self._cautions

    def linked(self, span: str) -> list[Relation]:
        """The relations that begin or end at a span."""
        return [self.relations[name] for name in sorted(set(self._links.get(span, ())))]
