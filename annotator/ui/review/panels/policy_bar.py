"""The bar that offers the policies and shows what the chosen one would settle."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.app.review.apply_policy import PolicyReport
from annotator.i18n import tr, trn
from annotator.review.policies import OFFERED_POLICIES
from annotator.ui.review.titles import kind_title
from annotator.ui.widgets.plain_text import PlainLabel


class PolicyBar(QWidget):
    """A policy, what it would settle, and the button that applies it."""

    preview_requested = Signal()
    apply_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rule = QComboBox()
        self.rule.setAccessibleName(tr("Policy"))
        self.rule.setToolTip(tr("Settles what the filters above leave, and what all agree on there"))
        self.apply = QPushButton(tr("Settle these"))
        self._report = PlainLabel()
        self._report.setProperty("role", "muted")
        self.rule.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        caption = PlainLabel(tr("Policy"))
        caption.setBuddy(self.rule)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 10)
        row.setSpacing(8)
        for widget in (caption, self.rule, self.apply, self._report):
            row.addWidget(widget)
        row.addStretch(1)
        self.rule.activated.connect(lambda _: self.preview_requested.emit())
        self.apply.clicked.connect(lambda _=False: self.apply_requested.emit())

    @property
    def policy(self) -> str:
        return str(self.rule.currentData())

    @property
    def report_text(self) -> str:
        """What the policy would settle, as shown; empty if it is not counted."""
        return self._report.text()

    def offer_policies(self, annotators: list[str]) -> None:
        """Offer the rules, and a preference for each of these annotators; the current choice stays."""
        chosen = self.rule.currentData()
        self.rule.clear()
        for rule, title in OFFERED_POLICIES.items():
            self.rule.addItem(tr(title), rule)
        for name in annotators:
            self.rule.addItem(tr("prefer {name}", name=name), f"prefer:{name}")
        self.rule.setCurrentIndex(max(0, self.rule.findData(chosen)))

    def clear_report(self) -> None:
        """Remove a count that is out of date."""
        self._report.clear()
        self.apply.setEnabled(True)

    def show_report(self, report: PolicyReport) -> None:
        """Show what the policy would settle, before it is applied."""
        self.apply.setEnabled(report.decided > 0)
        kinds = ", ".join(f"{count} {kind_title(kind)}" for kind, count in report.kinds.items())
        agreed = report.decided - sum(report.kinds.values())
        parts = [
            *([trn("{count} agreed mark", "{count} agreed marks", agreed)] if agreed else []),
            *([kinds] if kinds else []),
        ]
        would = tr("would settle {what}", what=" + ".join(parts)) if parts else tr("would settle nothing more")
        self._report.setText(tr("{would}; {count} stay open", would=would, count=report.open))
