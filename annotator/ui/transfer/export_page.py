"""The page that asks what to export and in which format."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
)

from annotator.app.transfer.exporter import ExportReport
from annotator.domain.frozen_model import FrozenModel
from annotator.formats import catalogue
from annotator.i18n import tr, trn
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH, _REPORT_HEIGHT = 560, 180
# Reserved: no annotator can have this name.
_GOLD = "gold"


class ExportRequest(FrozenModel):
    """A format, and the annotator whose layers are exported; None for all, or for the reviewed layer if ``gold``."""

    format: str
    annotator: str | None
    gold: bool = False


class ExportPage(Page):
    """Asks what to export, shows beforehand what the format cannot carry, and afterwards what was written."""

    choice_changed = Signal(ExportRequest)
    """Another choice, for which the losses are to be counted."""
    requested = Signal(ExportRequest)
    """Export this; the destination is asked for next."""

    def __init__(self) -> None:
        super().__init__()
        title = PlainLabel(tr("Export"))
        title.setProperty("role", "heading")
        self.format, self.annotator = QComboBox(), QComboBox()
        for file_format in catalogue.by_loss():
            self.format.addItem(tr(file_format.title), file_format.name)
        self._survey = PlainLabel()
        self._survey.setWordWrap(True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setFixedHeight(_REPORT_HEIGHT)
        self.report.setAccessibleName(tr("Report"))
        self.go, self._close = QPushButton(tr("Choose a place…")), QPushButton(tr("Close"))
        self.go.setDefault(True)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for caption, field in ((tr("Format"), self.format), (tr("Marks of"), self.annotator)):
            field.setAccessibleName(caption)
            # The page keeps its width for names of any length.
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            label = PlainLabel(caption)
            label.setBuddy(field)
            form.addRow(label, field)
            field.activated.connect(lambda _: self._change())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column = self.column(_WIDTH, spacing=14)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(self._survey)
        column.addWidget(self.report)
        column.addLayout(buttons)
        self.go.clicked.connect(lambda: self.requested.emit(self.request))
        self._close.clicked.connect(self.left)

    @property
    def request(self) -> ExportRequest:
        annotator = self.annotator.currentData()
        gold = annotator == _GOLD
        return ExportRequest(format=self.format.currentData(), annotator=None if gold else annotator, gold=gold)

    @property
    def survey_text(self) -> str:
        """The text about the chosen export."""
        return self._survey.text()

    def open(self, annotators: list[str], request: ExportRequest | None = None, *, gold: bool) -> None:
        """Offer the layers of all annotators together, of each of them, and ``gold``; ``request`` is preselected."""
        self.annotator.clear()
        if gold:
            self.annotator.addItem(tr("the reviewer: gold"), _GOLD)
        self.annotator.addItem(tr("everybody"), None)
        for name in annotators:
            self.annotator.addItem(name, name)
        if request:
            self.format.setCurrentIndex(self.format.findData(request.format))
            self.annotator.setCurrentIndex(self.annotator.findData(_GOLD if request.gold else request.annotator))
        self.format.setFocus()
        self._change()

    def _change(self) -> None:
        self._survey.clear()
        self._survey.show()
        self.report.hide()
        self.choice_changed.emit(self.request)

    def show_survey(self, report: ExportReport) -> None:
        """Show what would be written and what would be left out."""
        lines = [
            tr(
                "{articles}, {spans}, {relations} will be written.",
                articles=trn("{count} article", "{count} articles", report.documents),
                spans=trn("{count} span", "{count} spans", report.spans),
                relations=trn("{count} relation", "{count} relations", report.relations),
            )
        ]
        if report.open_cases:
            lines.append(trn("{count} case is still open.", "{count} cases are still open.", report.open_cases))
        if report.losses:
            lines.append(tr("This format leaves behind:"))
            lines += [f"– {loss.count} {loss.what}" for loss in report.losses]
        self._survey.setText("\n".join(lines))

    def show_report(self, text: str) -> None:
        """Show the report of the export in place of the forecast, as text that can be copied."""
        self._survey.hide()
        self.report.setPlainText(text)
        self.report.show()
        self._close.setFocus()
