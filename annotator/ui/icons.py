"""Icons in the colour of the text beside them."""

from math import ceil

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.resources import RESOURCES
from annotator.ui.theme import Theme

_FOLDER = RESOURCES / "icons"
_SIZE = 16


def icon(name: str, theme: Theme) -> QIcon:
    """The outlined icon of this name in the colour of text, fainter where it is disabled."""
    source = (_FOLDER / f"{name}.svg").read_bytes()
    colored = QIcon()
    for mode, color in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, theme.faint)):
        renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", color.encode())))
        colored.addPixmap(_picture(renderer, _highest_pixel_ratio()), mode)
    return colored


def _highest_pixel_ratio() -> int:
    """Pixels per point of the sharpest screen; other screens show the same picture, scaled down."""
    return max((ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens()), default=1)


def _picture(renderer: QSvgRenderer, ratio: int) -> QPixmap:
    """The icon for screens of ``ratio`` pixels per point."""
    picture = QPixmap(QSize(_SIZE, _SIZE) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, _SIZE, _SIZE))
    painter.end()
    return picture


def program_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(_FOLDER / "annotator.svg"))
