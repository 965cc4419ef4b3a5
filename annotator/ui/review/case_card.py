"""What are the rival versions of a case, and what is known of it?"""

from collections.abc import Mapping, Sequence
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
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import PlainLabel, brief

_LONGEST = 700
_BADGE = 20
_GAP = 8


class Badge(NamedTuple):
    """The sign of a lane."""

    sign: str
    color: QColor


class Line(NamedTuple):
    """One mark of a version: its label, its words, which letters of them differ, what is said of it."""

    label: str
    words: str
    differing: Sequence[Fragment]
    said: str


class Candidate(NamedTuple):
    """What some annotators have here alike; no lines where they have nothing."""

    badges: Sequence[Badge]
    names: str
    lines: Sequence[Line]


class _Words(QWidget):
    """Words in which the letters that differ stand on a ground of their own."""

    def __init__(self, line: Line, theme: Theme) -> None:
        super().__init__()
        self._line, self._theme = line, theme
        self._text = line.words[:_LONGEST]
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._text)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._laid_out(width)[1]) + 1

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.text))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(" ".join(self._text.splitlines()), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        ground = QTextCharFormat()
        ground.setBackground(QColor(self._theme.found))
        ground.setFontWeight(QFont.Weight.Bold)
        places, formats = OffsetMap(self._text), []
        for start, end in self._line.differing:
            if start < len(self._text):
                piece = QTextLayout.FormatRange()
                piece.start = places.to_utf16(start)
                piece.length = places.to_utf16(min(end, len(self._text))) - piece.start
                piece.format = ground
                formats.append(piece)
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
    """A sign in its colour, with its ring."""

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
    """A bar in a label's colour."""

    def __init__(self, color: QColor) -> None:
        super().__init__()
        self._color = color
        self.setFixedWidth(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()


class _Row(QFrame):
    """One version, which a click takes."""

    taken = Signal()

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
        for line in candidate.lines:
            column.addLayout(_told(line, scheme, theme))
        if not candidate.lines:
            nothing = PlainLabel(tr("nothing here"))
            nothing.setProperty("role", "muted")
            column.addWidget(nothing)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit()


def _told(line: Line, scheme: Scheme, theme: Theme) -> QHBoxLayout:
    label = scheme.labels.get(line.label)
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    row.addWidget(_Bar(theme.color_of(label) if label else QColor(theme.edge)))
    column = QVBoxLayout()
    column.setSpacing(2)
    title = PlainLabel(label.title if label else line.label.replace("_", " ").lower())
    title.setProperty("role", "heading")
    column.addWidget(title)
    column.addWidget(_Words(line, theme))
    if line.said:
        said = PlainLabel(brief(line.said))
        said.setProperty("role", "muted")
        said.setWordWrap(True)
        column.addWidget(said)
    row.addLayout(column, 1)
    return row


class Card(QScrollArea):
    """The case at hand: what it is about, its versions, the suggestion, what is known, the keys.

    Not ``choosing``, the versions are there to be read.
    """

    accepted = Signal(int)
    """The candidate in this place is to stand."""

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

    def wear(self, theme: Theme) -> None:
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
        """Show these versions; ``notes`` are captions with what they say, ``keys`` what can be pressed."""
        self.candidates, self.notes, self.keys = candidates, notes, keys
        body = QWidget()
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        if keys_first:
            self._tell(column, notes, keys, columns=1)
            column.addWidget(_rule())
        column.addWidget(_text(title, "heading"))
        for place, candidate in enumerate(candidates):
            row = _Row(candidate, self._scheme, self._theme, choosing=self._choosing)
            row.taken.connect(lambda place=place: self.accepted.emit(place))
            column.addWidget(row)
        if not keys_first:
            self._tell(column, notes, keys, columns=2)
        if guideline:
            column.addWidget(_rule())
            column.addWidget(_text(tr("Guideline"), "heading"))
            for point in guideline:
                column.addWidget(_text(point, "muted"))
        column.addStretch(1)
        self.setWidget(body)

    def _tell(
        self, column: QVBoxLayout, notes: Sequence[tuple[str, str]], keys: Sequence[tuple[str, str]], *, columns: int
    ) -> None:
        for caption, said in notes:
            column.addWidget(_text(f"{caption}: {said}" if caption else said))
        column.addWidget(_rule())
        column.addWidget(_Keys(keys, self._theme, columns=columns))


class _Keys(QWidget):
    """Keys and what they do, in columns; painted, since there is one after every decision."""

    def __init__(self, keys: Sequence[tuple[str, str]], theme: Theme, *, columns: int) -> None:
        super().__init__()
        self._keys, self._theme = keys, theme
        self.setAccessibleName("\n".join(f"{key}: {does}" for key, does in keys))
        self._rows = -(-len(keys) // columns)
        self.setFixedHeight(self._rows * self._step)

    @property
    def _step(self) -> int:
        return self.fontMetrics().height() + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, rows = self.fontMetrics(), self._rows
        left = 0
        for column in (self._keys[:rows], self._keys[rows:]):
            wide = max((metrics.horizontalAdvance(key) for key, _ in column), default=0) + 12
            for row, (key, does) in enumerate(column):
                baseline = row * self._step + metrics.ascent() + 2
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QPointF(left, baseline), key)
                painter.setPen(QColor(self._theme.text))
                shown = metrics.elidedText(does, Qt.TextElideMode.ElideRight, self.width() - left - wide)
                painter.drawText(QPointF(left + wide, baseline), shown)
            left += wide + max((metrics.horizontalAdvance(does) for _, does in column), default=0) + 16
        painter.end()


def said_of(span: Span) -> str:
    """Attributes and note of a span in a line."""
    told = [f"{name.replace('_', ' ')}: {value}" for name, value in span.attributes.items() if value]
    return " · ".join([*told, *([f"“{span.note}”"] if span.note else [])])


def differing_in(span: Span, ranges: Sequence[Fragment]) -> list[Fragment]:
    """Which letters of the span's words lie in these ranges of the text."""
    return [
        (max(start, span.start) - span.start, min(end, span.end) - span.start)
        for start, end in ranges
        if start < span.end and end > span.start
    ]


def badges_of(names: Sequence[str], signs: Mapping[str, str], colors: Mapping[str, QColor]) -> list[Badge]:
    return [Badge(signs[name], colors[name]) for name in names]


def _text(text: str, role: str = "") -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
