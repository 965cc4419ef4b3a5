"""How does a person describe spans without leaving the text?

A key for each of the frequent attributes goes round its values, or offers them where they are many. It acts on all
spans in the selection, else on those chosen in the list, else on the focused one.
"""

from PySide6.QtCore import QObject

from annotator.app.annotate import attributes
from annotator.app.annotate.open_document import Desk
from annotator.domain.marks.marks import Span
from annotator.domain.scheme.scheme import Attribute
from annotator.i18n import tr, trn
from annotator.ui.annotate.context import Commands, Ground
from annotator.ui.annotate.modes.value_cycler import Ring
from annotator.ui.annotate.panels.details import Details, Saying
from annotator.ui.annotate.panels.span_list import SpanList
from annotator.ui.annotate.reader.reader import Reader


class Describing(QObject):
    """What is said of the spans of one screen, by keys and in the form."""

    def __init__(self, ground: Ground, reader: Reader, spans: SpanList, details: Details, parent: QObject) -> None:
        super().__init__(parent)
        self._ground, self._reader, self._list = ground, reader, spans
        self._ring = Ring(reader)
        self.commands: Commands = {"copy-attributes": self._copy}
        details.said.connect(self._say)
        details.noted.connect(self._note)

    def spans_at_hand(self) -> list[Span]:
        """The spans that a key describes."""
        desk, focused = self._ground.desk, self._ground.focused
        if desk is None:
            return []
        if self._reader.has_selection():
            start, end = self._reader.selection()
            return [span for span in desk.index.touching(start, end) if start <= span.start and span.end <= end]
        return self._list.chosen_spans() or ([focused] if focused else [])

    def change(self, name: str) -> None:
        """The next value of this attribute, or a choice of all."""
        desk, spans = self._ground.desk, self.spans_at_hand()
        attribute = attributes.attribute_of(desk, spans, name) if desk else None
        if desk is None or attribute is None:
            self._ground.say(
                tr("Nothing at hand has the attribute {name}", name=name.replace("_", " "))
                if spans
                else tr("Focus a span first (Tab)")
            )
        else:
            first = next(span for span in spans if name in desk.session.scheme.labels[span.label].attributes)
            self._ring.turn(
                attribute,
                first.attributes,
                near=self._reader.near(first),
                take=lambda value: self._set(desk, spans, attribute, value),
            )

    def _set(self, desk: Desk, spans: list[Span], attribute: Attribute, value: str) -> None:
        count = self._ground.attempt(lambda: attributes.set_on_all(desk, spans, attribute.name, value))
        if count:
            told = tr("{name}: {value}", name=attribute.title, value=value or tr("(not said)"))
            self._ground.say(told if count == 1 else f"{told}  ({trn('{count} span', '{count} spans', count)})")

    def _copy(self) -> None:
        desk, spans = self._ground.desk, self.spans_at_hand()
        if desk is None or not spans:
            self._ground.say(tr("Focus a span first (Tab)"))
            return
        count = self._ground.attempt(lambda: attributes.copy_attributes(desk, spans))
        if count == 0:
            self._ground.say(tr("There is no earlier span of this label to copy from"))
        elif count:
            self._ground.offer_undo(
                trn("Described like the one before", "Described {count} spans like earlier ones", count)
            )

    def _say(self, saying: Saying) -> None:
        desk, span = self._ground.desk, self._ground.focused
        if desk and span:
            self._ground.attempt(lambda: attributes.set_attribute(desk, span, saying.name, saying.value))

    def _note(self, note: str) -> None:
        desk, span = self._ground.desk, self._ground.focused
        if desk and span:
            self._ground.attempt(lambda: attributes.set_note(desk, span, note))
