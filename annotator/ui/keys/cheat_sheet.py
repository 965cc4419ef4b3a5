"""The list of keys as a PDF."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTableFormat,
)

from annotator.i18n import tr

_MARGIN_MM = 15.0
_RESOLUTION = 96


def write_cheat_sheet(file: Path, keys: list[tuple[str, str]]) -> None:
    """Write the keys with their commands as a PDF of A4 pages."""
    document = QTextDocument()
    cursor = QTextCursor(document)
    heading = QTextCharFormat()
    heading.setFontPointSize(16)
    heading.setFontWeight(QFont.Weight.Bold)
    cursor.insertText(tr("Annotator: keys"), heading)
    cursor.insertBlock()
    layout = QTextTableFormat()
    layout.setBorder(0)
    layout.setCellPadding(3)
    table = cursor.insertTable(len(keys), 2, layout)
    for row, pair in enumerate(keys):
        for column, text in enumerate(pair):
            table.cellAt(row, column).firstCursorPosition().insertText(text)
    writer = QPdfWriter(str(file))
    writer.setResolution(_RESOLUTION)
    writer.setTitle(tr("Annotator: keys"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    document.setPageSize(QSizeF(writer.pageLayout().paintRectPixels(_RESOLUTION).size()))
    document.print_(writer)
