"""Presentation of a case: the lanes under the text, the content of the card, and the text for screen readers."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from annotator.app.review.queue import ChoiceSuggestion, annotator_letters, case_versions, shuffled_annotators
from annotator.app.review.review import ReviewedDocument
from annotator.app.session import Session
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.guidelines import guidance_summary
from annotator.i18n import mark, tr
from annotator.review.case_states import CaseState
from annotator.review.cases import Case
from annotator.review.draft import Draft
from annotator.ui.annotate.modes.key_modes import KeyMode
from annotator.ui.review import titles
from annotator.ui.review.draft_mode import DraftMode, draft_spans
from annotator.ui.review.label_mode import LabelMode
from annotator.ui.review.panels.case_card import Badge, Candidate, relation_fact, span_fact
from annotator.ui.review.panels.passage_view import Lane
from annotator.ui.shell import keys_in_force
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import shorten

_GUIDELINES, _EXAMPLES = 4, 2
_LEGEND = {
    "take-suggestion": mark("suggestion"),
    "union": mark("union"),
    "intersection": mark("intersection"),
    "relabel-case": mark("other label"),
    "reject-all": mark("none of these"),
    "keep-all": mark("keep them all"),
    "edit-case": mark("edit"),
    "ask": mark("question back"),
    "say-why": mark("say why"),
    "propagate": mark("the same again"),
    "guideline-example": mark("an example"),
    "next-case": mark("next case"),
    "next-case-document": mark("next article"),
    "figures": mark("figures"),
    "back-to-list": mark("to the list"),
}

_EDIT_SPANS = (
    (("boundary",), mark("move its boundaries")),
    (("start-left", "end-left"), mark("its start, its end")),
)
_EDIT_LINKS = (
    (("link",), mark("another kind of link")),
    (("link-from",), mark("the other way round")),
)
_EDIT_BOTH = (
    (("next-span", "previous-span"), mark("next, previous mark")),
    (("next-pane",), mark("all that is said of it")),
    (("delete",), mark("take it away")),
    (("undo", "redo"), mark("undo, redo")),
)
_LONGEST = 60


def ordered_annotators(session: Session, document: ReviewedDocument, *, blind: bool) -> list[str]:
    """The annotators in the order of their signs: that of the project, or if ``blind`` one that hides the names."""
    names = [layer.annotator for layer in document.layers]
    return (
        shuffled_annotators(names, document.id)
        if blind
        else [name for name in session.annotator_names() if name in names]
    )


class CasePresenter:
    """A case as it is now, in words and colours."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        document: ReviewedDocument,
        state: CaseState,
        *,
        blind: bool,
        mode: KeyMode | None,
        suggestion: ChoiceSuggestion | None,
    ) -> None:
        self._session, self._theme, self._document, self._state = session, theme, document, state
        self._blind, self._suggestion = blind, suggestion
        self._draft = mode.draft if isinstance(mode, DraftMode) else None
        self._choosing_label = isinstance(mode, LabelMode)
        self._annotators = ordered_annotators(session, document, blind=blind)
        self._signs = annotator_letters(self._annotators)
        self._colors = {name: QColor(theme.lane_of(index)) for index, name in enumerate(self._annotators)}

    @property
    def _case(self) -> Case:
        return self._state.case

    def lanes(self) -> list[Lane]:
        """The lane of gold, then those of the annotators."""
        layers = {layer.annotator: layer for layer in self._document.layers}
        gold = QColor(self._theme.gold)
        return [Lane("★", gold, 0, SpanIndex.from_spans(self._document.gold.spans), self._gold_spans())] + [
            Lane(
                self._signs[name],
                self._colors[name],
                index,
                SpanIndex.from_spans(layers[name].spans),
                self._case.marked_by(name),
            )
            for index, name in enumerate(self._annotators)
        ]

    def _gold_spans(self) -> tuple[Span, ...]:
        """The spans in gold for this case, or those of the draft."""
        if self._draft:
            return draft_spans(self._draft)
        decision = self._state.decision or self._state.previous
        return tuple(self._document.spans_of(decision)) if decision else ()

    def title(self) -> str:
        kinds = ", ".join(map(titles.kind_title, self._case.kinds))
        return kinds[:1].upper() + kinds[1:]

    def candidates(self) -> list[Candidate]:
        return [self._candidate(names) for names, _ in case_versions(self._case)]

    def _candidate(self, names: Sequence[str]) -> Candidate:
        ordered = sorted(names, key=lambda name: self._signs[name])
        spans, relations = self._case.spans.get(names[0], ()), self._case.relations.get(names[0], ())
        facts = [span_fact(span, self._case.differing) for span in spans] + [*map(relation_fact, relations)]
        badges = [Badge(self._signs[name], self._colors[name]) for name in ordered]
        return Candidate(badges, "" if self._blind else ", ".join(ordered), facts)

    def spoken_text(self) -> str:
        """The case for a screen reader: its title, its versions with their annotators, and the notes."""
        versions = [
            f"{' '.join(badge.sign for badge in candidate.badges)}: {self._words_of(candidate) or tr('nothing here')}"
            for candidate in self.candidates()
        ]
        notes = [f"{caption}: {note}" if caption else note for caption, note in self.notes()]
        return ". ".join([self.title(), *versions, *notes])

    def _words_of(self, version: Candidate) -> str:
        return ", ".join(f"{self._label_title(fact.label)} {shorten(fact.words, _LONGEST)}" for fact in version.facts)

    def _label_title(self, name: str) -> str:
        label = self._session.scheme.labels.get(name)
        return label.title if label else titles.label_words(name)

    def notes(self) -> list[tuple[str, str]]:
        """Captions with texts: decisions, questions, comments, the suggestion, and the mode."""
        state, notes = self._state, []
        annotator = self._session.annotator
        if annotator and annotator.name in self._case.annotators and not self._blind:
            notes.append(("", tr("You have marked this article yourself.")))
        if state.decision:
            notes.append((tr("Settled"), titles.decision_summary(state.decision)))
        if state.previous:
            notes.append((tr("Settled before the marks changed"), titles.decision_summary(state.previous)))
        if state.question:
            notes.append((tr("Asked"), state.question.comment))
        if state.decision and state.decision.comment:
            notes.append((tr("Comment"), state.decision.comment))
        if self._suggestion:
            notes.append(
                (tr("{key} suggests", key=keys_in_force.shown_key("take-suggestion")), self._suggestion.reason)
            )
        if self._draft:
            notes.append((tr("Editing"), self._current_mark(self._draft)))
        if self._choosing_label:
            notes.append((tr("Another label"), tr("its letter says which")))
        return notes

    def _current_mark(self, draft: Draft) -> str:
        """The mark of the draft on which keys act."""
        span, relation = draft.current_span, draft.current_relation
        if span:
            text = f"{self._label_title(span.label)} “{shorten(span.quote, _LONGEST)}”"
        elif relation:
            ends = (shorten(end.quote, _LONGEST) for end in (relation.source, relation.target))
            text = f"{titles.label_words(relation.relation.label)}: {' → '.join(ends)}"
        else:
            return tr("nothing is to stand here")
        count = len(draft.spans) or len(draft.relations)
        return (
            text if count == 1 else tr("{told} ({number} of {count})", told=text, number=draft.index + 1, count=count)
        )

    def keys(self) -> list[tuple[str, str]]:
        """Keys with their effects, as they are in the current mode."""
        if self._draft:
            return self._draft_keys(self._draft)
        if self._choosing_label:
            return self._label_keys()
        keys = [
            (keys_in_force.shown_key(name), tr(short))
            for name, short in _LEGEND.items()
            if keys_in_force.command_keys(name)
        ]
        return [(" ".join(sorted(self._signs.values())), tr("this version")), *keys]

    def _label_keys(self) -> list[tuple[str, str]]:
        labels = self._session.scheme.labels
        keys = [(keys_in_force.label_key(name, label.key), label.title) for name, label in labels.items()]
        return [
            *[(key, title) for key, title in keys if key],
            (keys_in_force.native_text("Esc"), tr("leave it as it was")),
        ]

    def _draft_keys(self, draft: Draft) -> list[tuple[str, str]]:
        legend = _EDIT_LINKS if draft.relations else _EDIT_SPANS
        letters = " ".join(key for key, _ in self._label_keys()[:-1])
        declared = draft.declared(self._session.scheme)
        attributes = self._session.scheme.attributes_with_keys()
        attribute_keys = " ".join(attribute.key for attribute in attributes if attribute.name in declared)
        has_registry = any(attribute.editor == "names" for attribute in declared.values())
        return [
            *([] if draft.relations else [(letters, tr("label it, or what is selected"))]),
            *[(" ".join(map(keys_in_force.shown_key, names)), tr(short)) for names, short in legend],
            *([(attribute_keys, tr("what is said of it"))] if attribute_keys else []),
            *([(keys_in_force.shown_key("name"), tr("who or what it is"))] if has_registry else []),
            *[(" ".join(map(keys_in_force.shown_key, names)), tr(short)) for names, short in _EDIT_BOTH],
            (keys_in_force.native_text("Return"), tr("settle")),
            (keys_in_force.native_text("Esc"), tr("leave it as it was")),
        ]

    def guideline(self) -> list[str]:
        """The guideline of the first label of the case."""
        labels = [span.label for version in self._case.spans.values() for span in version]
        guidelines = self._session.guidelines
        return guidance_summary(labels[0], guidelines, rules=_GUIDELINES, examples=_EXAMPLES) if labels else []
