"""The toolbar of the agreement screen."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.agreement.sums import AnnotatorPair
from annotator.app.agreement.wording import pair_name
from annotator.i18n import tr
from annotator.ui.widgets.plain_text import OneLineLabel, name_combo_box

_WIDEST_PAIR = 360


class AgreementToolbar(QWidget):
    """The choice of a pair of annotators, a summary, and the buttons that copy and export tables."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs = QComboBox()
        self.copy, self.export = QPushButton(tr("Copy")), QPushButton(tr("Export…"))
        self._summary = OneLineLabel()
        self._summary.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.pairs)
        row.addWidget(self._summary)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.export)
        name_combo_box(self.pairs, tr("Between"))
        self.pairs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.pairs.setMaximumWidth(_WIDEST_PAIR)
        self.copy.setToolTip(tr("Copy the tables of this sheet for a spreadsheet"))

    @property
    def pair(self) -> AnnotatorPair | None:
        """The chosen pair; None for all annotators."""
        chosen = self.pairs.currentData()
        return (chosen[0], chosen[1]) if chosen else None

    def choose_pair(self, pair: AnnotatorPair | None) -> None:
        """Choose this pair if it is offered, otherwise the first choice."""
        offered = [self.pairs.itemData(index) for index in range(self.pairs.count())]
        chosen = tuple(sorted(pair)) if pair else None
        self.pairs.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)

    def offer_pairs(self, pairs: Sequence[AnnotatorPair]) -> None:
        """Offer these pairs, and all annotators if there are several pairs; the current choice stays."""
        offered: list[AnnotatorPair | None] = [*pairs] if len(pairs) == 1 else [None, *pairs]
        chosen = self.pair
        self.pairs.clear()
        for pair in offered:
            self.pairs.addItem(pair_name(pair or ("", "")), pair)
        self.pairs.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
        self.pairs.setVisible(len(offered) > 1)

    def show_summary(self, text: str) -> None:
        self._summary.setText(text)
