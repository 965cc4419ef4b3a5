"""The filters and the order of the list of cases."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from annotator.app.review.queue import CaseFilter, LabelPair, label_pair_counts
from annotator.app.review.review import Review
from annotator.i18n import mark, tr
from annotator.ui.review.titles import KIND_TITLES, label_words
from annotator.ui.widgets.plain_text import PlainLabel, name_combo_box, shorten

_STATES = {
    "open": mark("open"),
    "again": mark("open again"),
    "asked": mark("with a question"),
    "decided": mark("settled"),
    "all": mark("all cases"),
}
_ORDERS = {
    "severity": mark("gravest first"),
    "reading": mark("in reading order"),
    "groups": mark("largest group first"),
}
_LONGEST = 28
_MOST_PAIRS = 40


class CaseFilters(QWidget):
    """State, kind, labels, annotator, article and order; and whether names are hidden."""

    changed = Signal()
    blind_toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state, self.kind, self.pair, self.annotator, self.document, self.order = (QComboBox() for _ in range(6))
        self.blind = QCheckBox(tr("Hide names"))
        self._count = PlainLabel()
        self._count.setProperty("role", "muted")
        for state, title in _STATES.items():
            self.state.addItem(tr(title), state)
        self.kind.addItem(tr("every kind"), None)
        for kind, title in KIND_TITLES.items():
            self.kind.addItem(tr(title), kind)
        for order, title in _ORDERS.items():
            self.order.addItem(tr(title), order)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 6)
        row.setSpacing(8)
        for field, name in (
            (self.state, tr("State")),
            (self.kind, tr("Kind")),
            (self.pair, tr("Labels")),
            (self.annotator, tr("Annotator")),
            (self.document, tr("Article")),
            (self.order, tr("Order")),
        ):
            field.setToolTip(name)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            field.activated.connect(lambda _: self.changed.emit())
            row.addWidget(field)
            name_combo_box(field, name)
        row.addWidget(self.blind)
        row.addStretch(1)
        row.addWidget(self._count)
        self.blind.toggled.connect(lambda _: self.blind_toggled.emit())

    @property
    def case_filter(self) -> CaseFilter:
        """The filter that the fields describe."""
        return CaseFilter(
            state=self.state.currentData(),
            kind=self.kind.currentData(),
            pair=self.pair.currentData(),
            annotator=self.annotator.currentData() or "",
            document=self.document.currentData() or "",
            order=self.order.currentData(),
        )

    def show_all(self) -> None:
        """Set the fields so that every case passes."""
        for field in (self.kind, self.pair, self.annotator, self.document):
            field.setCurrentIndex(0)
        self.state.setCurrentIndex(self.state.findData("all"))

    def offer_values(self, review: Review) -> None:
        """Offer the labels, annotators and articles of the review; the current choice stays."""
        documents = review.documents.values()
        names = dict.fromkeys(layer.annotator for document in documents for layer in document.layers)
        pairs = [(_pair_title(pair, count), pair) for pair, count in label_pair_counts(review).most_common(_MOST_PAIRS)]
        _fill(self.pair, tr("all labels"), pairs)
        _fill(self.annotator, tr("everybody"), [(tr("{name} alone", name=name), name) for name in names])
        self.annotator.setVisible(not self.blind.isChecked())
        articles = [(shorten(document.title or document.id, _LONGEST), document.id) for document in documents]
        _fill(self.document, tr("every article"), articles)
        self.show_counts(review)

    def show_counts(self, review: Review) -> None:
        """Show how many cases are open and how many are settled."""
        self._count.setText(tr("{open} open · {decided} settled", **review.counts()))


def _pair_title(pair: LabelPair, count: int) -> str:
    first, second = map(label_words, pair)
    return f"{first} / {second or tr('nothing')} ({count})"


def _fill(field: QComboBox, title_of_all: str, values: Sequence[tuple[str, Any]]) -> None:
    """Offer no filter first, then these values; the current value stays chosen."""
    chosen = field.currentData()
    field.clear()
    field.addItem(title_of_all, None)
    for title, value in values:
        field.addItem(title, value)
    indexes = [index for index in range(field.count()) if field.itemData(index) == chosen]
    field.setCurrentIndex(indexes[0] if indexes else 0)
