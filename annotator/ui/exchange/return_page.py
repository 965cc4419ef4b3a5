"""What would come in with the files that came back, and what came of it?"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout

from annotator.app.exchange.merge import Line, MergeReport
from annotator.domain.document import nameable
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.rows_model import RowsModel
from annotator.ui.shell import keymap
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import walk_by_rows

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
    """Shows article by article what files would bring, before anything is brought in, and after."""

    asked = Signal()
    """Choose files."""
    wished = Signal(list)
    """Bring these files (paths) in."""

    def __init__(self) -> None:
        super().__init__()
        self._files: list[Path] = []
        title = PlainLabel(tr("Bring back"))
        title.setProperty("role", "heading")
        self._said, self._why = PlainLabel(), PlainLabel()
        for label in (self._said, self._why):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        self.model, self.table = RowsModel(_HEADINGS, figures=(4, 5)), QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What becomes of each article"))
        walk_by_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
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
        column.addWidget(self._said)
        column.addWidget(self.table, 1)
        column.addWidget(self._why)
        column.addLayout(buttons)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._show_why(now.row()))
        self.choose.clicked.connect(self.asked)
        self.close_button.clicked.connect(self.left)
        self.go.clicked.connect(lambda: self.wished.emit(self._files))

    @property
    def said(self) -> str:
        """What the page says of the files."""
        return self._said.text()

    def begin(self) -> None:
        """Nothing is chosen yet."""
        self._files = []
        self.model.show([])
        self._show_why(0)
        self.go.setEnabled(False)
        self._said.setText(
            tr("Choose the project files that annotators sent back. Nothing comes in before you have seen what would.")
        )
        self.choose.setFocus()

    def show_forecast(self, files: list[Path], report: MergeReport) -> None:
        """Say what bringing these back would do."""
        self._files = files
        self._show(report)
        brings = bool(report.places("added") or report.places("renewed"))
        self.go.setEnabled(len(report.refused) < len(files))
        self._said.setText(_summary(report) if brings or report.refused else tr("Nothing in these files is new."))
        (self.go if self.go.isEnabled() else self.choose).setFocus()

    def show_report(self, report: MergeReport) -> None:
        """Say what came in."""
        self._files = []
        self._show(report)
        self.go.setEnabled(False)
        self._said.setText(what_came(report))
        self.close_button.setFocus()

    def _show(self, report: MergeReport) -> None:
        by_document = {one.file for one in report.lines if one.what == "refused"}
        outside = [
            (_name(one.file), "", "", tr(_WHAT["refused"]), "", "", one.why)
            for one in report.refused
            if one.file not in by_document
        ]
        out = {one.file for one in report.refused}
        first = {"refused": 0, "added": 1, "renewed": 2, "unchanged": 3}
        lines = sorted(report.lines, key=lambda one: first[one.what])
        self.model.show([*outside, *(_row(one, stays_out=one.file in out) for one in lines)])
        self._show_why(0)
        if self.model.rows:
            self.table.selectRow(0)

    def _show_why(self, row: int) -> None:
        """The reason of the chosen line in full."""
        known = 0 <= row < len(self.model.rows)
        self._why.setText(self.model.rows[row][-1] if known else "")


def what_came(report: MergeReport) -> str:
    """What bringing back did, in one line."""
    return tr("{summary} {key} takes the last file back.", summary=_summary(report), key=keymap.shown("undo"))


def _summary(report: MergeReport) -> str:
    parts = [
        trn("{count} article is added", "{count} articles are added", len(report.places("added"))),
        trn("{count} is renewed", "{count} are renewed", len(report.places("renewed"))),
        trn("{count} stays as it is", "{count} stay as they are", len(report.places("unchanged"))),
    ]
    if report.refused:
        parts.append(trn("{count} file stays out", "{count} files stay out", len(report.refused)))
    return ", ".join(parts) + "."


def _row(line: Line, *, stays_out: bool) -> tuple[str, ...]:
    why = line.why or (tr("another article keeps the file out") if stays_out else "")
    counts = ("", "") if line.what in ("unchanged", "refused") else (str(line.before), str(line.after))
    return (_name(line.file), line.annotator, line.document, tr(_WHAT[line.what]), *counts, why)


def _name(file: str) -> str:
    return nameable(Path(file).name)
