"""Which sizes and orders did a person give to panels and tables, and how do they come back?

A splitter or table that is to keep them bears a name of its own (``objectName``).
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView, QSplitter, QTableView, QWidget


def remembered(page: QWidget) -> dict[str, str]:
    """The sizes of all that bears a name on this page, as Qt writes them, in base64."""
    return {name: bytes(part.saveState().toBase64().data()).decode() for name, part in _named(page)}


def give_back(page: QWidget, sizes: Mapping[str, str]) -> None:
    """Let what bears a name on this page be as it was left; what cannot be read leaves the usual sizes."""
    for name, part in _named(page):
        if name in sizes and part.restoreState(QByteArray.fromBase64(sizes[name].encode())):
            _sort_anew(part)


def _sort_anew(part: QSplitter | QHeaderView) -> None:
    """Rows follow what the heading says of their order."""
    table = part.parent()
    if isinstance(part, QHeaderView) and isinstance(table, QTableView) and table.isSortingEnabled():
        table.model().sort(part.sortIndicatorSection(), part.sortIndicatorOrder())


def _named(page: QWidget) -> Iterator[tuple[str, QSplitter | QHeaderView]]:
    for splitter in page.findChildren(QSplitter):
        if splitter.objectName():
            yield splitter.objectName(), splitter
    for table in page.findChildren(QTableView):
        if table.objectName():
            yield table.objectName(), table.horizontalHeader()
