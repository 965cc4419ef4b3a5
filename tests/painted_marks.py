"""The picture of a view on the screen, and the pixels of marks in it."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

    from annotator.ui.annotate.reader.reader import Reader


def screen_picture(view: "QTextEdit") -> QImage:
    """The view as the screen shows it; nothing is painted for this picture."""
    window, viewport = view.window(), view.viewport()
    picture = window.screen().grabWindow(window.winId()).toImage()
    area = QRect(viewport.mapTo(window, QPoint(0, 0)), viewport.size())
    return picture.copy(area).convertToFormat(QImage.Format.Format_RGB32)


def count_pixels(picture: QImage, colors: Iterable[QColor]) -> int:
    """How many pixels are of these colours."""
    content = bytes(picture.constBits())
    return sum(content.count(color.rgb().to_bytes(4, sys.byteorder)) for color in colors)


def label_colors(reader: "Reader") -> list[QColor]:
    """The colours of the labels' lines; a gray one is that of letters too."""
    colors = [reader._theme.color_of(label) for label in reader._scheme.labels.values()]
    return [color for color in colors if color.hsvSaturation()]
