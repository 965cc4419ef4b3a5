"""The page that previews the merge of returned files and shows its report."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout

from annotator.app.exchange.merge import MergeLine, MergeReport
from annotator.domain.document import printable_name
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.text_rows_model import RowsModel
from annotator.ui.shell import keys_in_force
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import set_up_rows

_ROW = 26
_WIDTHS = (180, 130, 200, 110, 70, 70)
_WHAT = {
    "added": mark("is added"),
    "renewed": mark("is renewed"),
    "unchanged": mark("stays as it is"),
    "refused": mark("is refused"),
}
_HEADINGS = (
    mark("File"),
    mark("Annotator"),
    mark("Article"),
    mark("Outcome"),
    mark("Before"),
    mark("After"),
    mark("Why"),
)


class ReturnPage(Page):
    """Shows for each article what a merge would change, and after the merge what it changed."""

    files_requested = Signal()
    """Ask for files."""
    requested = Signal(list)
    """Merge these files (paths)."""

    def __init__(self) -> None:
        super().__init__()
        self._files: list[Path] = []
        title = PlainLabel(tr("Bring back"))
        title.setProperty("role", "heading")
        self._summary, self._reason = PlainLabel(), PlainLabel()
        for label in (self._summary, self._reason):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        self.model, self.table = RowsModel(_HEADINGS, figures=(4, 5)), QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What becomes of each article"))
        set_up_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        for column_number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column_number, width)
        heading.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.choose, self.close_button = QPushButton(tr("Choose files…")), QPushButton(tr("Close"))
        self.go = QPushButton(tr("Bring back"))
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        column.addWidget(self._reason)
        column.addLayout(buttons)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _: self._show_reason(index.row()))
        self.choose.clicked.connect(self.files_requested)
        self.close_button.clicked.connect(self.left)
        self.go.clicked.connect(lambda: self.requested.emit(self._files))

    @property
    def summary(self) -> str:
        """The sentence above the table."""
        return self._summary.text()

    def begin(self) -> None:
        """Start without files."""
        self._files = []
        self.model.show([])
        self._show_reason(0)
        self.go.setEnabled(False)
        self._summary.setText(
            tr("Choose the project files that annotators sent back. Nothing comes in before you have seen what would.")
        )
        self.choose.setFocus()

    def show_forecast(self, files: list[Path], report: MergeReport) -> None:
        """Show what a merge of these files would do."""
        self._files = files
        self._show(report)
        brings = bool(report.layers_with("added") or report.layers_with("renewed"))
        self.go.setEnabled(len(report.refused) < len(files))
        self._summary.setText(_summary(report) if brings or report.refused else tr("Nothing in these files is new."))
        (self.go if self.go.isEnabled() else self.choose).setFocus()

    def show_report(self, report: MergeReport) -> None:
        """Show what the merge did."""
        self._files = []
        self._show(report)
        self.go.setEnabled(False)
        self._summary.setText(merge_summary(report))
        self.close_button.setFocus()

    def _show(self, report: MergeReport) -> None:
        by_document = {line.file for line in report.lines if line.action == "refused"}
        outside = [
            (_name(refused.file), "", "", tr(_WHAT["refused"]), "", "", refused.why)
            for refused in report.refused
            if refused.file not in by_document
        ]
        refused_files = {refused.file for refused in report.refused}
        first = {"refused": 0, "added": 1, "renewed": 2, "unchanged": 3}
        lines = sorted(report.lines, key=lambda line: first[line.action])
        self.model.show([*outside, *(_row(line, stays_out=line.file in refused_files) for line in lines)])
        self._show_reason(0)
        if self.model.rows:
            self.table.selectRow(0)

    def _show_reason(self, row: int) -> None:
        """Show the reason of the selected line in full."""
        has_row = 0 <= row < len(self.model.rows)
        self._reason.setText(self.model.rows[row][-1] if has_row else "")


def merge_summary(report: MergeReport) -> str:
    """What a merge did, in one line."""
    return tr(
        "{summary} {key} takes the last file back.", summary=_summary(report), key=keys_in_force.shown_key("undo")
    )


def _summary(report: MergeReport) -> str:
    parts = [
        trn("{count} article is added", "{count} articles are added", len(report.layers_with("added"))),
        trn("{count} is renewed", "{count} are renewed", len(report.layers_with("renewed"))),
        trn("{count} stays as it is", "{count} stay as they are", len(report.layers_with("unchanged"))),
    ]
    if report.refused:
        parts.append(trn("{count} file stays out", "{count} files stay out", len(report.refused)))
    return ", ".join(parts) + "."


def _row(line: MergeLine, *, stays_out: bool) -> tuple[str, ...]:
    reason = line.reason or (tr("another article keeps the file out") if stays_out else "")
    counts = ("", "") if line.action in ("unchanged", "refused") else (str(line.before), str(line.after))
    return (_name(line.file), line.annotator, line.document, tr(_WHAT[line.action]), *counts, reason)


def _name(file: str) -> str:
    return printable_name(Path(file).name)
