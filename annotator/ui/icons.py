"""How do icons take the colour of the text beside them?"""

from math import ceil

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.app.resources import RESOURCES
from annotator.ui.theme import Theme

_FOLDER = RESOURCES / "icons"


_SIZE = 16


def icon(name: str, theme: Theme) -> QIcon:
    """The outlined icon of this name in the text's colour, fainter where it is disabled."""
    source = (_FOLDER / f"{name}.svg").read_bytes()
    drawn = QIcon()
    for mode, color in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, theme.faint)):
        renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", color.encode())))
        drawn.addPixmap(_picture(renderer, _sharpest()), mode)
    return drawn


def _sharpest() -> int:
    """Pixels per point of the sharpest screen; a coarser one is shown the same picture, made smaller."""
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
    return QIcon(str(_FOLDER / "annotator.svg"))
