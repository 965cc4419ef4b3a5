"""Checks for damaged content in a project.

A database can be intact while a byte of its content is not; hashes and quotes reveal it.
"""

from collections.abc import Iterator
from itertools import pairwise

from annotator.domain.document import Document, sha256_of
from annotator.domain.marks.marks import Layer, Span
from annotator.i18n import tr


def text_faults(document: Document) -> Iterator[str]:
    """A line if the text is not the one that was imported."""
    if sha256_of(document.text) != document.sha256:
        yield tr("the text is not the one that was imported")


def span_faults(layer: Layer, text: str) -> Iterator[str]:
    """A line for each span of the layer that does not match the text at its offsets."""
    for span in layer.spans:
        if len(span.fragments) == 1:
            start, end = span.fragments[0]
            if 0 <= start < end <= len(text) and text[start:end] == span.quote:
                continue
        if not _in_order(span) or span.end > len(text):
            yield tr("{layer}, span {id}: its fragments are not in order", layer=layer.annotator, id=span.id)
        elif text[span.start : span.end] != span.quote:
            yield tr(
                "{layer}, span {id}: its text is not what stands at {start} to {end}",
                layer=layer.annotator,
                id=span.id,
                start=span.start,
                end=span.end,
            )


def _in_order(span: Span) -> bool:
    if span.start < 0 or any(start >= end for start, end in span.fragments):
        return False
    return len(span.fragments) == 1 or all(end <= start for (_, end), (start, _) in pairwise(span.fragments))
