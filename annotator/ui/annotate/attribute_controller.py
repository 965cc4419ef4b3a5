"""The controller of attributes and notes of spans.

A key for each frequent attribute takes its next value, or offers all values if there are many. It acts on all spans in
the selection, else on those selected in the list, else on the focused span.
"""

from PySide6.QtCore import QObject

from annotator.app.annotate import attributes
from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr, trn
from annotator.ui.annotate.context import AnnotateContext, Commands
from annotator.ui.annotate.modes.value_cycler import ValueCycler
from annotator.ui.annotate.panels.details import AttributeEdit, Details
from annotator.ui.annotate.panels.span_list import SpanList
from annotator.ui.annotate.reader.reader import Reader


class AttributeController(QObject):
    """Sets the attributes and notes of spans, from keys and from the form."""

    def __init__(
        self, context: AnnotateContext, reader: Reader, spans: SpanList, details: Details, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._reader, self._list = context, reader, spans
        self._cycler = ValueCycler(reader)
        self.commands: Commands = {"copy-attributes": self._copy}
        details.attribute_changed.connect(self._set_attribute)
        details.note_changed.connect(self._set_note)

    def target_spans(self) -> list[Span]:
        """The spans whose attributes a key changes."""
        open_document, focused = self._context.open_document, self._context.focused
        if open_document is None:
            return []
        if self._reader.has_selection():
            start, end = self._reader.selection()
            return [
                span for span in open_document.index.touching(start, end) if start <= span.start and span.end <= end
            ]
        return self._list.chosen_spans() or ([focused] if focused else [])

    def change(self, name: str) -> None:
        """Give the attribute its next value, or offer all its values."""
        open_document, spans = self._context.open_document, self.target_spans()
        attribute = attributes.attribute_of(open_document, spans, name) if open_document else None
        if open_document is None or attribute is None:
            self._context.say(
                tr("Nothing at hand has the attribute {name}", name=name.replace("_", " "))
                if spans
                else tr("Focus a span first (Tab)")
            )
        else:
            first = next(span for span in spans if name in open_document.session.scheme.labels[span.label].attributes)
            self._cycler.change(
                attribute,
                first.attributes,
                anchor=self._reader.rectangle_of(first),
                take=lambda value: self._set_on_all(open_document, spans, attribute, value),
            )

    def _set_on_all(self, open_document: OpenDocument, spans: list[Span], attribute: Attribute, value: str) -> None:
        count = self._context.attempt(lambda: attributes.set_on_all(open_document, spans, attribute.name, value))
        if count:
            message = tr("{name}: {value}", name=attribute.title, value=value or tr("(not said)"))
            self._context.say(message if count == 1 else f"{message}  ({trn('{count} span', '{count} spans', count)})")

    def _copy(self) -> None:
        open_document, spans = self._context.open_document, self.target_spans()
        if open_document is None or not spans:
            self._context.say(tr("Focus a span first (Tab)"))
            return
        count = self._context.attempt(lambda: attributes.copy_attributes(open_document, spans))
        if count == 0:
            self._context.say(tr("There is no earlier span of this label to copy from"))
        elif count:
            self._context.offer_undo(
                trn("Described like the one before", "Described {count} spans like earlier ones", count)
            )

    def _set_attribute(self, edit: AttributeEdit) -> None:
        open_document, span = self._context.open_document, self._context.focused
        if open_document and span:
            self._context.attempt(lambda: attributes.set_attribute(open_document, span, edit.name, edit.value))

    def _set_note(self, note: str) -> None:
        open_document, span = self._context.open_document, self._context.focused
        if open_document and span:
            self._context.attempt(lambda: attributes.set_note(open_document, span, note))
