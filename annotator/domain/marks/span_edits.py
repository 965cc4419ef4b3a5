"""What does a span become when a person changes one thing of it?"""

from collections.abc import Mapping

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Fragment, Span, joined
from annotator.domain.scheme.scheme import Attribute, Label, fitting, saying
from annotator.domain.text import words
from annotator.i18n import tr


def trimmed(text: str, label: Label, start: int, end: int) -> Fragment:
    """The range (code points) without what a label does not keep at its edges; Refused where nothing is left."""
    start, end = words.trim(text, start, end, keeps_quotes=label.keeps_quotes)
    if start >= end:
        raise Refused(tr("there is nothing to mark here"), remedy=tr("select some words first"))
    return start, end


def placed(span: Span, fragments: tuple[Fragment, ...], text: str) -> Span:
    """The span on other characters."""
    quote = text[fragments[0][0] : fragments[-1][1]]
    return span.model_copy(update={"fragments": fragments, "quote": quote})


def nudged(span: Span, text: str, *, edge: str, forward: bool, by_word: bool, fragment: int | None = None) -> Span:
    """One edge (``start`` or ``end``) moved by a word or a character, as far as the other edge allows.

    The edge of the span, or of its fragment of this number, which stays apart from its neighbours.
    """
    step = 1 if forward else -1
    number = fragment if fragment is not None else 0 if edge == "start" else len(span.fragments) - 1
    start, end = span.fragments[number]
    if edge == "start":
        walk = words.next_word_start if forward else words.previous_word_start
        lowest = span.fragments[number - 1][1] + 1 if number else 0
        start = max(lowest, walk(text, start) if by_word else start + step)
    else:
        walk = words.next_word_end if forward else words.previous_word_end
        highest = span.fragments[number + 1][0] - 1 if number + 1 < len(span.fragments) else len(text)
        end = min(highest, walk(text, end) if by_word else end + step)
    if start >= end:
        return span
    return placed(span, (*span.fragments[:number], (start, end), *span.fragments[number + 1 :]), text)


def with_fragment(span: Span, text: str, label: Label, start: int, end: int) -> Span:
    """The span with another piece, trimmed as its label asks; one that meets a piece becomes part of it."""
    return placed(span, joined((*span.fragments, trimmed(text, label, start, end))), text)


def without_fragment(span: Span, text: str, number: int) -> Span:
    """The span without one of its pieces; Refused for the last one."""
    if len(span.fragments) == 1:
        raise Refused(tr("a span keeps one piece"), remedy=tr("delete the span instead"))
    return placed(span, (*span.fragments[:number], *span.fragments[number + 1 :]), text)


def relabelled(span: Span, label: Label) -> Span:
    """The span with another label; of its attributes stays what both can say."""
    told = label.starting_attributes() | fitting(label.attributes, span.attributes)
    return span.model_copy(update={"label": label.name, "attributes": fitting(label.attributes, told)})


def said(declared: dict[str, Attribute], attributes: dict[str, str], name: str, value: str) -> dict[str, str]:
    """The attributes of a mark after one was given a value; Refused where the scheme does not allow it."""
    why = declared[name].misfit(value, {**attributes, name: value})
    if why:
        raise Refused(why)
    return saying(declared, attributes, name, value)


def following(attribute: Attribute, attributes: Mapping[str, str]) -> str:
    """What a choice would say after what it says, around in a ring."""
    choices = [value for value in attribute.choices(attributes) if value] or [""]
    now = attributes.get(attribute.name, "")
    return choices[(choices.index(now) + 1) % len(choices)] if now in choices else choices[0]
