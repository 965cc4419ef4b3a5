"""The open document: its text and the annotator's layer in its present state."""

from collections import Counter, defaultdict
from collections.abc import Mapping, MutableMapping

from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet, RelationChange, SpanChange
from annotator.domain.marks.marks import IdSequence, Layer, Relation, Span, Status
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.marks.warnings import MarkWarning, mark_warnings
from annotator.domain.text.content_checks import span_faults, text_faults
from annotator.storage.tables import marks
from annotator.storage.tables.lazy_layer import LazyLayerRows


class OpenDocument:
    """The document that is open, with the layer of the current annotator.

    It applies the ChangeSets of the session, so it is up to date after a key press, undo, redo or import.
    """

    def __init__(self, session: Session, document: str) -> None:
        self.session = session
        self.document = session.document(document)
        session.refuse_damage(self.document, text_faults(self.document))
        self.relations: MutableMapping[str, Relation] = {}
        self.status: Status = "new"
        self.index = SpanIndex.from_spans()
        self.numbering = IdSequence()
        self.relation_numbering = IdSequence()
        self._counts: Counter[str] = Counter()
        self._relations_by_span: defaultdict[str, list[str]] = defaultdict(list)
        self._warnings: list[MarkWarning] | None = None
        self.reload()

    @property
    def spans(self) -> Mapping[str, Span]:
        """The spans by their ids."""
        return self.index.spans

    def reload(self) -> None:
        """Read the layer of the current annotator from the project."""
        annotator = self._annotator = self.session.annotator
        row = None
        if annotator:
            row = marks.layer_row(self.session.store, document=self.document.id, annotator=annotator.key)
        self.index, self.relations, self.status = SpanIndex.from_spans(), {}, "new"
        self._counts, self._relations_by_span = Counter(), defaultdict(list)
        if row and annotator:
            self._read(LazyLayerRows(self.session.store, row["key"]), annotator.name)
            self.status = row["status"]
        self.numbering = IdSequence(self.spans)
        self.relation_numbering = IdSequence(self.relations)

    def _read(self, rows: LazyLayerRows, annotator: str) -> None:
        text = self.document.text
        doubtful = rows.unverified_spans(text)
        if doubtful:
            layer = Layer(document=self.document.id, annotator=annotator, spans=tuple(doubtful))
            self.session.refuse_damage(self.document, span_faults(layer, text))
        self.index = SpanIndex(rows.spans, rows.span_positions())
        self.relations = rows.relations
        self._counts = rows.label_counts()
        self._relations_by_span = rows.relations_by_span()

    def concerns(self, change: ChangeSet) -> bool:
        """Whether the change concerns this layer."""
        annotator = self._annotator.name if self._annotator else None
        return change.bulk or (change.document == self.document.id and change.annotator == annotator)

    def follow(self, change: ChangeSet) -> None:
        """Apply the change, if it concerns this layer."""
        if not self.concerns(change):
            return
        self._warnings = None
        if change.bulk:
            self.reload()
            return
        for span_change in change.spans:
            self._follow_span(span_change)
        for relation_change in change.relations:
            self._follow_relation(relation_change)
        if change.status:
            self.status = change.status

    def _follow_span(self, change: SpanChange) -> None:
        if change.before:
            self.index.remove(self.spans[change.before.id])
            self._counts[change.before.label] -= 1
        if change.after:
            self.index.add(change.after)
            self._counts[change.after.label] += 1
            self.numbering.add(change.after.id)

    def _follow_relation(self, change: RelationChange) -> None:
        if change.before:
            del self.relations[change.before.id]
            for end in (change.before.source, change.before.target):
                self._relations_by_span[end].remove(change.before.id)
        if change.after:
            self.relations[change.after.id] = change.after
            self.relation_numbering.add(change.after.id)
            for end in (change.after.source, change.after.target):
                self._relations_by_span[end].append(change.after.id)

    def spans_in_order(self) -> list[Span]:
        """The spans in text order; spans of the same extent in the order of their ids."""
        return [self.spans[name] for _, _, name in self.index.order]

    def counts(self) -> dict[str, int]:
        """The number of spans of each label."""
        return dict.fromkeys(self.session.scheme.labels, 0) | self._counts

    def warnings(self) -> list[MarkWarning]:
        """Warnings about the marks, in text order; computed on request, and anew after a change."""
        if self._warnings is None:
            self._warnings = mark_warnings(
                self.document.text, self.spans.values(), self.relations.values(), self.session.scheme
            )
        return self._warnings

    def relations_of(self, span: str) -> list[Relation]:
        """The relations that have this span as source or target."""
        return [self.relations[name] for name in sorted(set(self._relations_by_span.get(span, ())))]
