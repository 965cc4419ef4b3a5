"""The layer over the article: relations of the focused span, hint letters, and the relation that the mouse draws."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter

from annotator.domain.marks.marks import Span
from annotator.ui.annotate.reader.relation_painter import Hint, RelationPainter, ShownRelation
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.annotate.reader.reader import Reader

# The round handle below the end of the focused span, from which the mouse draws a relation.
_RADIUS, _REACH = 4.0, 9.0


class Overlay:
    """Paints over the text; the reader tells it the positions of spans."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._painter: RelationPainter | None = None
        self._relations: list[ShownRelation] = []
        self._strong: str | None = None
        self._hints: list[Hint] = []
        self._drawn: tuple[Span, QPointF] | None = None

    def clear(self) -> None:
        self._relations, self._hints, self._drawn = [], [], None

    def set_up(self, theme: Theme, font: QFont) -> None:
        self._painter = RelationPainter(theme, font)

    def show_relations(self, relations: list[ShownRelation], strong: str | None) -> None:
        """Draw the relations of the focused span; the one with the id ``strong`` is emphasized."""
        if relations or self._relations:
            self._relations, self._strong = relations, strong
            self._reader.viewport().update()

    def show_hints(self, hints: list[Hint]) -> None:
        """Draw letters before the spans that can be chosen."""
        if hints or self._hints:
            self._hints = hints
            self._reader.viewport().update()

    def paint(self, painter: QPainter, focused: Span) -> None:
        """Paint the relations, hints and handle of the focused span."""
        if self._painter is None:
            return
        if self._hints:
            for hint in self._hints:
                self._painter.paint_hint(painter, self._reader.box_of(hint.span), hint)
            return
        focused_box = self._reader.box_of(focused)
        on_screen = [
            (relation, self._reader.box_of(relation.other_end), relation.relation.id == self._strong)
            for relation in self._relations
            if self._reader.side_of(relation.other_end) == 0
        ]
        for relation, end_box, strong in on_screen:
            self._painter.paint_curve(painter, focused_box, end_box, outgoing=relation.outgoing, strong=strong)
        for relation, end_box, strong in on_screen:
            self._painter.paint_name(painter, end_box, relation.title, strong=strong)
        if self._drawn:
            self._painter.paint_draft(painter, focused_box, self._drawn[1])
        else:
            self._painter.paint_handle(painter, self._handle(focused), _RADIUS)

    def _handle(self, span: Span) -> QPointF:
        corner = self._reader.end_corner(span)
        return QPointF(corner.x() + _RADIUS + 1, corner.y() - 1)

    # Drawing with the mouse

    @property
    def is_drawing(self) -> bool:
        return self._drawn is not None

    def source_under(self, event: QMouseEvent, focused: Span | None) -> Span | None:
        """The span from which the mouse draws: the focused one at its handle; with Ctrl, the smallest one there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        if focused and (event.position() - self._handle(focused)).manhattanLength() < _REACH:
            return focused
        controlled = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self._reader.span_at(event.position()) if controlled else None

    def draw(self, source: Span, position: QPointF) -> None:
        """Draw a line from this span to the position of the mouse."""
        self._drawn = (source, position)
        self._reader.viewport().update()

    def drag(self, position: QPointF) -> None:
        if self._drawn:
            self.draw(self._drawn[0], position)

    def drop(self) -> Span | None:
        """Stop drawing; the span from which the mouse drew."""
        source = self._drawn[0] if self._drawn else None
        self._drawn = None
        self._reader.viewport().update()
        return source
