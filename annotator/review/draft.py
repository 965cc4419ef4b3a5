"""What is a decision's draft, and what do edits make of it before it is settled?"""

from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks import span_edits
from annotator.domain.marks.marks import Fragment, Span, text_order
from annotator.domain.scheme.scheme import Attribute, Scheme
from annotator.i18n import tr
from annotator.review.cases import Tie
from annotator.review.choices import Choice, edited


class Draft(FrozenModel):
    """The marks that shall stand: spans, or relations; ``place`` is that of the one at hand, and of its fragment."""

    spans: tuple[Span, ...] = ()
    ties: tuple[Tie, ...] = ()
    place: int = 0
    fragment: int | None = None

    @property
    def span(self) -> Span | None:
        """The span at hand."""
        return self.spans[self.place] if self.place < len(self.spans) else None

    @property
    def tie(self) -> Tie | None:
        """The relation at hand."""
        return self.ties[self.place] if not self.spans and self.place < len(self.ties) else None

    @property
    def attributes(self) -> dict[str, str]:
        """What is said of the mark at hand."""
        return self.span.attributes if self.span else self.tie.relation.attributes if self.tie else {}

    def declared(self, scheme: Scheme) -> dict[str, Attribute]:
        """What may be said of the mark at hand."""
        if self.span:
            return scheme.labels[self.span.label].attributes
        return scheme.relations[self.tie.relation.label].attributes if self.tie else {}


class Drafting:
    """A draft in the making, with the way back; every change that the scheme does not allow is Refused."""

    def __init__(self, draft: Draft, text: str, scheme: Scheme) -> None:
        self._states, self._now = [draft], 0
        self._text, self._scheme = text, scheme
        self.of_relations = bool(draft.ties)
        self._made = 0

    @property
    def draft(self) -> Draft:
        return self._states[self._now]

    @property
    def choice(self) -> Choice:
        """What the draft settles."""
        return edited(self.draft.spans, self.draft.ties)

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        back = self._now > 0
        self._now -= back
        return back

    def redo(self) -> bool:
        """Bring it again; False where there is none."""
        forward = self._now + 1 < len(self._states)
        self._now += forward
        return forward

    def _become(self, **changes: object) -> None:
        changed = self.draft.model_copy(update=changes)
        if changed != self.draft:
            self._states = [*self._states[: self._now + 1], changed]
            self._now += 1

    def _point(self, **places: object) -> None:
        """Another mark at hand: no change that could be taken back."""
        self._states[self._now] = self.draft.model_copy(update=places)

    # Which mark is at hand

    def walk(self, by: int) -> None:
        """The next mark of the draft, around in a ring."""
        count = len(self.draft.spans) or len(self.draft.ties)
        if count:
            self._point(place=(self.draft.place + by) % count, fragment=None)

    def next_fragment(self) -> None:
        """The first fragment, the next, and after the last the whole span again."""
        span = self._span()
        if len(span.fragments) == 1:
            raise Refused(tr("This span is of one piece; select more words and press Shift with its letter"))
        number = 0 if self.draft.fragment is None else self.draft.fragment + 1
        self._point(fragment=number if number < len(span.fragments) else None)

    # Spans

    def _span(self) -> Span:
        span = self.draft.span
        if span is None:
            raise Refused(tr("no span is at hand"), remedy=tr("select words and press a label's letter"))
        return span

    def _put(self, span: Span) -> None:
        """In the place of the one at hand."""
        spans = self.draft.spans
        self._become(spans=(*spans[: self.draft.place], span, *spans[self.draft.place + 1 :]))

    def label(self, name: str, selected: Fragment | None) -> None:
        """Label what is selected; without a selection, relabel the span at hand."""
        self._refuse_relations()
        label = self._scheme.labels[name]
        if selected is None:
            self._put(span_edits.relabelled(self._span(), label))
            return
        start, end = span_edits.trimmed(self._text, label, *selected)
        self._made += 1
        span = Span(
            id=f"draft{self._made}",
            label=name,
            fragments=((start, end),),
            quote=self._text[start:end],
            attributes=label.starting_attributes(),
        )
        spans = tuple(sorted((*self.draft.spans, span), key=text_order))
        self._become(spans=spans, place=spans.index(span), fragment=None)

    def add_fragment(self, name: str, selected: Fragment | None) -> None:
        """What is selected belongs to the span at hand too, which must be of this label."""
        self._refuse_relations()
        span = self._span()
        if selected is None:
            raise Refused(tr("nothing is selected"), remedy=tr("select the words that belong to the span too"))
        if span.label != name:
            is_one, label = (self._scheme.labels[one].title.lower() for one in (span.label, name))
            raise Refused(tr("the span at hand is a {is_one}, not a {label}", is_one=is_one, label=label))
        self._put(span_edits.with_fragment(span, self._text, self._scheme.labels[name], *selected))

    def nudge(self, edge: str, *, forward: bool, by_word: bool) -> None:
        """Move an edge of the span, or of the fragment, at hand."""
        self._refuse_relations()
        self._put(
            span_edits.nudged(
                self._span(), self._text, edge=edge, forward=forward, by_word=by_word, fragment=self.draft.fragment
            )
        )

    def note(self, text: str) -> None:
        """Leave a note on the span at hand."""
        refuse_unstorable(text, what=tr("the note"), where=self._span().id)
        self._put(self._span().model_copy(update={"note": text}))

    def remove(self) -> None:
        """Take the fragment, or the mark, at hand away."""
        draft = self.draft
        if draft.span and draft.fragment is not None:
            self._put(span_edits.without_fragment(draft.span, self._text, draft.fragment))
            self._point(fragment=None)
            return
        kind = "spans" if draft.spans else "ties"
        marks = getattr(draft, kind)
        left = (*marks[: draft.place], *marks[draft.place + 1 :])
        self._become(**{kind: left, "place": max(0, min(draft.place, len(left) - 1)), "fragment": None})

    # What is said of the mark at hand

    def say(self, name: str, value: str) -> None:
        """Give an attribute of the mark at hand a value; the empty one says nothing."""
        refuse_unstorable(value, what=tr("the value"), where=name)
        told = span_edits.said(self.draft.declared(self._scheme), self.draft.attributes, name, value)
        if self.draft.span:
            self._put(self.draft.span.model_copy(update={"attributes": told}))
        elif self.draft.tie:
            self._link(self.draft.tie, attributes=told)

    # Relations

    def turn_link(self) -> None:
        """The next kind of link that the scheme allows between these two."""
        tie = self._tie()
        allowed = self._scheme.relations_between(tie.source.label, tie.target.label)
        others = [*allowed[allowed.index(tie.relation.label) + 1 :], *allowed] if tie.relation.label in allowed else []
        if len(allowed) < 2:  # noqa: PLR2004 - this one and another
            raise Refused(tr("the scheme allows no other link from the one span to the other"))
        self._link(tie, label=others[0], attributes=self._scheme.relations[others[0]].starting_attributes())

    def reverse_link(self) -> None:
        """Let the link lead the other way, under a label that the scheme allows there."""
        tie = self._tie()
        allowed = self._scheme.relations_between(tie.target.label, tie.source.label)
        if not allowed:
            ends = {"source": tie.target.label, "target": tie.source.label}
            raise Refused(tr("no link can lead from {source} to {target}", **ends))
        turned = tie.model_copy(
            update={
                "source": tie.target,
                "target": tie.source,
                "source_case": tie.target_case,
                "target_case": tie.source_case,
            }
        )
        self._link(turned, label=tie.relation.label if tie.relation.label in allowed else allowed[0])

    def _link(self, tie: Tie, **changes: object) -> None:
        """The relation at hand becomes this one, with these changes."""
        changed = tie.model_copy(update={"relation": tie.relation.model_copy(update=changes)})
        ties = self.draft.ties
        self._become(ties=(*ties[: self.draft.place], changed, *ties[self.draft.place + 1 :]))

    def _tie(self) -> Tie:
        tie = self.draft.tie
        if tie is None:
            raise Refused(tr("no link is at hand"))
        return tie

    def _refuse_relations(self) -> None:
        if self.of_relations:
            raise Refused(tr("a link has no words of its own"), remedy=tr("edit the spans at its ends in their case"))
