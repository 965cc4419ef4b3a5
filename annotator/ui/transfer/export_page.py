"""Whose marks go out, in which format, and what would be left behind?"""

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
from annotator.i18n import mark, tr, trn
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH, _REPORT_HEIGHT = 560, 180
# No annotator can have this name.
_GOLD = "gold"
_TITLES = {
    "jsonl": mark("Annotator JSONL: one file, nothing is lost"),
    "text": mark("Plain text: a folder of the articles as they came"),
    "demands": mark("Demands: a table of who demands what of whom"),
}


class ExportWish(FrozenModel):
    """A format, and the annotator whose layers go out; None for everybody's, or the reviewed layer's if ``gold``."""

    format: str
    annotator: str | None
    gold: bool = False


class ExportPage(Page):
    """Asks what to export, says beforehand what the format cannot carry, and afterwards what was written."""

    considered = Signal(ExportWish)
    """Another choice: what would it leave behind?"""
    wished = Signal(ExportWish)
    """Export this; the place is asked for next."""

    def __init__(self) -> None:
        super().__init__()
        title = PlainLabel(tr("Export"))
        title.setProperty("role", "heading")
        self.format, self.annotator = QComboBox(), QComboBox()
        for name, told in _TITLES.items():
            self.format.addItem(tr(told), name)
        self._said = PlainLabel()
        self._said.setWordWrap(True)
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
            # However long a name is, the page keeps its width.
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            label = PlainLabel(caption)
            label.setBuddy(field)
            form.addRow(label, field)
            field.activated.connect(lambda _: self._consider())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column = self.column(_WIDTH, spacing=14)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(self._said)
        column.addWidget(self.report)
        column.addLayout(buttons)
        self.go.clicked.connect(lambda: self.wished.emit(self.wish))
        self._close.clicked.connect(self.left)

    @property
    def wish(self) -> ExportWish:
        whose = self.annotator.currentData()
        gold = whose == _GOLD
        return ExportWish(format=self.format.currentData(), annotator=None if gold else whose, gold=gold)

    @property
    def said(self) -> str:
        """What the page says of the choice."""
        return self._said.text()

    def open(self, people: list[str], wish: ExportWish | None = None, *, gold: bool) -> None:
        """Offer the layers of these annotators, all of them together first, or ``gold``, or what somebody wished."""
        self.annotator.clear()
        if gold:
            self.annotator.addItem(tr("the reviewer: gold"), _GOLD)
        self.annotator.addItem(tr("everybody"), None)
        for name in people:
            self.annotator.addItem(name, name)
        if wish:
            self.format.setCurrentIndex(self.format.findData(wish.format))
            self.annotator.setCurrentIndex(self.annotator.findData(_GOLD if wish.gold else wish.annotator))
        self.format.setFocus()
        self._consider()

    def _consider(self) -> None:
        self._said.clear()
        self._said.show()
        self.report.hide()
        self.considered.emit(self.wish)

    def show_survey(self, report: ExportReport) -> None:
        """Say what would be written and what would be left behind."""
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
        self._said.setText("\n".join(lines))

    def show_report(self, text: str) -> None:
        """Say what came of it, in words that can be copied, in the place of what was foretold."""
        self._said.hide()
        self.report.setPlainText(text)
        self.report.show()
        self._close.setFocus()
