"""How does an annotator mark a document: add, relabel, move, delete, describe, finish?

Every function is one step: it is committed and published before it returns, and one Undo takes it back.
"""

from annotator.app.desk import Desk
from annotator.domain import words
from annotator.domain.document import refuse_unstorable
from annotator.domain.errors import Refused
from annotator.domain.marks import Span, Status
from annotator.domain.scheme import Label
from annotator.i18n import tr
from annotator.storage import documents, marks
from annotator.storage.journal import Writer


def add_span(desk: Desk, label: str, start: int, end: int) -> Span:
    """Mark the text from ``start`` to ``end`` (code points), edges trimmed as the label asks.

    Where such a span stands already, that one is the answer and nothing happens. Refused where nothing is left
    after trimming.
    """
    kind = desk.session.scheme.labels[label]
    start, end = _trimmed(desk, kind, start, end)
    for known in desk.index.touching(start, end):
        if known.label == label and known.fragments == ((start, end),):
            return known
    span = Span(
        id=desk.numbering.next((kind.key or kind.name[0]).lower()),
        label=label,
        fragments=((start, end),),
        quote=desk.document.text[start:end],
        attributes=kind.starting_attributes(),
    )
    with desk.session.step("add-span", desk.document.id) as writer:
        writer.put("spans", marks.row_from_span(span, key=None, layer=_open_layer(desk, writer)))
    return span


def relabel_span(desk: Desk, span: Span, label: str) -> int:
    """Give the span another label; what its attributes can say in both is kept.

    Relations that the new label does not allow go with the step; the answer counts them.
    """
    if span.label == label:
        return 0
    scheme = desk.session.scheme
    kind = scheme.labels[label]
    kept = {name: value for name, value in span.attributes.items() if name in kind.attributes}
    told = kind.starting_attributes() | {
        name: value for name, value in kept.items() if not kind.attributes[name].misfit(value, kept)
    }
    attributes = {name: value for name, value in told.items() if not kind.attributes[name].misfit(value, told)}
    changed = span.model_copy(update={"label": label, "attributes": attributes})
    labels = {name: other.label for name, other in desk.spans.items()} | {span.id: label}
    lost = [
        link for link in desk.linked(span.id) if not scheme.allows(link.label, labels[link.source], labels[link.target])
    ]
    with desk.session.step("relabel-span", desk.document.id) as writer:
        layer = _open_layer(desk, writer)
        for link in lost:
            writer.drop("relations", marks.row_key(desk.session.store, "relations", layer=layer, name=link.id))
        _put_span(desk, writer, layer, changed)
    return len(lost)


def move_span(desk: Desk, span: Span, start: int, end: int) -> None:
    """Give the span's outer bounds other places; inner fragments stay, and no fragment may vanish."""
    if not 0 <= start < end <= len(desk.document.text):
        return
    first, last = span.fragments[0], span.fragments[-1]
    if len(span.fragments) > 1:
        if start >= first[1] or end <= last[0]:
            raise Refused(tr("a fragment cannot be emptied"))
        fragments = ((start, first[1]), *span.fragments[1:-1], (last[0], end))
    else:
        fragments = ((start, end),)
    if fragments == span.fragments:
        return
    moved = span.model_copy(update={"fragments": fragments, "quote": desk.document.text[start:end]})
    with desk.session.step("move-span", desk.document.id) as writer:
        _put_span(desk, writer, _open_layer(desk, writer), moved)


def nudge_span(desk: Desk, span: Span, *, edge: str, forward: bool, by_word: bool) -> None:
    """Move one edge (``start`` or ``end``) by a word or a character, as far as the other edge allows."""
    text, start, end = desk.document.text, span.start, span.end
    step = 1 if forward else -1
    if edge == "start":
        new = (
            (words.next_word_start if forward else words.previous_word_start)(text, start) if by_word else start + step
        )
        start = max(0, new) if new < span.fragments[0][1] else start
    else:
        new = (words.next_word_end if forward else words.previous_word_end)(text, end) if by_word else end + step
        end = min(len(text), new) if new > span.fragments[-1][0] else end
    move_span(desk, span, start, end)


def delete_span(desk: Desk, span: Span) -> int:
    """Remove the span and the relations that hang on it; the answer counts those."""
    with desk.session.step("delete-span", desk.document.id) as writer:
        layer = _open_layer(desk, writer)
        lost = marks.relation_rows_of(desk.session.store, layer=layer, span=span.id)
        for row in lost:
            writer.drop("relations", row["key"])
        writer.drop("spans", marks.row_key(desk.session.store, "spans", layer=layer, name=span.id))
    return len(lost)


def set_attribute(desk: Desk, span: Span, name: str, value: str) -> None:
    """Say something of the span; the empty value takes it back.

    A value that depends on this one goes if it no longer fits. Refused where the scheme does not allow the value.
    """
    declared = desk.session.scheme.labels[span.label].attributes
    refuse_unstorable(value, what=tr("the value"), where=span.id)
    attributes = {**span.attributes, name: value}
    why = declared[name].misfit(value, attributes)
    if why:
        raise Refused(why)
    for other in declared.values():
        if other.governor == name and attributes.get(other.name) not in other.choices(attributes):
            attributes.pop(other.name, None)
    attributes = {key: told for key, told in attributes.items() if told}
    if attributes != span.attributes:
        _describe(desk, "set-attribute", span.model_copy(update={"attributes": attributes}))


def set_note(desk: Desk, span: Span, note: str) -> None:
    """Leave a note on the span for whoever reviews it."""
    refuse_unstorable(note, what=tr("the note"), where=span.id)
    if note != span.note:
        _describe(desk, "set-note", span.model_copy(update={"note": note}))


def set_status(desk: Desk, status: Status) -> None:
    """Say how far the work on this document is."""
    if status == desk.status:
        return
    with desk.session.step("set-status", desk.document.id) as writer:
        row = _layer_row(desk)
        if row is None:
            _new_layer(desk, writer, status)
        else:
            writer.put("layers", {**row, "status": status})


def _describe(desk: Desk, operation: str, span: Span) -> None:
    with desk.session.step(operation, desk.document.id) as writer:
        _put_span(desk, writer, _open_layer(desk, writer), span)


def _put_span(desk: Desk, writer: Writer, layer: int, span: Span) -> None:
    key = marks.row_key(desk.session.store, "spans", layer=layer, name=span.id)
    writer.put("spans", marks.row_from_span(span, key=key, layer=layer))


def _trimmed(desk: Desk, kind: Label, start: int, end: int) -> tuple[int, int]:
    start, end = words.trim(desk.document.text, start, end, keeps_quotes=kind.keeps_quotes)
    if start >= end:
        raise Refused(tr("there is nothing to mark here"), remedy=tr("select some words first"))
    return start, end


def _layer_row(desk: Desk) -> dict[str, object] | None:
    who = desk.session.annotator
    if who is None:
        raise Refused(tr("nobody is annotating yet"), remedy=tr("choose an annotator first"))
    return marks.layer_row(desk.session.store, document=desk.document.id, annotator=who.key)


def _open_layer(desk: Desk, writer: Writer) -> int:
    """The key of the layer at work, begun or reopened where need be."""
    row = _layer_row(desk)
    if row is None:
        return _new_layer(desk, writer, "in-progress")
    if row["status"] != "in-progress":
        return writer.put("layers", {**row, "status": "in-progress"})
    return int(str(row["key"]))


def _new_layer(desk: Desk, writer: Writer, status: Status) -> int:
    who = desk.session.annotator
    document, _ = documents.find(desk.session.store, desk.document.id)
    return writer.put("layers", {"document": document, "annotator": who.key if who else None, "status": status})
