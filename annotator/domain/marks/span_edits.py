"""Edits of one span: its boundaries, fragments, label and attributes."""

from collections.abc import Mapping

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Fragment, Span, joined_fragments
from annotator.domain.scheme.scheme import Attribute, Label, fitting_attributes, with_value
from annotator.domain.text import words
from annotator.i18n import tr


def trim_range(text: str, label: Label, start: int, end: int) -> Fragment:
    """The range (code points) without the edges that the label trims; Refused if nothing is left."""
    start, end = words.trim(text, start, end, keeps_quotes=label.keeps_quotes)
    if start >= end:
        raise Refused(tr("there is nothing to mark here"), remedy=tr("select some words first"))
    return start, end


def with_fragments(span: Span, fragments: tuple[Fragment, ...], text: str) -> Span:
    """The span with other fragments."""
    quote = text[fragments[0][0] : fragments[-1][1]]
    return span.model_copy(update={"fragments": fragments, "quote": quote})


def with_moved_edge(
    span: Span, text: str, *, edge: str, forward: bool, by_word: bool, fragment: int | None = None
) -> Span:
    """The span with one edge (``start`` or ``end``) moved by a word or a character, within the other edge.

    It is the edge of the span, or of the fragment with this number, which stays separate from its neighbours.
    """
    step = 1 if forward else -1
    number = fragment if fragment is not None else 0 if edge == "start" else len(span.fragments) - 1
    start, end = span.fragments[number]
    if edge == "start":
        next_edge = words.next_word_start if forward else words.previous_word_start
        lowest = span.fragments[number - 1][1] + 1 if number else 0
        start = max(lowest, next_edge(text, start) if by_word else start + step)
    else:
        next_edge = words.next_word_end if forward else words.previous_word_end
        highest = span.fragments[number + 1][0] - 1 if number + 1 < len(span.fragments) else len(text)
        end = min(highest, next_edge(text, end) if by_word else end + step)
    if start >= end:
        return span
    return with_fragments(span, (*span.fragments[:number], (start, end), *span.fragments[number + 1 :]), text)


def with_fragment(span: Span, text: str, label: Label, start: int, end: int) -> Span:
    """The span with one more fragment, trimmed for its label; fragments that touch become one."""
    return with_fragments(span, joined_fragments((*span.fragments, trim_range(text, label, start, end))), text)


def without_fragment(span: Span, text: str, number: int) -> Span:
    """The span without one of its fragments; Refused for the last one."""
    if len(span.fragments) == 1:
        raise Refused(tr("a span keeps one piece"), remedy=tr("delete the span instead"))
    return with_fragments(span, (*span.fragments[:number], *span.fragments[number + 1 :]), text)


def with_label(span: Span, label: Label) -> Span:
    """The span with another label; it keeps the attributes that fit both labels."""
    attributes = label.default_attributes() | fitting_attributes(label.attributes, span.attributes)
    return span.model_copy(update={"label": label.name, "attributes": fitting_attributes(label.attributes, attributes)})


def with_attribute(declared: dict[str, Attribute], attributes: dict[str, str], name: str, value: str) -> dict[str, str]:
    """The attributes of a mark with another value for one of them; Refused if the scheme does not allow it."""
    misfit = declared[name].misfit(value, {**attributes, name: value})
    if misfit:
        raise Refused(misfit)
    return with_value(declared, attributes, name, value)


def next_choice(attribute: Attribute, attributes: Mapping[str, str]) -> str:
    """The value after the current one in the attribute's choices; after the last one comes the first."""
    choices = [value for value in attribute.choices(attributes) if value] or [""]
    current = attributes.get(attribute.name, "")
    return choices[(choices.index(current) + 1) % len(choices)] if current in choices else choices[0]
