"""What lies on one annotator's desk: a document, and the layer as it stands now?"""

from collections.abc import Callable

from annotator.app.session import Session
from annotator.domain.change import ChangeSet
from annotator.domain.intervals import SpanIndex
from annotator.domain.marks import Relation, Span, Status, text_order
from annotator.domain.soundness import place_faults, text_faults
from annotator.storage import marks


class Desk:
    """The open document of the annotator at work.

    It follows the session's ChangeSets, so it is right after undo, redo and imports as after a key press.
    """

    def __init__(self, session: Session, document: str) -> None:
        self.session = session
        self.document = session.document(document)
        session.refuse_damage(self.document, text_faults(self.document))
        self.spans: dict[str, Span] = {}
        self.relations: dict[str, Relation] = {}
        self.status: Status = "new"
        self.index = SpanIndex()
        self.reload()

    def reload(self) -> None:
        """Read the layer from the project."""
        who = self.session.annotator
        row = marks.layer_row(self.session.store, document=self.document.id, annotator=who.key) if who else None
        self.spans, self.relations, self.status = {}, {}, "new"
        if row and who:
            layer = marks.read_layer(self.session.store, row["key"], document=self.document.id, annotator=who.name)
            self.session.refuse_damage(self.document, place_faults(layer, self.document.text))
            self.spans = {span.id: span for span in layer.spans}
            self.relations = {relation.id: relation for relation in layer.relations}
            self.status = layer.status
        self.index = SpanIndex(self.spans.values())

    def concerns(self, change: ChangeSet) -> bool:
        """Whether the change touches what lies here."""
        who = self.session.annotator
        return change.bulk or (change.document == self.document.id and change.annotator == (who.name if who else None))

    def follow(self, change: ChangeSet) -> None:
        """Bring the desk to the state after the change."""
        if change.bulk:
            self.reload()
            return
        for spans in change.spans:
            if spans.before:
                self.index.remove(self.spans.pop(spans.before.id))
            if spans.after:
                self.spans[spans.after.id] = spans.after
                self.index.add(spans.after)
        for relations in change.relations:
            if relations.before:
                del self.relations[relations.before.id]
            if relations.after:
                self.relations[relations.after.id] = relations.after
        if change.status:
            self.status = change.status

    def in_order(self) -> list[Span]:
        """The spans in text order."""
        return sorted(self.spans.values(), key=text_order)

    def counts(self) -> dict[str, int]:
        """How many spans of each label stand in the document."""
        found = dict.fromkeys(self.session.scheme.labels, 0)
        for span in self.spans.values():
            found[span.label] = found.get(span.label, 0) + 1
        return found

    def linked(self, span: str, *, where: Callable[[Relation], bool] = lambda _: True) -> list[Relation]:
        """The relations that begin or end at a span."""
        return [link for link in self.relations.values() if span in (link.source, link.target) and where(link)]
