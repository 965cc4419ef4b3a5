"""What is about to be imported, in which encoding, and what came of it?"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app.recognising import ENCODINGS, Recognised, preview
from annotator.domain.values import Value
from annotator.i18n import tr, trn
from annotator.ui.plain import PlainLabel, tip
from annotator.ui.tables import walk_by_rows

_ROW = 26
_COLUMNS = 4
# A person looks at the first files; more rows would only take time to make.
_MOST_ROWS = 500


class ImportWish(Value):
    """The files to import, their encodings where they need one, and whether to replace marks."""

    paths: tuple[Path, ...]
    encodings: dict[Path, str]
    replace: bool


class ImportPage(QWidget):
    """Shows what was recognised before the import, and the report after it."""

    wished = Signal(ImportWish)
    """Import these."""
    left = Signal()
    """Back to the article."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._found = Recognised(files=(), unknown=())
        self._title, self._summary = PlainLabel(), PlainLabel()
        self._title.setProperty("role", "heading")
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self.table = QTableWidget(0, _COLUMNS)
        self.encoding = QComboBox()
        self.replace = QCheckBox(tr("Replace marks that are there already"))
        self._preview = QPlainTextEdit()
        self.report = QPlainTextEdit()
        self.go, self.close_button = QPushButton(tr("Import")), QPushButton(tr("Close"))
        self.go.setDefault(True)
        self._dress()
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_: self._show_file())
        self.encoding.activated.connect(lambda _: self._set_encoding())
        self.go.clicked.connect(self._wish)
        self.close_button.clicked.connect(self.left)

    def _dress(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("File"), tr("Format"), tr("Encoding"), tr("Size")])
        self.table.setAccessibleName(tr("Files"))
        walk_by_rows(self.table, row_height=_ROW)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        heading = self.table.horizontalHeader()
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.encoding.addItems(ENCODINGS)
        self.encoding.setAccessibleName(tr("Encoding of the chosen files"))
        for field, name in ((self._preview, tr("How the file begins")), (self.report, tr("Report"))):
            field.setReadOnly(True)
            field.setAccessibleName(name)
        self.report.hide()

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        options.addWidget(PlainLabel(tr("Encoding of the chosen files")))
        options.addWidget(self.encoding)
        options.addSpacing(16)
        options.addWidget(self.replace)
        options.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setHandleWidth(1)
        middle.addWidget(self.table)
        middle.addWidget(self._preview)
        middle.setSizes([600, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        column.addWidget(middle, 1)
        column.addLayout(options)
        column.addWidget(self.report, 1)
        column.addLayout(buttons)

    def show_found(self, found: Recognised) -> None:
        """Show what would be imported."""
        self._found = found
        self._encodings = {one.path: one.encoding for one in found.files if one.encoding not in ("", "utf-8")}
        self._title.setText(tr("Import"))
        self._summary.setText(self._summarise(found))
        shown = found.files[:_MOST_ROWS]
        self.table.setRowCount(len(shown))
        for row in range(len(shown)):
            self._fill_row(row)
        self.report.hide()
        self.go.setEnabled(bool(found.files))
        self.go.show()
        self.table.selectRow(self._first_guess())
        self.go.setFocus()

    def _first_guess(self) -> int:
        """The first file whose encoding a person should look at, else the first one."""
        files = self._found.files[:_MOST_ROWS]
        return next((row for row, one in enumerate(files) if one.path in self._encodings), 0)

    def _summarise(self, found: Recognised) -> str:
        parts = [trn("{count} file to import", "{count} files to import", len(found.files))]
        if self._encodings:
            parts.append(
                trn(
                    "{count} is not UTF-8: look whether its encoding was guessed right",
                    "{count} are not UTF-8: look whether their encodings were guessed right",
                    len(self._encodings),
                )
            )
        if found.unknown:
            parts.append(
                trn(
                    "{count} file has an unknown format and stays out ({first})",
                    "{count} files have unknown formats and stay out ({first} …)",
                    len(found.unknown),
                    first=found.unknown[0].name,
                )
            )
        if len(found.files) > _MOST_ROWS:
            parts.append(tr("the first {count} are shown", count=_MOST_ROWS))
        return "; ".join(parts)

    def _fill_row(self, row: int) -> None:
        one = self._found.files[row]
        encoding = self._encodings.get(one.path, one.encoding)
        for column, text in enumerate((one.path.name, one.format, encoding, _size(one.size))):
            item = QTableWidgetItem(text)
            item.setToolTip(tip(str(one.path)) if column == 0 else "")
            self.table.setItem(row, column, item)

    def _show_file(self) -> None:
        row = self.table.currentRow()
        if not 0 <= row < len(self._found.files):
            self._preview.clear()
            return
        one = self._found.files[row]
        encoding = self._encodings.get(one.path, one.encoding)
        self.encoding.setEnabled(bool(one.encoding))
        self.encoding.setCurrentIndex(max(0, self.encoding.findText(encoding)))
        self._preview.setPlainText(preview(one.path, encoding))

    def _set_encoding(self) -> None:
        """Take the chosen encoding for all selected text files."""
        for row in {index.row() for index in self.table.selectedIndexes()}:
            one = self._found.files[row]
            if one.encoding:
                self._encodings[one.path] = self.encoding.currentText()
                self._fill_row(row)
        self._show_file()

    def _wish(self) -> None:
        self.wished.emit(
            ImportWish(
                paths=tuple(one.path for one in self._found.files),
                encodings=self._encodings,
                replace=self.replace.isChecked(),
            )
        )

    def show_report(self, text: str, *, refused: bool) -> None:
        """Say what came of it, in words that can be copied; after a refusal the files can be tried again."""
        self.report.setPlainText(text)
        self.report.show()
        self.go.setVisible(refused)
        self.close_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    _encodings: dict[Path, str] = {}


def _size(size: int) -> str:
    units = ((1_000_000, tr("{count} MB")), (1000, tr("{count} kB")))
    return next(
        (unit.format(count=round(size / step, 1)) for step, unit in units if size >= step), tr("{count} B", count=size)
    )
