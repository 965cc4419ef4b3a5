"""The page that previews an import and shows its report."""

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
    QTableView,
    QVBoxLayout,
)

from annotator.app.transfer.find_files import FileSelection
from annotator.app.transfer.import_preview import ENCODINGS, preview
from annotator.domain.document import printable_name
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr, trn
from annotator.ui.transfer.files_model import FILE, FilesModel
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import set_up_rows

_ROW, _GAP = 26, 16


class ImportRequest(FrozenModel):
    """The files to import, by path or as a selection, their encodings, and whether to replace marks."""

    sources: tuple[Path, ...] | FileSelection
    encodings: dict[Path, str]
    replace: bool


class ImportPage(Page):
    """Shows the files and their formats before the import, and the report after it."""

    requested = Signal(ImportRequest)
    """Import these files."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._summary = PlainLabel(), PlainLabel()
        self._title.setProperty("role", "heading")
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self.model = FilesModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.encoding = QComboBox()
        self.replace = QCheckBox(tr("Replace marks that are there already"))
        self._preview = QPlainTextEdit()
        self.report = QPlainTextEdit()
        self.leave_out = QPushButton(tr("Leave out"))
        self.leave_out.setToolTip(tr("Takes the chosen files off the list (Del)"))
        self.go, self.close_button = QPushButton(tr("Import")), QPushButton(tr("Close"))
        self.go.setDefault(True)
        self._set_up()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_file())
        self.encoding.activated.connect(lambda _: self._set_encoding())
        self.leave_out.clicked.connect(self._leave_out)
        self.go.clicked.connect(self._request)
        self.close_button.clicked.connect(self.left)

    def _set_up(self) -> None:
        self.table.setAccessibleName(tr("Files"))
        set_up_rows(self.table, row_height=_ROW)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        heading = self.table.horizontalHeader()
        heading.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        self.encoding.addItems(ENCODINGS)
        self.encoding.setAccessibleName(tr("Encoding of the chosen files"))
        for field, name in ((self._preview, tr("How the file begins")), (self.report, tr("Report"))):
            field.setReadOnly(True)
            field.setAccessibleName(name)
        self.report.hide()

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        caption = PlainLabel(tr("Encoding of the chosen files"))
        caption.setBuddy(self.encoding)
        options.addWidget(caption)
        options.addWidget(self.encoding)
        options.addSpacing(16)
        options.addWidget(self.replace)
        options.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave_out)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setObjectName("import-sides")
        middle.setProperty("role", "gap")
        middle.setHandleWidth(_GAP)
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

    def show_files(self, selection: FileSelection) -> None:
        """Show what would be imported."""
        self.model.show(selection)
        self._title.setText(tr("Import"))
        self.report.hide()
        self.go.show()
        self.leave_out.show()
        self._renew(self._first_guess())
        self.go.setFocus()

    def _renew(self, row: int) -> None:
        """Update the number of files, and select this row."""
        files = self.model.rowCount()
        self._summary.setText(self._summarise())
        self.go.setEnabled(files > 0)
        self.leave_out.setEnabled(files > 0)
        self.table.selectRow(min(row, files - 1))
        self._show_file()

    def _first_guess(self) -> int:
        """The row of the first file whose encoding was guessed, else the first row."""
        files = self.model.selection.files
        return next((row for row, file in enumerate(files) if file.encoding not in ("", "utf-8")), 0)

    def _summarise(self) -> str:
        parts = [trn("{count} file to import", "{count} files to import", self.model.rowCount())]
        guessed = len(self.model.encodings())
        if guessed:
            parts.append(
                trn(
                    "{count} is not UTF-8: look whether its encoding was guessed right",
                    "{count} are not UTF-8: look whether their encodings were guessed right",
                    guessed,
                )
            )
        left_out = self.model.selection.left_out
        if left_out:
            parts.append(
                trn(
                    "{count} stays out: {what} ({where})",
                    "{count} stay out, the first: {what} ({where})",
                    len(left_out),
                    what=left_out[0].what,
                    where=printable_name(Path(left_out[0].where).name),
                )
            )
        return "; ".join(parts)

    def _show_file(self) -> None:
        row = self.table.currentIndex().row()
        if row < 0:
            self._preview.clear()
            return
        file = self.model.file(row)
        encoding = self.model.encoding(file)
        self.encoding.setEnabled(bool(file.encoding))
        self.encoding.setCurrentIndex(max(0, self.encoding.findText(encoding)))
        self._preview.setPlainText(preview(file.path, encoding))

    def _chosen(self) -> set[int]:
        return {index.row() for index in self.table.selectionModel().selectedRows()}

    def _set_encoding(self) -> None:
        """Take the chosen encoding for all selected text files."""
        self.model.choose_encoding(self._chosen(), self.encoding.currentText())
        self._show_file()

    def _leave_out(self) -> None:
        chosen = self._chosen()
        self.model.leave_out(chosen)
        self._renew(min(chosen, default=0))

    def _request(self) -> None:
        self.requested.emit(
            ImportRequest(
                sources=self.model.selection, encodings=self.model.encodings(), replace=self.replace.isChecked()
            )
        )

    def show_report(self, text: str, *, refused: bool) -> None:
        """Show the report as text that can be copied; after a refusal the files can be imported again."""
        self.report.setPlainText(text)
        self.report.show()
        for button in (self.go, self.leave_out):
            button.setVisible(refused)
        self.close_button.setFocus()
        if refused:
            self._select_refused(text)

    def _select_refused(self, reason: str) -> None:
        """Select the file that the refusal names."""
        named = next((row for row, file in enumerate(self.model.selection.files) if str(file.path) in reason), None)
        if named is not None:
            self.table.selectRow(named)
            self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and self.leave_out.isVisible():
            self._leave_out()
        else:
            super().keyPressEvent(event)
