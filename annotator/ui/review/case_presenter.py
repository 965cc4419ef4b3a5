"""What does the screen tell of a case: the lanes under the text, and the parts of the card?"""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from annotator.app.review.queue import Suggestion, letters, shuffled, versions
from annotator.app.review.review import Reviewed
from annotator.app.session import Session
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.guidelines import in_short
from annotator.i18n import mark, tr
from annotator.review.case_states import Standing
from annotator.review.cases import Case
from annotator.review.draft import Draft
from annotator.ui.annotate.modes.key_modes import KeyMode
from annotator.ui.review import titles
from annotator.ui.review.case_card import Badge, Candidate, Line, differing_in, said_of
from annotator.ui.review.draft_mode import Editing, marks_of
from annotator.ui.review.label_mode import LabelMode
from annotator.ui.review.passage import Lane
from annotator.ui.shell import keymap
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import brief

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


def people_of(session: Session, document: Reviewed, *, blind: bool) -> list[str]:
    """The annotators in the order of their signs: that of the project, or one that hides who is who."""
    here = [layer.annotator for layer in document.layers]
    return shuffled(here, document.id) if blind else [name for name in session.people() if name in here]


class Telling:
    """One case as it stands, in words and colours."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        document: Reviewed,
        standing: Standing,
        *,
        blind: bool,
        mode: KeyMode | None,
        suggested: Suggestion | None,
    ) -> None:
        self._session, self._theme, self._document, self._standing = session, theme, document, standing
        self._blind, self._suggested = blind, suggested
        self._draft = mode.draft if isinstance(mode, Editing) else None
        self._choosing_label = isinstance(mode, LabelMode)
        self._people = people_of(session, document, blind=blind)
        self._signs = letters(self._people)
        self._colors = {name: QColor(theme.lane_of(place)) for place, name in enumerate(self._people)}

    @property
    def _case(self) -> Case:
        return self._standing.case

    def lanes(self) -> list[Lane]:
        """That of gold first, then those of the annotators."""
        layers = {layer.annotator: layer for layer in self._document.layers}
        gold = QColor(self._theme.gold)
        return [Lane("★", gold, 0, SpanIndex.of(self._document.gold.spans), self._in_gold())] + [
            Lane(
                self._signs[name],
                self._colors[name],
                place,
                SpanIndex.of(layers[name].spans),
                self._case.marked_by(name),
            )
            for place, name in enumerate(self._people)
        ]

    def _in_gold(self) -> tuple[Span, ...]:
        """What stands in gold for this case, or is to."""
        if self._draft:
            return marks_of(self._draft)
        decision = self._standing.decision or self._standing.previous
        return tuple(self._document.marks_of(decision)) if decision else ()

    def title(self) -> str:
        kinds = ", ".join(titles.kind(kind) for kind in self._case.kinds)
        return kinds[:1].upper() + kinds[1:]

    def candidates(self) -> list[Candidate]:
        return [self._candidate(names) for names, _ in versions(self._case)]

    def _candidate(self, names: Sequence[str]) -> Candidate:
        ordered = sorted(names, key=lambda name: self._signs[name])
        spans = self._case.spans.get(names[0], ())
        lines = [
            Line(span.label, span.quote, differing_in(span, self._case.differing), said_of(span)) for span in spans
        ]
        for tie in self._case.ties.get(names[0], ()):
            told = " · ".join(f"{name}: {value}" for name, value in tie.relation.attributes.items() if value)
            lines.append(Line(tie.relation.label, f"{tie.source.quote} → {tie.target.quote}", (), told))
        badges = [Badge(self._signs[name], self._colors[name]) for name in ordered]
        return Candidate(badges, "" if self._blind else ", ".join(ordered), lines)

    def spoken(self) -> str:
        """The case as it is read out: what it is about, who marked what, and what is known of it."""
        told = [
            f"{' '.join(badge.sign for badge in one.badges)}: {self._words_of(one) or tr('nothing here')}"
            for one in self.candidates()
        ]
        known = [f"{caption}: {said}" if caption else said for caption, said in self.notes()]
        return ". ".join([self.title(), *told, *known])

    def _words_of(self, version: Candidate) -> str:
        return ", ".join(f"{self._named(line.label)} {brief(line.words, _LONGEST)}" for line in version.lines)

    def _named(self, label: str) -> str:
        known = self._session.scheme.labels.get(label)
        return known.title if known else titles.link(label)

    def notes(self) -> list[tuple[str, str]]:
        standing, notes = self._standing, []
        who = self._session.annotator
        if who and who.name in self._case.annotators and not self._blind:
            notes.append(("", tr("You have marked this article yourself.")))
        if standing.decision:
            notes.append((tr("Settled"), titles.decided(standing.decision)))
        if standing.previous:
            notes.append((tr("Settled before the marks changed"), titles.decided(standing.previous)))
        if standing.question:
            notes.append((tr("Asked"), standing.question.comment))
        if standing.decision and standing.decision.comment:
            notes.append((tr("Comment"), standing.decision.comment))
        if self._suggested:
            notes.append((tr("{key} suggests", key=keymap.shown("take-suggestion")), self._suggested.reason))
        if self._draft:
            notes.append((tr("Editing"), self._at_hand(self._draft)))
        if self._choosing_label:
            notes.append((tr("Another label"), tr("its letter says which")))
        return notes

    def _at_hand(self, draft: Draft) -> str:
        """The mark that the keys of an edit act on."""
        span, tie = draft.span, draft.tie
        if span:
            told = f"{self._named(span.label)} “{brief(span.quote, _LONGEST)}”"
        elif tie:
            ends = (brief(end.quote, _LONGEST) for end in (tie.source, tie.target))
            told = f"{titles.link(tie.relation.label)}: {' → '.join(ends)}"
        else:
            return tr("nothing is to stand here")
        count = len(draft.spans) or len(draft.ties)
        return (
            told if count == 1 else tr("{told} ({number} of {count})", told=told, number=draft.place + 1, count=count)
        )

    def keys(self) -> list[tuple[str, str]]:
        if self._draft:
            return self._keys_of_edit(self._draft)
        if self._choosing_label:
            return self._keys_of_labels()
        told = [(" ".join(sorted(self._signs.values())), tr("this version"))]
        return told + [(keymap.shown(name), tr(short)) for name, short in _LEGEND.items() if keymap.keys(name)]

    def _keys_of_labels(self) -> list[tuple[str, str]]:
        labels = self._session.scheme.labels
        told = [(keymap.label_key(name, label.key), label.title) for name, label in labels.items()]
        return [*[(key, title) for key, title in told if key], (keymap.native("Esc"), tr("leave it as it was"))]

    def _keys_of_edit(self, draft: Draft) -> list[tuple[str, str]]:
        told = _EDIT_LINKS if draft.ties else _EDIT_SPANS
        letters = " ".join(key for key, _ in self._keys_of_labels()[:-1])
        declared = draft.declared(self._session.scheme)
        said = " ".join(one.key for one in self._session.scheme.attributes_with_keys() if one.name in declared)
        registry = any(one.kind == "registry" for one in declared.values())
        return [
            *([] if draft.ties else [(letters, tr("label it, or what is selected"))]),
            *[(" ".join(map(keymap.shown, names)), tr(short)) for names, short in told],
            *([(said, tr("what is said of it"))] if said else []),
            *([(keymap.shown("name"), tr("who or what it is"))] if registry else []),
            *[(" ".join(map(keymap.shown, names)), tr(short)) for names, short in _EDIT_BOTH],
            (keymap.native("Return"), tr("settle")),
            (keymap.native("Esc"), tr("leave it as it was")),
        ]

    def guideline(self) -> list[str]:
        labels = [span.label for held in self._case.spans.values() for span in held]
        told = self._session.guidelines
        return in_short(labels[0], told, rules=_GUIDELINES, examples=_EXAMPLES) if labels else []
