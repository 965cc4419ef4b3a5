"""The card that shows a case with its rival versions, notes, keys and guideline."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.domain.marks.marks import Fragment, Span
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text.offsets import OffsetMap
from annotator.i18n import tr
from annotator.review.cases import CaseRelation
from annotator.ui.review.titles import label_words
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel, shorten
from annotator.ui.widgets.rule import rule

_LONGEST = 700
_BADGE = 20
_GAP = 8


class Badge(NamedTuple):
    """The sign and the colour of a lane."""

    sign: str
    color: QColor


class CaseFact(NamedTuple):
    """One mark of a version: its label, its words, the ranges of the words that differ, its attributes and note."""

    label: str
    words: str
    differing: Sequence[Fragment]
    attributes: str


class Candidate(NamedTuple):
    """One version with the annotators who have it; without facts, they marked nothing."""

    badges: Sequence[Badge]
    names: str
    facts: Sequence[CaseFact]


class _Words(QWidget):
    """The words of a mark; the letters that differ have a coloured background."""

    def __init__(self, fact: CaseFact, theme: Theme) -> None:
        super().__init__()
        self._fact, self._theme = fact, theme
        self._text = fact.words[:_LONGEST]
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._text)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._layout(width)[1]) + 1

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.text))
        self._layout(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _layout(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(" ".join(self._text.splitlines()), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        emphasis = QTextCharFormat()
        emphasis.setBackground(QColor(self._theme.found))
        emphasis.setFontWeight(QFont.Weight.Bold)
        offsets, formats = OffsetMap(self._text), []
        for start, end in self._fact.differing:
            if start < len(self._text):
                format_range = QTextLayout.FormatRange()
                format_range.start = offsets.to_utf16(start)
                format_range.length = offsets.to_utf16(min(end, len(self._text))) - format_range.start
                format_range.format = emphasis
                formats.append(format_range)
        layout.setFormats(formats)
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.15
        layout.endLayout()
        return layout, height


class _Sign(QWidget):
    """A sign in a ring of its colour."""

    def __init__(self, badge: Badge) -> None:
        super().__init__()
        self._badge = badge
        self.setFixedSize(_BADGE, _BADGE)
        self.setAccessibleName(badge.sign)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._badge.color, 1.5))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawEllipse(box)
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        painter.setPen(self.palette().text().color())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge.sign)
        painter.end()


class _Bar(QWidget):
    """A bar in the colour of a label."""

    def __init__(self, color: QColor) -> None:
        super().__init__()
        self._color = color
        self.setFixedWidth(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()


class _Row(QFrame):
    """One version; a click chooses it."""

    clicked = Signal()

    def __init__(self, candidate: Candidate, scheme: Scheme, theme: Theme, *, choosing: bool) -> None:
        super().__init__()
        self.setProperty("role", "choice" if choosing else "version")
        if choosing:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        head = QHBoxLayout()
        head.setSpacing(4)
        for badge in candidate.badges:
            head.addWidget(_Sign(badge))
        names = PlainLabel(candidate.names)
        names.setProperty("role", "muted")
        head.addSpacing(4)
        head.addWidget(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addLayout(head)
        for fact in candidate.facts:
            column.addLayout(_fact_row(fact, scheme, theme))
        if not candidate.facts:
            nothing = PlainLabel(tr("nothing here"))
            nothing.setProperty("role", "muted")
            column.addWidget(nothing)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def _fact_row(fact: CaseFact, scheme: Scheme, theme: Theme) -> QHBoxLayout:
    label = scheme.labels.get(fact.label)
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    row.addWidget(_Bar(theme.color_of(label) if label else QColor(theme.edge)))
    column = QVBoxLayout()
    column.setSpacing(2)
    title = PlainLabel(label.title if label else label_words(fact.label))
    title.setProperty("role", "heading")
    column.addWidget(title)
    column.addWidget(_Words(fact, theme))
    if fact.attributes:
        attributes = PlainLabel(shorten(fact.attributes))
        attributes.setProperty("role", "muted")
        attributes.setWordWrap(True)
        column.addWidget(attributes)
    row.addLayout(column, 1)
    return row


class CaseCard(QScrollArea):
    """The current case: its title, versions, notes, keys and guideline.

    A click on a version chooses it only if the card is ``choosing``.
    """

    version_chosen = Signal(int)
    """The version with this index was clicked."""

    def __init__(self, scheme: Scheme, theme: Theme, *, choosing: bool = True) -> None:
        super().__init__()
        self._choosing = choosing
        self._scheme, self._theme = scheme, theme
        self.candidates: Sequence[Candidate] = ()
        self.notes: Sequence[tuple[str, str]] = ()
        self.keys: Sequence[tuple[str, str]] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("The case"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def show_case(
        self,
        title: str,
        candidates: Sequence[Candidate],
        notes: Sequence[tuple[str, str]],
        keys: Sequence[tuple[str, str]],
        guideline: Sequence[str],
        *,
        keys_first: bool = False,
    ) -> None:
        """Show these versions; ``notes`` are captions with texts, ``keys`` are keys with their effects."""
        self.candidates, self.notes, self.keys = candidates, notes, keys
        body = QWidget()
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        if keys_first:
            self._add_notes_and_keys(column, notes, keys, columns=1)
            column.addWidget(rule())
        column.addWidget(_text(title, "heading"))
        for index, candidate in enumerate(candidates):
            row = _Row(candidate, self._scheme, self._theme, choosing=self._choosing)
            row.clicked.connect(lambda index=index: self.version_chosen.emit(index))
            column.addWidget(row)
        if not keys_first:
            self._add_notes_and_keys(column, notes, keys, columns=2)
        if guideline:
            column.addWidget(rule())
            column.addWidget(_text(tr("Guideline"), "heading"))
            for point in guideline:
                column.addWidget(_text(point, "muted"))
        column.addStretch(1)
        self.setWidget(body)

    def _add_notes_and_keys(
        self, column: QVBoxLayout, notes: Sequence[tuple[str, str]], keys: Sequence[tuple[str, str]], *, columns: int
    ) -> None:
        for caption, note in notes:
            column.addWidget(_text(f"{caption}: {note}" if caption else note))
        column.addWidget(rule())
        column.addWidget(_Keys(keys, self._theme, columns=columns))


class _Keys(QWidget):
    """Keys and their effects, in columns; painted, as the card is built anew after every decision."""

    def __init__(self, keys: Sequence[tuple[str, str]], theme: Theme, *, columns: int) -> None:
        super().__init__()
        self._keys, self._theme = keys, theme
        self.setAccessibleName("\n".join(f"{key}: {effect}" for key, effect in keys))
        self._rows = -(-len(keys) // columns)
        self.setFixedHeight(self._rows * self._row_height)

    @property
    def _row_height(self) -> int:
        return self.fontMetrics().height() + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, rows = self.fontMetrics(), self._rows
        left = 0
        for column in (self._keys[:rows], self._keys[rows:]):
            key_width = max((metrics.horizontalAdvance(key) for key, _ in column), default=0) + 12
            for row, (key, effect) in enumerate(column):
                baseline = row * self._row_height + metrics.ascent() + 2
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QPointF(left, baseline), key)
                painter.setPen(QColor(self._theme.text))
                elided = metrics.elidedText(effect, Qt.TextElideMode.ElideRight, self.width() - left - key_width)
                painter.drawText(QPointF(left + key_width, baseline), elided)
            left += key_width + max((metrics.horizontalAdvance(effect) for _, effect in column), default=0) + 16
        painter.end()


def span_fact(span: Span, ranges: Sequence[Fragment]) -> CaseFact:
    """A span on the card; ``ranges`` are the ranges of the text in which the versions differ."""
    attributes = [f"{name.replace('_', ' ')}: {value}" for name, value in span.attributes.items() if value]
    note = [f"“{span.note}”"] if span.note else []
    return CaseFact(span.label, span.quote, _ranges_within(span, ranges), " · ".join([*attributes, *note]))


def relation_fact(relation: CaseRelation) -> CaseFact:
    """A relation on the card, with the words of its ends."""
    attributes = [f"{name}: {value}" for name, value in relation.relation.attributes.items() if value]
    words = f"{relation.source.quote} → {relation.target.quote}"
    return CaseFact(relation.relation.label, words, (), " · ".join(attributes))


def _ranges_within(span: Span, ranges: Sequence[Fragment]) -> list[Fragment]:
    """The parts of these ranges that lie in the span, relative to its start."""
    return [
        (max(start, span.start) - span.start, min(end, span.end) - span.start)
        for start, end in ranges
        if start < span.end and end > span.start
    ]


def _text(text: str, role: str = "") -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
