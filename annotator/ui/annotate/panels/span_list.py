"""The list of the spans of an article."""

from bisect import bisect_left
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QLineF,
    QModelIndex,
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

from annotator.app.annotate.open_document import OpenDocument
from annotator.domain.change_set import ChangeSet
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_index import SpanPosition, position_of
from annotator.domain.marks.warnings import MarkWarning
from annotator.domain.scheme.roles import AttributeRole, RelationRole
from annotator.i18n import tr
from annotator.ui.theme import LINE_STYLES, Theme
from annotator.ui.widgets.plain_text import tooltip
from annotator.ui.widgets.two_column_row import ModelIndex

_ROW = 26
_GAP = 10
# The parties of a demand keep this share of the line, however long the demand is.
_SIDE_SHARE = 0.45
_INDENT = 14
_DEEPEST = 4
_WARNING_WIDTH = 12
_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SpanListRow(NamedTuple):
    """The content of a row: the span, its words, its depth in other spans, and the parties of a demand or quote."""

    span: Span
    words: str
    depth: int
    parties: str
    has_warning: bool


class SpanListModel(QAbstractListModel):
    """The spans of the open article in text order; the rows follow its changes."""

    def __init__(self) -> None:
        super().__init__()
        self._open_document: OpenDocument | None = None
        self._order: list[SpanPosition] = []
        self._warnings: dict[str, list[str]] = {}

    def show_document(self, open_document: OpenDocument | None) -> None:
        self.beginResetModel()
        self._open_document = open_document
        self._order = list(open_document.index.order) if open_document else []
        self.endResetModel()

    def follow(self, change: ChangeSet) -> None:
        """Update the rows; the open article has followed the change already."""
        if change.bulk:
            self.show_document(self._open_document)
            return
        for spans in change.spans:
            if spans.before and spans.after and position_of(spans.before) == position_of(spans.after):
                continue
            if spans.before:
                row = bisect_left(self._order, position_of(spans.before))
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._order[row]
                self.endRemoveRows()
            if spans.after:
                row = bisect_left(self._order, position_of(spans.after))
                self.beginInsertRows(QModelIndex(), row, row)
                self._order.insert(row, position_of(spans.after))
                self.endInsertRows()
        for span in self._spans_affected_by(change):
            index = self.index(self.row_of(span))
            self.dataChanged.emit(index, index)

    def show_warnings(self, warnings: list[MarkWarning]) -> None:
        """Mark the rows of the spans that have warnings."""
        before, self._warnings = self._warnings, {}
        for warning in warnings:
            self._warnings[warning.span] = [*self._warnings.get(warning.span, []), warning.text]
        if before != self._warnings and self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _spans_affected_by(self, change: ChangeSet) -> list[Span]:
        """The spans whose rows may have changed, for example in their depth or in the speaker of a demand."""
        if self._open_document is None:
            return []
        sides = [side for spans in change.spans for side in (spans.before, spans.after) if side]
        relations = [side for changed in change.relations for side in (changed.before, changed.after) if side]
        touching = [span for side in sides for span in self._open_document.index.touching(side.start, side.end)]
        ends = [
            self._open_document.spans.get(name) for relation in relations for name in (relation.source, relation.target)
        ]
        return list({span.id: span for span in (*touching, *ends) if span}.values())

    def row_of(self, span: Span) -> int:
        return bisect_left(self._order, position_of(span))

    def neighbour(self, span: Span | None, offset: int, *, forward: bool) -> Span | None:
        """The span after or before this one; without one, the first span after or before the offset.

        The first span follows the last one.
        """
        if self._open_document is None or not self._order:
            return None
        if span:
            row = self.row_of(span) + (1 if forward else -1)
        else:
            row = bisect_left(self._order, (offset, -len(self._open_document.document.text), "")) - (
                0 if forward else 1
            )
        return self._open_document.spans[self._order[row % len(self._order)][2]]

    def span_at(self, index: ModelIndex) -> Span | None:
        if self._open_document is None or not index.isValid():
            return None
        return self._open_document.spans.get(self._order[index.row()][2])

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        span = self.span_at(index)
        if span is None or self._open_document is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown_words(self._open_document, span)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken_description(span)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip("\n".join(self._warnings.get(span.id, ()))) or None
            case _:
                return None

    def row(self, number: int) -> SpanListRow | None:
        """The content of the row with this number."""
        span = self.span_at(self.index(number))
        if span is None:
            return None
        return SpanListRow(
            span,
            shown_words(self._open_document, span),
            self._depth(span),
            self._parties(span),
            span.id in self._warnings,
        )

    def spoken_description(self, span: Span) -> str:
        """Label, words, parties, line, note and warnings, for screen readers."""
        if self._open_document is None:
            return ""
        label = self._open_document.session.scheme.labels.get(span.label)
        line = self._open_document.document.text.count("\n", 0, span.start) + 1
        phrases = (
            label.title if label else span.label,
            shown_words(self._open_document, span),
            self._parties(span),
            tr("line {number} of the article", number=line),
            tr("note: {note}", note=span.note) if span.note else "",
            *self._warnings.get(span.id, ()),
        )
        return ", ".join(filter(None, phrases))

    def _depth(self, span: Span) -> int:
        """The number of spans that contain this one."""
        if self._open_document is None:
            return 0
        touching = self._open_document.index.touching(span.start, span.end)
        return sum(
            outer.start <= span.start and span.end <= outer.end and outer.length > span.length for outer in touching
        )

    def _parties(self, span: Span) -> str:
        """The speakers and addressees of a demand or a quote; empty for other spans."""
        if self._open_document is None:
            return ""
        relations = self._open_document.relations_of(span.id)
        scheme = self._open_document.session.scheme
        says, addressed = scheme.relations_with(RelationRole.SAYS), scheme.relations_with(RelationRole.ADDRESSED_TO)
        speakers = [
            self._party(relation.source)
            for relation in relations
            if relation.label in says and relation.target == span.id
        ]
        addressees = [
            self._party(relation.target)
            for relation in relations
            if relation.label in addressed and relation.source == span.id
        ]
        if not speakers and not addressees:
            return ""
        return " → ".join(filter(None, (", ".join(speakers) or "…", ", ".join(addressees))))

    def _party(self, name: str) -> str:
        if self._open_document is None:
            return ""
        span = self._open_document.spans[name]
        entity = self._open_document.session.scheme.value(span, AttributeRole.ENTITY)
        return " ".join((entity or span.quote).split())


def shown_words(open_document: OpenDocument | None, span: Span) -> str:
    """The words of the span's fragments on one line, without the text between the fragments."""
    text = open_document.document.text if open_document else ""
    return " … ".join(" ".join(text[start:end].split()) for start, end in span.fragments)


class _Fonts:
    """The fonts of the rows, created once because every changed mark repaints all visible rows."""

    def __init__(self, base: QFont) -> None:
        self.base, self.small, self.sign = base, QFont(base), QFont(base)
        self.small.setPointSizeF(base.pointSizeF() * 0.9)
        self.sign.setBold(True)
        self.sign.setPointSizeF(max(7.0, base.pointSizeF() * 0.82))
        self.words, self.sides, self.signs = (QFontMetricsF(font) for font in (self.base, self.small, self.sign))


def _baseline(box: QRectF, metrics: QFontMetricsF) -> float:
    """The baseline of text that is vertically centred in the box."""
    return round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)


class SpanDelegate(QStyledItemDelegate):
    """Paints a row: the line and letter of the label, the words, and the parties of a demand."""

    def __init__(self, theme: Theme, labels: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._fonts: _Fonts | None = None
        self.show(theme, labels)

    def show(self, theme: Theme, labels: dict[str, Any]) -> None:
        """Paint with these labels and colours from now on."""
        self.theme, self.labels = theme, labels
        self._text, self._muted = QColor(theme.text), QColor(theme.muted)
        self._colors = {name: theme.color_of(label) for name, label in labels.items()}
        self._pens = {name: _line(self._colors[name], label.line) for name, label in labels.items()}

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        model = index.model()
        row = model.row(index.row()) if isinstance(model, SpanListModel) else None
        if row is None:
            return
        if self._fonts is None or self._fonts.base != option.font:
            self._fonts = _Fonts(QFont(option.font))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, state = QRectF(option.rect), option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self.theme.blend(self._colors.get(row.span.label, self._muted), 0.22))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(self.theme.hover))
        left = box.left() + 12 + _INDENT * min(_DEEPEST, row.depth)
        self._paint_sign(painter, row.span.label, QRectF(left, box.top() + 5, 16, 16), self._fonts)
        room = box.right() - left - 34 - (_WARNING_WIDTH if row.has_warning else 0)
        self._paint_words(painter, QRectF(left + 24, box.top(), room, _ROW), row, self._fonts)
        if row.has_warning:
            painter.setPen(self._muted)
            painter.drawText(box.adjusted(0, 0, -10, 0), _ALIGN_RIGHT, "!")
        painter.restore()

    def _paint_sign(self, painter: QPainter, name: str, box: QRectF, fonts: _Fonts) -> None:
        label = self.labels.get(name)
        sign = (label.key or label.name[:1]) if label else "?"
        painter.setFont(fonts.sign)
        painter.setPen(self._text)
        left = box.center().x() - fonts.signs.horizontalAdvance(sign) / 2
        painter.drawText(QPointF(left, _baseline(box.adjusted(0, -2, 0, -2), fonts.signs)), sign)
        painter.setPen(self._pens.get(name) or _line(self._muted, "solid"))
        painter.drawLine(QLineF(box.left() - 1, box.bottom(), box.right() + 1, box.bottom()))

    def _paint_words(self, painter: QPainter, box: QRectF, row: SpanListRow, fonts: _Fonts) -> None:
        """Paint the words, and behind them in smaller letters the parties."""
        elide, baseline = Qt.TextElideMode.ElideRight, _baseline(box, fonts.words)
        parties_width = fonts.sides.horizontalAdvance(row.parties) + _GAP if row.parties else 0.0
        room = max(box.width() * (1 - _SIDE_SHARE), box.width() - parties_width)
        words = fonts.words.elidedText(row.words, elide, room)
        painter.setFont(fonts.base)
        painter.setPen(self._text)
        painter.drawText(QPointF(box.left(), baseline), words)
        if row.parties:
            behind = box.left() + fonts.words.horizontalAdvance(words) + _GAP
            painter.setFont(fonts.small)
            painter.setPen(self._muted)
            parties = fonts.sides.elidedText(row.parties, elide, box.right() - behind)
            painter.drawText(QPointF(behind, baseline), parties)


def _line(color: QColor, style: str) -> QPen:
    pen = QPen(color, 2.6, LINE_STYLES[style])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style != "solid":
        pen.setDashPattern([1.9, 1.0] if style == "dash" else [1.0, 0.9])
    return pen


class SpanList(QTableView):
    """The list view; a selected span is shown in the text."""

    chosen = Signal(str)
    """A span was selected by the user; its id."""
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
        # A table with rows of one height inserts a row among thousands without measuring the others.
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
        self.selectionModel().currentChanged.connect(self._emit_chosen)

    @property
    def spans(self) -> SpanListModel:
        return self._model

    def show_labels(self, labels: dict[str, Any]) -> None:
        """Paint the rows with these labels."""
        self._delegate.show(self._delegate.theme, labels)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.show(theme, self._delegate.labels)
        self.viewport().update()

    def follow(self, change: ChangeSet) -> None:
        """Update the rows without emitting ``chosen``: Qt selects a neighbour of a removed row by itself."""
        self._silent = True
        self._model.follow(change)
        self._silent = False

    def select_span(self, span: Span | None) -> None:
        """Select the row of this span without emitting ``chosen``."""
        self._silent = True
        if span is None:
            self.selectionModel().clear()
        else:
            index = self._model.index(self._model.row_of(span))
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._silent = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row visible when relations and attributes need more height below."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def chosen_spans(self) -> list[Span]:
        """The spans of all selected rows if there are several; otherwise none."""
        rows = self.selectionModel().selectedRows()
        spans = [span for span in map(self._model.span_at, rows) if span]
        return spans if len(spans) > 1 else []

    def _emit_chosen(self, current: QModelIndex) -> None:
        span = self._model.span_at(current)
        if span and not self._silent:
            self.chosen.emit(span.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # Without Ctrl they move among the columns, of which there is only one.
            modifiers = event.modifiers() | Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), modifiers))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()
