"""The sizes and orders of panels and tables, saved and restored.

A splitter or table keeps its state if it has an ``objectName``.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView, QSplitter, QTableView, QWidget


def sizes(page: QWidget) -> dict[str, str]:
    """The state of every named splitter and table of the page, as Qt writes it, in base64."""
    return {name: bytes(widget.saveState().toBase64().data()).decode() for name, widget in _named_widgets(page)}


def restore(page: QWidget, states: Mapping[str, str]) -> None:
    """Restore the named splitters and tables of the page; a state that cannot be read leaves the default sizes."""
    for name, widget in _named_widgets(page):
        if name in states and widget.restoreState(QByteArray.fromBase64(states[name].encode())):
            _sort_again(widget)


def _sort_again(widget: QSplitter | QHeaderView) -> None:
    """Sort the rows of a table as its restored heading indicates."""
    table = widget.parent()
    if isinstance(widget, QHeaderView) and isinstance(table, QTableView) and table.isSortingEnabled():
        table.model().sort(widget.sortIndicatorSection(), widget.sortIndicatorOrder())


def _named_widgets(page: QWidget) -> Iterator[tuple[str, QSplitter | QHeaderView]]:
    for splitter in page.findChildren(QSplitter):
        if splitter.objectName():
            yield splitter.objectName(), splitter
    for table in page.findChildren(QTableView):
        if table.objectName():
            yield table.objectName(), table.horizontalHeader()
