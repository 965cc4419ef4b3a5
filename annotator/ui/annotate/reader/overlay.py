"""What lies over the article: the links of the focused span, hint letters, and a link that the mouse is drawing?"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter

from annotator.domain.marks.marks import Span
from annotator.ui.annotate.reader.relation_painter import Hint, LinkPainter, ShownLink
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.annotate.reader.reader import Reader

# The round handle below the end of the focused span: from there the mouse draws a link.
_RADIUS, _REACH = 4.0, 9.0


class Overlay:
    """Drawn after the text, over it. It asks the reader where spans stand."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._painter: LinkPainter | None = None
        self._links: list[ShownLink] = []
        self._strong: str | None = None
        self._hints: list[Hint] = []
        self._drawn: tuple[Span, QPointF] | None = None

    def clear(self) -> None:
        self._links, self._hints, self._drawn = [], [], None

    def dress(self, theme: Theme, font: QFont) -> None:
        self._painter = LinkPainter(theme, font)

    def show_links(self, links: list[ShownLink], strong: str | None) -> None:
        """Draw the links of the focused span; the one with the id ``strong`` stands out."""
        if links or self._links:
            self._links, self._strong = links, strong
            self._reader.viewport().update()

    def show_hints(self, hints: list[Hint]) -> None:
        """Put letters before the spans that may be chosen."""
        if hints or self._hints:
            self._hints = hints
            self._reader.viewport().update()

    def paint(self, painter: QPainter, focused: Span) -> None:
        """Paint what belongs to the focused span."""
        if self._painter is None:
            return
        if self._hints:
            for hint in self._hints:
                self._painter.paint_hint(painter, self._reader.box_of(hint.span), hint)
            return
        here = self._reader.box_of(focused)
        on_screen = [
            (link, self._reader.box_of(link.other), link.relation.id == self._strong)
            for link in self._links
            if self._reader.side_of(link.other) == 0
        ]
        for link, there, strong in on_screen:
            self._painter.paint_curve(painter, here, there, outgoing=link.outgoing, strong=strong)
        for link, there, strong in on_screen:
            self._painter.paint_name(painter, there, link.title, strong=strong)
        if self._drawn:
            self._painter.paint_draft(painter, here, self._drawn[1])
        else:
            self._painter.paint_handle(painter, self._handle(focused), _RADIUS)

    def _handle(self, span: Span) -> QPointF:
        corner = self._reader.end_of(span)
        return QPointF(corner.x() + _RADIUS + 1, corner.y() - 1)

    # The mouse draws a link

    @property
    def is_drawing(self) -> bool:
        return self._drawn is not None

    def source_under(self, event: QMouseEvent, focused: Span | None) -> Span | None:
        """Where a link may be drawn from: the focused span's handle; with Ctrl, the smallest span under the mouse."""
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        if focused and (event.position() - self._handle(focused)).manhattanLength() < _REACH:
            return focused
        controlled = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self._reader.span_at(event.position()) if controlled else None

    def draw(self, source: Span, place: QPointF) -> None:
        """The mouse is here, on its way from this span."""
        self._drawn = (source, place)
        self._reader.viewport().update()

    def drag(self, place: QPointF) -> None:
        if self._drawn:
            self.draw(self._drawn[0], place)

    def drop(self) -> Span | None:
        """The mouse let go; the span from which it came."""
        source = self._drawn[0] if self._drawn else None
        self._drawn = None
        self._reader.viewport().update()
        return source
