"""The draft of a decision, and the edits that a reviewer makes to it before the case is settled."""

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Fragment, Span, text_order
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.i18n import tr
from annotator.review.cases import CaseRelation
from annotator.review.choices import GoldChoice, edited_choice


class Draft(FrozenModel):
    """The marks that the decision will put into gold: spans or relations.

    ``index`` is that of the current mark, ``fragment`` that of its current fragment, if any.
    """

    spans: tuple[Span, ...] = ()
    relations: tuple[CaseRelation, ...] = ()
    index: int = 0
    fragment: int | None = None

    @property
    def current_span(self) -> Span | None:
        """The span that edits act on."""
        return self.spans[self.index] if self.index < len(self.spans) else None

    @property
    def current_relation(self) -> CaseRelation | None:
        """The relation that edits act on."""
        return self.relations[self.index] if not self.spans and self.index < len(self.relations) else None

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the current mark."""
        span, relation = self.current_span, self.current_relation
        return span.attributes if span else relation.relation.attributes if relation else {}

    def declared(self, scheme: Scheme) -> dict[str, Attribute]:
        """The attributes that the scheme declares for the current mark."""
        span, relation = self.current_span, self.current_relation
        if span:
            return scheme.labels[span.label].attributes
        return scheme.relations[relation.relation.label].attributes if relation else {}


class DraftEditor:
    """Edits a draft, with undo and redo; every change that the scheme does not allow is Refused."""

    def __init__(self, draft: Draft, text: str, scheme: Scheme) -> None:
        self._states, self._state_index = [draft], 0
        self._text, self._scheme = text, scheme
        self.of_relations = bool(draft.relations)
        self._new_span_count = 0

    @property
    def draft(self) -> Draft:
        return self._states[self._state_index]

    @property
    def choice(self) -> GoldChoice:
        """The choice that the draft stands for."""
        return edited_choice(self.draft.spans, self.draft.relations)

    def undo(self) -> bool:
        """Undo the last change; False if there is none."""
        can_undo = self._state_index > 0
        self._state_index -= can_undo
        return can_undo

    def redo(self) -> bool:
        """Redo the change that was undone last; False if there is none."""
        can_redo = self._state_index + 1 < len(self._states)
        self._state_index += can_redo
        return can_redo

    def _change(self, **changes: object) -> None:
        changed = self.draft.model_copy(update=changes)
        if changed != self.draft:
            self._states = [*self._states[: self._state_index + 1], changed]
            self._state_index += 1

    def _select(self, **position: object) -> None:
        """Make another mark or fragment the current one; this is no change that undo takes back."""
        self._states[self._state_index] = self.draft.model_copy(update=position)

    # The current mark

    def move(self, offset: int) -> None:
        """Move to another mark of the draft; the first one follows the last one."""
        count = len(self.draft.spans) or len(self.draft.relations)
        if count:
            self._select(index=(self.draft.index + offset) % count, fragment=None)

    def next_fragment(self) -> None:
        """Move to the next fragment, and after the last one to the span as a whole."""
        span = self._span()
        if len(span.fragments) == 1:
            raise Refused(tr("This span is of one piece; select more words and press Shift with its letter"))
        number = 0 if self.draft.fragment is None else self.draft.fragment + 1
        self._select(fragment=number if number < len(span.fragments) else None)

    # Spans

    def _span(self) -> Span:
        span = self.draft.current_span
        if span is None:
            raise Refused(tr("no span is at hand"), remedy=tr("select words and press a label's letter"))
        return span

    def _replace_span(self, span: Span) -> None:
        """Replace the current span."""
        spans = self.draft.spans
        self._change(spans=(*spans[: self.draft.index], span, *spans[self.draft.index + 1 :]))

    def apply_label(self, name: str, selected: Fragment | None) -> None:
        """Label the selection; without a selection, relabel the current span."""
        self._refuse_relations()
        label = self._scheme.labels[name]
        if selected is None:
            self._replace_span(span_edits.with_label(self._span(), label))
            return
        start, end = span_edits.trim_range(self._text, label, *selected)
        self._new_span_count += 1
        span = Span(
            id=f"draft{self._new_span_count}",
            label=name,
            fragments=((start, end),),
            quote=self._text[start:end],
            attributes=label.default_attributes(),
        )
        spans = tuple(sorted((*self.draft.spans, span), key=text_order))
        self._change(spans=spans, index=spans.index(span), fragment=None)

    def add_fragment(self, name: str, selected: Fragment | None) -> None:
        """Add the selection to the current span, which must have this label."""
        self._refuse_relations()
        span = self._span()
        if selected is None:
            raise Refused(tr("nothing is selected"), remedy=tr("select the words that belong to the span too"))
        if span.label != name:
            is_one, label = (self._scheme.labels[key].title.lower() for key in (span.label, name))
            raise Refused(tr("the span at hand is a {is_one}, not a {label}", is_one=is_one, label=label))
        self._replace_span(span_edits.with_fragment(span, self._text, self._scheme.labels[name], *selected))

    def nudge(self, edge: str, *, forward: bool, by_word: bool) -> None:
        """Move an edge of the current span, or of its current fragment."""
        self._refuse_relations()
        self._replace_span(
            span_edits.with_moved_edge(
                self._span(), self._text, edge=edge, forward=forward, by_word=by_word, fragment=self.draft.fragment
            )
        )

    def set_note(self, text: str) -> None:
        """Set the note of the current span."""
        refuse_unstorable(text, subject=tr("the note"), where=self._span().id)
        self._replace_span(self._span().model_copy(update={"note": text}))

    def remove(self) -> None:
        """Remove the current fragment or, if there is none, the current mark."""
        draft = self.draft
        if draft.current_span and draft.fragment is not None:
            self._replace_span(span_edits.without_fragment(draft.current_span, self._text, draft.fragment))
            self._select(fragment=None)
            return
        kind = "spans" if draft.spans else "relations"
        marks = getattr(draft, kind)
        remaining = (*marks[: draft.index], *marks[draft.index + 1 :])
        self._change(**{kind: remaining, "index": max(0, min(draft.index, len(remaining) - 1)), "fragment": None})

    # Attributes

    def set_attribute(self, name: str, value: str) -> None:
        """Set an attribute of the current mark; the empty value removes it."""
        refuse_unstorable(value, subject=tr("the value"), where=name)
        attributes = span_edits.with_attribute(self.draft.declared(self._scheme), self.draft.attributes, name, value)
        if self.draft.current_span:
            self._replace_span(self.draft.current_span.model_copy(update={"attributes": attributes}))
        elif self.draft.current_relation:
            self._replace_relation(self.draft.current_relation, attributes=attributes)

    # Relations

    def next_relation_label(self) -> None:
        """Give the current relation the next label that the scheme allows between its ends."""
        relation = self._relation()
        label = relation.relation.label
        allowed = self._scheme.relations_between(relation.source.label, relation.target.label)
        following = [*allowed[allowed.index(label) + 1 :], *allowed] if label in allowed else []
        if len(allowed) < 2:  # noqa: PLR2004 - the current label and another one
            raise Refused(tr("the scheme allows no other link from the one span to the other"))
        attributes = self._scheme.relations[following[0]].default_attributes()
        self._replace_relation(relation, label=following[0], attributes=attributes)

    def reverse_relation(self) -> None:
        """Reverse the current relation, with a label that the scheme allows in this direction."""
        relation = self._relation()
        label = relation.relation.label
        allowed = self._scheme.relations_between(relation.target.label, relation.source.label)
        if not allowed:
            ends = {"source": relation.target.label, "target": relation.source.label}
            raise Refused(tr("no link can lead from {source} to {target}", **ends))
        reversed_relation = relation.model_copy(
            update={
                "source": relation.target,
                "target": relation.source,
                "source_case": relation.target_case,
                "target_case": relation.source_case,
            }
        )
        self._replace_relation(reversed_relation, label=label if label in allowed else allowed[0])

    def _replace_relation(self, relation: CaseRelation, **changes: object) -> None:
        """Replace the current relation by this one, with these changes."""
        changed = relation.model_copy(update={"relation": relation.relation.model_copy(update=changes)})
        relations = self.draft.relations
        self._change(relations=(*relations[: self.draft.index], changed, *relations[self.draft.index + 1 :]))

    def _relation(self) -> CaseRelation:
        relation = self.draft.current_relation
        if relation is None:
            raise Refused(tr("no link is at hand"))
        return relation

    def _refuse_relations(self) -> None:
        if self.of_relations:
            raise Refused(tr("a link has no words of its own"), remedy=tr("edit the spans at its ends in their case"))
