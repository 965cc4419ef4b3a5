"""What stands in this article, as a list that reads like its skeleton?"""

from bisect import bisect_left
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.app.annotate.open_document import Desk
from annotator.domain.change_set import ChangeSet
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import Place, place_of
from annotator.domain.marks.warnings import Caution
from annotator.i18n import tr
from annotator.ui.theme import LINE_STYLES, Theme
from annotator.ui.widgets.plain_text import tip

Index = QModelIndex | QPersistentModelIndex

_ROW = 26
_GAP = 10
# However long a demand is, its parties keep this share of the line.
_SIDE_SHARE = 0.45
_INDENT = 14
_DEEPEST = 4
_WARNING = 12
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Row(NamedTuple):
    """What a row shows: the span, its words, how many spans hold it, and the parties of a demand or quote."""

    span: Span
    words: str
    depth: int
    side: str
    warned: bool


class SpanListModel(QAbstractListModel):
    """The spans of a desk in text order; rows come and go with the desk's changes."""

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._order: list[Place] = []
        self._cautions: dict[str, list[str]] = {}

    def show_desk(self, desk: Desk | None) -> None:
        self.beginResetModel()
        self._desk = desk
        self._order = list(desk.index.order) if desk else []
        self.endResetModel()

    def follow(self, change: ChangeSet) -> None:
        """Bring the rows to where the desk, which followed already, is."""
        if change.bulk:
            self.show_desk(self._desk)
            return
        for spans in change.spans:
            if spans.before and spans.after and place_of(spans.before) == place_of(spans.after):
                continue
            if spans.before:
                row = bisect_left(self._order, place_of(spans.before))
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._order[row]
                self.endRemoveRows()
            if spans.after:
                row = bisect_left(self._order, place_of(spans.after))
                self.beginInsertRows(QModelIndex(), row, row)
                self._order.insert(row, place_of(spans.after))
                self.endInsertRows()
        for name in self._changed_with(change):
            index = self.index(self.row_of(name))
            self.dataChanged.emit(index, index)

    def show_cautions(self, found: list[Caution]) -> None:
        """Mark the rows of spans that want a second look."""
        before, self._cautions = self._cautions, {}
        for caution in found:
            self._cautions[caution.span] = [*self._cautions.get(caution.span, []), caution.text]
        if before != self._cautions and self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _changed_with(self, change: ChangeSet) -> list[Span]:
        """The spans whose rows may say something else now: a neighbour's depth, the speaker of a demand."""
        if self._desk is None:
            return []
        sides = [side for spans in change.spans for side in (spans.before, spans.after) if side]
        links = [side for relations in change.relations for side in (relations.before, relations.after) if side]
        near = [span for side in sides for span in self._desk.index.touching(side.start, side.end)]
        ends = [self._desk.spans.get(name) for link in links for name in (link.source, link.target)]
        return list({span.id: span for span in (*near, *ends) if span}.values())

    def row_of(self, span: Span) -> int:
        return bisect_left(self._order, place_of(span))

    def beside(self, span: Span | None, place: int, *, forward: bool) -> Span | None:
        """The span after this one, or before it, around in a ring; without one, the next after the place."""
        if self._desk is None or not self._order:
            return None
        if span:
            row = self.row_of(span) + (1 if forward else -1)
        else:
            row = bisect_left(self._order, (place, -len(self._desk.document.text), "")) - (0 if forward else 1)
        return self._desk.spans[self._order[row % len(self._order)][2]]

    def span_at(self, index: Index) -> Span | None:
        if self._desk is None or not index.isValid():
            return None
        return self._desk.spans.get(self._order[index.row()][2])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        span = self.span_at(index)
        if span is None or self._desk is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown_words(self._desk, span)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(span)
            case Qt.ItemDataRole.ToolTipRole:
                return tip("\n".join(self._cautions.get(span.id, ()))) or None
            case _:
                return None

    def row(self, number: int) -> Row | None:
        """All that the row with this number shows."""
        span = self.span_at(self.index(number))
        if span is None:
            return None
        return Row(span, shown_words(self._desk, span), self._depth(span), self._side(span), span.id in self._cautions)

    def spoken(self, span: Span) -> str:
        """Label, words, parties, place and note, for whoever does not see the row."""
        if self._desk is None:
            return ""
        label = self._desk.session.scheme.labels.get(span.label)
        line = self._desk.document.text.count("\n", 0, span.start) + 1
        parts = (
            label.title if label else span.label,
            shown_words(self._desk, span),
            self._side(span),
            tr("line {number} of the article", number=line),
            tr("note: {note}", note=span.note) if span.note else "",
            *self._cautions.get(span.id, ()),
        )
        return ", ".join(filter(None, parts))

    def _depth(self, span: Span) -> int:
        """How many spans hold this one."""
        if self._desk is None:
            return 0
        around = self._desk.index.touching(span.start, span.end)
        return sum(
            other.start <= span.start and span.end <= other.end and other.length > span.length for other in around
        )

    def _side(self, span: Span) -> str:
        """Who demands and of whom, for a demand or a quote; empty for other spans."""
        if self._desk is None:
            return ""
        links = self._desk.linked(span.id)
        speakers = [self._party(link.source) for link in links if link.label == "SAYS" and link.target == span.id]
        addressees = [
            self._party(link.target) for link in links if link.label == "ADDRESSED_TO" and link.source == span.id
        ]
        if not speakers and not addressees:
            return ""
        return " → ".join(part for part in (", ".join(speakers) or "…", ", ".join(addressees)) if part)

    def _party(self, name: str) -> str:
        span = self._desk.spans[name] if self._desk else None
        return " ".join((span.attributes.get("entity") or span.quote).split()) if span else ""


def shown_words(desk: Desk | None, span: Span) -> str:
    """The span's own words on one line: its fragments, without what lies between them."""
    text = desk.document.text if desk else ""
    return " … ".join(" ".join(text[start:end].split()) for start, end in span.fragments)


class _Ink:
    """The fonts of the rows; made once, as every mark that comes or goes lets a screenful of rows be drawn."""

    def __init__(self, base: QFont) -> None:
        self.base, self.small, self.sign = base, QFont(base), QFont(base)
        self.small.setPointSizeF(base.pointSizeF() * 0.9)
        self.sign.setBold(True)
        self.sign.setPointSizeF(max(7.0, base.pointSizeF() * 0.82))
        self.words, self.sides, self.signs = (QFontMetricsF(font) for font in (self.base, self.small, self.sign))


def _baseline(box: QRectF, metrics: QFontMetricsF) -> float:
    """Where letters stand that are in the middle of the box."""
    return round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)


class SpanDelegate(QStyledItemDelegate):
    """Draws a row: the label's line and letter, the words, and the parties of a demand."""

    def __init__(self, theme: Theme, labels: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._ink: _Ink | None = None
        self.show(theme, labels)

    def show(self, theme: Theme, labels: dict[str, Any]) -> None:
        """Draw these labels in these colours from now on."""
        self.theme, self.labels = theme, labels
        self._text, self._muted = QColor(theme.text), QColor(theme.muted)
        self._colors = {name: theme.color_of(label) for name, label in labels.items()}
        self._pens = {name: _line(self._colors[name], label.line) for name, label in labels.items()}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index.row()) if isinstance(model, SpanListModel) else None
        if row is None:
            return
        if self._ink is None or self._ink.base != option.font:
            self._ink = _Ink(QFont(option.font))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, state = QRectF(option.rect), option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self.theme.blend(self._colors.get(row.span.label, self._muted), 0.22))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(self.theme.hover))
        left = box.left() + 12 + _INDENT * min(_DEEPEST, row.depth)
        self._paint_sign(painter, row.span.label, QRectF(left, box.top() + 5, 16, 16), self._ink)
        room = box.right() - left - 34 - (_WARNING if row.warned else 0)
        self._paint_words(painter, QRectF(left + 24, box.top(), room, _ROW), row, self._ink)
        if row.warned:
            painter.setPen(self._muted)
            painter.drawText(box.adjusted(0, 0, -10, 0), _AT_THE_RIGHT, "!")
        painter.restore()

    def _paint_sign(self, painter: QPainter, name: str, box: QRectF, ink: _Ink) -> None:
        label = self.labels.get(name)
        sign = (label.key or label.name[:1]) if label else "?"
        painter.setFont(ink.sign)
        painter.setPen(self._text)
        at = box.center().x() - ink.signs.horizontalAdvance(sign) / 2
        painter.drawText(QPointF(at, _baseline(box.adjusted(0, -2, 0, -2), ink.signs)), sign)
        painter.setPen(self._pens.get(name) or _line(self._muted, "solid"))
        painter.drawLine(QLineF(box.left() - 1, box.bottom(), box.right() + 1, box.bottom()))

    def _paint_words(self, painter: QPainter, box: QRectF, row: Row, ink: _Ink) -> None:
        """The words, and behind them in smaller letters who asks whom."""
        elide, baseline = Qt.TextElideMode.ElideRight, _baseline(box, ink.words)
        wanted = ink.sides.horizontalAdvance(row.side) + _GAP if row.side else 0.0
        room = max(box.width() * (1 - _SIDE_SHARE), box.width() - wanted)
        words = ink.words.elidedText(row.words, elide, room)
        painter.setFont(ink.base)
        painter.setPen(self._text)
        painter.drawText(QPointF(box.left(), baseline), words)
        if row.side:
            behind = box.left() + ink.words.horizontalAdvance(words) + _GAP
            painter.setFont(ink.small)
            painter.setPen(self._muted)
            side = ink.sides.elidedText(row.side, elide, box.right() - behind)
            painter.drawText(QPointF(behind, baseline), side)


def _line(color: QColor, style: str) -> QPen:
    pen = QPen(color, 2.6, LINE_STYLES[style])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style != "solid":
        pen.setDashPattern([1.9, 1.0] if style == "dash" else [1.0, 0.9])
    return pen


class SpanList(QTableView):
    """The list: select there, see it in the text."""

    chosen = Signal(str)
    """The id of the span that a person moved to."""
    left = Signal()
    """Enter or Esc: back to the text."""

    def __init__(self, theme: Theme, labels: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SpanListModel()
        self._delegate = SpanDelegate(theme, labels, self)
        self._silent = False
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        # A table with rows of one height takes a new row among thousands without looking at the others.
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setAccessibleName(tr("Spans in text order"))
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def spans(self) -> SpanListModel:
        return self._model

    def show_labels(self, labels: dict[str, Any]) -> None:
        """Draw rows as these labels say."""
        self._delegate.show(self._delegate.theme, labels)
        self.viewport().update()

    def wear(self, theme: Theme) -> None:
        self._delegate.show(theme, self._delegate.labels)
        self.viewport().update()

    def follow(self, change: ChangeSet) -> None:
        """Bring the rows to where the desk is; Qt picks a neighbour of a row that went, which nobody chose."""
        self._silent = True
        self._model.follow(change)
        self._silent = False

    def point_to(self, span: Span | None) -> None:
        """Select the row of this span without telling anybody."""
        self._silent = True
        if span is None:
            self.selectionModel().clear()
        else:
            index = self._model.index(self._model.row_of(span))
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._silent = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Links and attributes take room below: the row that was pointed to stays in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def chosen_spans(self) -> list[Span]:
        """The spans of the rows that are chosen together; none where it is only one."""
        rows = self.selectionModel().selectedRows()
        found = [span for span in map(self._model.span_at, rows) if span]
        return found if len(found) > 1 else []

    def _tell(self, current: QModelIndex) -> None:
        span = self._model.span_at(current)
        if span and not self._silent:
            self.chosen.emit(span.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # Alone they would walk the columns, of which there is one.
            modifiers = event.modifiers() | Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), modifiers))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()
