"""The bar of labels with their shortcuts and their counts in the open article."""

from itertools import accumulate

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QToolButton, QWidget

from annotator.domain.scheme.scheme import Label, Scheme
from annotator.i18n import tr, trn
from annotator.ui.shell import keys_in_force
from annotator.ui.theme import LINE_STYLES, Theme
from annotator.ui.widgets.plain_text import tooltip

_PADDING = 10
_GAP = 7
_HEIGHT = 34
_CAP = 17
_WIDEST_NAME = 160
_SPACE = 4
_ROOM_FOR_MORE = 48
# The labels of a scheme of usual size stay visible in the smallest window.
_MINIMUM_WIDTH = 640


class LabelChip(QAbstractButton):
    """A button for one label: its key, name and count, and below them its line in its colour."""

    def __init__(self, label: Label, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._theme, self._count = label, theme, 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(True)
        self.setText(label.title)
        self._describe()

    def show_count(self, count: int) -> None:
        # The chip has room for three digits, because a new layout would repaint the whole window.
        if count != self._count:
            self._count = count
            self._describe()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def reload_shortcuts(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        count = trn("{count} in this article", "{count} in this article", self._count)
        key = keys_in_force.label_key(self._label.name, self._label.key)
        hint = tr("Mark as {label} ({key}); {here}", label=self._label.title, key=key, here=count)
        self.setToolTip(tooltip("\n".join(filter(None, (hint, self._label.help_text)))))
        self.setAccessibleName(tr("{label}, key {key}, {here}", label=self._label.title, key=key, here=count))

    def _fonts(self) -> tuple[QFont, QFont]:
        name, small = QFont(self.font()), QFont(self.font())
        small.setPointSizeF(self.font().pointSizeF() * 0.85)
        if self._label.main:
            name.setWeight(QFont.Weight.DemiBold)
        return name, small

    def sizeHint(self) -> QSize:
        name, small = self._fonts()
        width = (
            _PADDING * 2
            + self._key_width()
            + _GAP
            + min(_WIDEST_NAME, QFontMetrics(name).horizontalAdvance(self.text()))
        )
        return QSize(width + _GAP + QFontMetrics(small).horizontalAdvance("000"), _HEIGHT)

    def _key_width(self) -> int:
        key = keys_in_force.label_key(self._label.name, self._label.key)
        return max(_CAP, QFontMetrics(self.font()).horizontalAdvance(key) + 6) + 1 if key else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color_of(self._label)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.blend(color, 0.22) if self.isChecked() else QColor(self._theme.hover))
            painter.drawRoundedRect(box, 5, 5)
        name, small = self._fonts()
        middle = QRectF(_PADDING, 0, self.width() - 2 * _PADDING, _HEIGHT - 5)
        vertical = Qt.AlignmentFlag.AlignVCenter
        if self._key_width():
            self._paint_key(painter, small)
        painter.setFont(name)
        painter.setPen(QColor(self._theme.text))
        left = _PADDING + self._key_width() + (_GAP if self._key_width() else 0)
        title = QFontMetrics(name).elidedText(self.text(), Qt.TextElideMode.ElideRight, _WIDEST_NAME)
        painter.drawText(middle.adjusted(left - _PADDING, 0, 0, 0), vertical | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(middle, vertical | Qt.AlignmentFlag.AlignRight, str(self._count))
        pen = QPen(color, 2.6 if self._label.main else 1.6, LINE_STYLES[self._label.line])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(_PADDING, _HEIGHT - 4.5, self.width() - _PADDING, _HEIGHT - 4.5))

    def _paint_key(self, painter: QPainter, font: QFont) -> None:
        """The key as a small key cap."""
        cap = QRectF(_PADDING, (_HEIGHT - 5 - _CAP) / 2 + 0.5, self._key_width() - 1, _CAP)
        painter.setPen(QPen(QColor(self._theme.edge), 1))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys_in_force.label_key(self._label.name, self._label.key))


class LabelBar(QWidget):
    """The labels of the scheme, as many as fit; the label of the focused span is highlighted."""

    chosen = Signal(str)
    """The label that was pressed."""
    overflow_requested = Signal()
    """The button for the labels that do not fit was pressed."""

    def __init__(self, scheme: Scheme, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[str, LabelChip] = {}
        self._overflow = QToolButton()
        self._overflow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._overflow.clicked.connect(self.overflow_requested)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACE)
        self._row.addWidget(self._overflow)
        self._row.addStretch(1)
        self.show_scheme(scheme)

    def show_scheme(self, scheme: Scheme) -> None:
        """Show the labels of this scheme instead of the previous ones."""
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {name: LabelChip(label, self._theme, self) for name, label in scheme.labels.items()}
        for number, (name, chip) in enumerate(self._chips.items()):
            chip.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._row.insertWidget(number, chip)
        self._make_room()
        self.updateGeometry()

    def _make_room(self) -> None:
        """Hide the last labels if there is not enough room for all."""
        ends = list(accumulate(chip.sizeHint().width() + _SPACE for chip in self._chips.values()))
        room = self.width() - (_ROOM_FOR_MORE if ends and ends[-1] - _SPACE > self.width() else 0)
        visible = sum(end <= room + _SPACE for end in ends)
        for number, chip in enumerate(self._chips.values()):
            chip.setVisible(number < visible)
        hidden = len(self._chips) - visible
        self._overflow.setVisible(hidden > 0)
        self._overflow.setText(tr("+{count}", count=hidden))
        text = trn("{count} more label, by its key or by name", "{count} more labels, by key or by name", hidden)
        self._overflow.setToolTip(text)
        self._overflow.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def sizeHint(self) -> QSize:
        widths = [chip.sizeHint().width() + _SPACE for chip in self._chips.values()]
        return QSize(sum(widths), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _MINIMUM_WIDTH), _HEIGHT)

    def show_counts(self, counts: dict[str, int]) -> None:
        for name, chip in self._chips.items():
            chip.show_count(counts.get(name, 0))

    def highlight(self, label: str | None) -> None:
        """Highlight the chip of this label; None highlights none."""
        for name, chip in self._chips.items():
            chip.setChecked(name == label)

    def reload_shortcuts(self) -> None:
        for chip in self._chips.values():
            chip.reload_shortcuts()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for chip in self._chips.values():
            chip.set_theme(theme)
