"""How do icons take the colour of the text beside them?"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
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
        for ratio in (1, 2):
            drawn.addPixmap(_picture(renderer, ratio), mode)
    return drawn


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
