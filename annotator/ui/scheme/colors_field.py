"""Which colours shall a label have, and how does it then look on the page?"""

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.scheme.colors import LEAST_CONTRAST, NEAR, PALETTE, contrast, farthest_first, nearest
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.i18n import mark, tr
from annotator.ui.theme import LINE_STYLES, Theme, named
from annotator.ui.widgets.plain_text import PlainLabel

_SWATCH = QSize(34, 22)
_IN_A_ROW = 8
_SAMPLE_HEIGHT = 62
_VISIONS = {
    "usual": mark("everybody"),
    "protanopia": mark("people without red cones"),
    "deuteranopia": mark("people without green cones"),
    "tritanopia": mark("people without blue cones"),
}


class Swatch(QAbstractButton):
    """One pair of shades: the one for light pages above, the one for dark pages below."""

    def __init__(self, light: str, dark: str) -> None:
        super().__init__()
        self._shades = light, dark
        self.setCheckable(True)
        self.setFixedSize(_SWATCH)
        self.setAccessibleName(tr("{light} on light, {dark} on dark pages", light=light, dark=dark))
        self.setToolTip(self.accessibleName())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        for shade, place in zip(self._shades, (0.0, 0.5), strict=True):
            painter.fillRect(
                QRectF(box.left(), box.top() + place * box.height(), box.width(), box.height() / 2), QColor(shade)
            )
        if self.hasFocus() or self.isChecked():
            painter.setPen(QPen(self.palette().text().color(), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)


class Sample(QWidget):
    """Some marked words, on a light page and on a dark one."""

    def __init__(self) -> None:
        super().__init__()
        self._label: Label | None = None
        self.setFixedHeight(_SAMPLE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Sample of marked words on a light and on a dark page"))

    def show_label(self, label: Label) -> None:
        self._label = label
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._label is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.width() / 2
        for place, theme in enumerate((named("light"), named("dark"))):
            self._paint_half(painter, QRectF(place * half, 0, half, self.height()), theme, self._label)

    def _paint_half(self, painter: QPainter, box: QRectF, theme: Theme, label: Label) -> None:
        painter.fillRect(box, QColor(theme.page))
        font = QFont("Noto Serif", 13)
        font.setStyleHint(QFont.StyleHint.Serif)
        letters = QFontMetricsF(font)
        before, words = tr("so said "), tr("the minister")
        left, base = box.left() + 20, box.top() + 36
        start = left + letters.horizontalAdvance(before)
        end = start + letters.horizontalAdvance(words)
        color = theme.color_of(label)
        if label.main:
            ground = QRectF(start - 1, base - letters.ascent() * 0.86, end - start + 2, letters.ascent() + 3)
            painter.fillRect(ground, theme.blend(color, theme.tint))
        pen = QPen(color, theme.strong_line if label.main else theme.fine_line, LINE_STYLES[label.line])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        line = base + letters.descent() * 0.55 + 2.5
        painter.drawLine(QLineF(start, line, end, line))
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(int(left), int(base), before + words)
        small = QFont(self.font())
        small.setPointSizeF(8)
        small.setBold(True)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(int(start), int(base - letters.ascent() * 0.86), label.key or label.name[:1])


class LooksField(QWidget):
    """Two shades: out of those that stay apart from the other labels', or any. It says where they do not."""

    changed = Signal()

    def __init__(self, shades: tuple[str, str], scheme: Scheme, but: str) -> None:
        super().__init__()
        self.shades = shades
        self._swatches: dict[tuple[str, str], Swatch] = {}
        others = [label for label in scheme.labels.values() if label.name != but]
        self._others = [
            [(one.title, one.color_light) for one in others],
            [(one.title, one.color_dark) for one in others],
        ]
        self.warning = PlainLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("role", "muted")
        grid = QGridLayout()
        grid.setSpacing(2)
        offered = farthest_first(PALETTE, [(one.color_light, one.color_dark) for one in others])
        for place, pair in enumerate(offered):
            swatch = Swatch(*pair)
            swatch.clicked.connect(lambda _=False, pair=pair: self._take(pair))
            self._swatches[pair] = swatch
            grid.addWidget(swatch, place // _IN_A_ROW, place % _IN_A_ROW)
        grid.setColumnStretch(_IN_A_ROW, 1)
        own = QHBoxLayout()
        for side, text in enumerate((tr("Another on light…"), tr("Another on dark…"))):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, side=side: self._ask(side))
            own.addWidget(button)
        own.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addLayout(own)
        column.addWidget(self.warning)
        self._judge()

    def _take(self, shades: tuple[str, str]) -> None:
        self.shades = shades
        self._judge()
        self.changed.emit()

    def _ask(self, side: int) -> None:
        chosen = QColorDialog.getColor(QColor(self.shades[side]), self)
        if chosen.isValid():
            shade = chosen.name().upper()
            self._take((shade, self.shades[1]) if side == 0 else (self.shades[0], shade))

    def _judge(self) -> None:
        for pair, swatch in self._swatches.items():
            swatch.setChecked(pair == self.shades)
        self.warning.setText("\n".join(warnings(self.shades, self._others)) or tr("Stays apart from all other labels."))


def warnings(shades: tuple[str, str], others: list[list[tuple[str, str]]]) -> list[str]:
    """What speaks against these two shades, a line each: too like another label's, or too faint on its page."""
    found = []
    grounds = ((tr("light"), named("light")), (tr("dark"), named("dark")))
    for shade, known, (page, theme) in zip(shades, others, grounds, strict=True):
        apart, name, vision = nearest(shade, known)
        if apart < NEAR:
            found.append(
                tr("On {page} pages it is too like {label} for {who}.", page=page, label=name, who=tr(_VISIONS[vision]))
            )
        ratio = contrast(shade, theme.page)
        if ratio < LEAST_CONTRAST:
            found.append(tr("On {page} pages it is faint: {ratio} to 1, not 3 to 1.", page=page, ratio=f"{ratio:.1f}"))
    return found
