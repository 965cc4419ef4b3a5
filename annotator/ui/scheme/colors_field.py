"""The field for the colours of a label, and a sample of the label on the page."""

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

from annotator.domain.scheme.colors import (
    LEAST_CONTRAST,
    NEAR_DISTANCE,
    PALETTE,
    ColorPair,
    contrast,
    farthest_first,
    nearest,
)
from annotator.domain.scheme.scheme import Label, Scheme
from annotator.i18n import mark, tr
from annotator.ui.theme import LINE_STYLES, Theme, load_theme
from annotator.ui.widgets.plain_text import PlainLabel

_SWATCH = QSize(34, 22)
_SWATCHES_IN_ROW = 8
_SAMPLE_HEIGHT = 62
_VISIONS = {
    "usual": mark("everybody"),
    "protanopia": mark("people without red cones"),
    "deuteranopia": mark("people without green cones"),
    "tritanopia": mark("people without blue cones"),
}


class Swatch(QAbstractButton):
    """A button with a pair of shades: above the one for light pages, below the one for dark pages."""

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
        for shade, top in zip(self._shades, (0.0, 0.5), strict=True):
            painter.fillRect(
                QRectF(box.left(), box.top() + top * box.height(), box.width(), box.height() / 2), QColor(shade)
            )
        if self.hasFocus() or self.isChecked():
            painter.setPen(QPen(self.palette().text().color(), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)


class LabelSample(QWidget):
    """A sample of words with a label, on a light and on a dark page."""

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
        for number, theme in enumerate((load_theme("light"), load_theme("dark"))):
            self._paint_half(painter, QRectF(number * half, 0, half, self.height()), theme, self._label)

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
            tint = QRectF(start - 1, base - letters.ascent() * 0.86, end - start + 2, letters.ascent() + 3)
            painter.fillRect(tint, theme.blend(color, theme.tint))
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


class ColorsField(QWidget):
    """A choice of two shades, with a warning if they are hard to tell from those of another label."""

    changed = Signal()

    def __init__(self, shades: ColorPair, scheme: Scheme, label: str) -> None:
        super().__init__()
        self.shades = shades
        self._swatches: dict[ColorPair, Swatch] = {}
        other_labels = [entry for entry in scheme.labels.values() if entry.name != label]
        self._other_colors = [
            [(entry.title, entry.color_light) for entry in other_labels],
            [(entry.title, entry.color_dark) for entry in other_labels],
        ]
        self.warning = PlainLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("role", "muted")
        grid = QGridLayout()
        grid.setSpacing(2)
        pairs = farthest_first(PALETTE, [(entry.color_light, entry.color_dark) for entry in other_labels])
        for number, pair in enumerate(pairs):
            swatch = Swatch(*pair)
            swatch.clicked.connect(lambda _=False, pair=pair: self._choose(pair))
            self._swatches[pair] = swatch
            grid.addWidget(swatch, number // _SWATCHES_IN_ROW, number % _SWATCHES_IN_ROW)
        grid.setColumnStretch(_SWATCHES_IN_ROW, 1)
        buttons = QHBoxLayout()
        for side, text in enumerate((tr("Another on light…"), tr("Another on dark…"))):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, side=side: self._choose_freely(side))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addLayout(buttons)
        column.addWidget(self.warning)
        self._show_warnings()

    def _choose(self, shades: ColorPair) -> None:
        self.shades = shades
        self._show_warnings()
        self.changed.emit()

    def _choose_freely(self, side: int) -> None:
        chosen = QColorDialog.getColor(QColor(self.shades[side]), self)
        if chosen.isValid():
            shade = chosen.name().upper()
            self._choose((shade, self.shades[1]) if side == 0 else (self.shades[0], shade))

    def _show_warnings(self) -> None:
        for pair, swatch in self._swatches.items():
            swatch.setChecked(pair == self.shades)
        self.warning.setText(
            "\n".join(color_warnings(self.shades, self._other_colors)) or tr("Stays apart from all other labels.")
        )


def color_warnings(shades: ColorPair, other_colors: list[list[tuple[str, str]]]) -> list[str]:
    """A line for each shade that is too like that of another label, or too faint on its page.

    ``other_colors`` are the titles and shades of the other labels, on light and on dark pages.
    """
    lines = []
    pages = ((tr("light"), load_theme("light")), (tr("dark"), load_theme("dark")))
    for shade, named_colors, (page, theme) in zip(shades, other_colors, pages, strict=True):
        distance, name, vision = nearest(shade, named_colors)
        if distance < NEAR_DISTANCE:
            lines.append(
                tr("On {page} pages it is too like {label} for {who}.", page=page, label=name, who=tr(_VISIONS[vision]))
            )
        ratio = contrast(shade, theme.page)
        if ratio < LEAST_CONTRAST:
            lines.append(tr("On {page} pages it is faint: {ratio} to 1, not 3 to 1.", page=page, ratio=f"{ratio:.1f}"))
    return lines
