"""Which of the cases does a reviewer want to see, and which policy to try?"""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.app.review.apply_policy import Outcome
from annotator.app.review.queue import Wanted, pairs
from annotator.app.review.review import Review
from annotator.i18n import mark, tr, trn
from annotator.ui.review.titles import KINDS
from annotator.ui.widgets.plain_text import PlainLabel, brief, name_choice

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
_RULES = {
    "unanimous": mark("all agree"),
    "trivial": mark("trivial boundaries"),
    "majority": mark("majority"),
    "threshold:0.66": mark("two thirds"),
}


class Filters(QWidget):
    """State, kind, labels, annotator, article, order; and whether names are hidden."""

    changed = Signal()
    blinded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state, self.kind, self.pair, self.annotator, self.document, self.order = (QComboBox() for _ in range(6))
        self.blind = QCheckBox(tr("Hide names"))
        self._count = PlainLabel()
        self._count.setProperty("role", "muted")
        for state, title in _STATES.items():
            self.state.addItem(tr(title), state)
        self.kind.addItem(tr("every kind"), None)
        for kind, title in KINDS.items():
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
            name_choice(field, name)
        row.addWidget(self.blind)
        row.addStretch(1)
        row.addWidget(self._count)
        self.blind.toggled.connect(lambda _: self.blinded.emit())

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            state=self.state.currentData(),
            kind=self.kind.currentData(),
            pair=self.pair.currentData(),
            annotator=self.annotator.currentData() or "",
            document=self.document.currentData() or "",
            order=self.order.currentData(),
        )

    def show_all(self) -> None:
        """Want every case."""
        for field in (self.kind, self.pair, self.annotator, self.document):
            field.setCurrentIndex(0)
        self.state.setCurrentIndex(self.state.findData("all"))

    def offer(self, review: Review) -> None:
        """Offer the labels, annotators and articles that there are; what was chosen stays chosen."""
        people = list(dict.fromkeys(name for one in review.documents.values() for name in _people(one)))
        told = [(_pair_title(pair, count), pair) for pair, count in pairs(review).most_common(_MOST_PAIRS)]
        _fill(self.pair, tr("all labels"), told)
        _fill(self.annotator, tr("everybody"), [(tr("{name} alone", name=name), name) for name in people])
        self.annotator.setVisible(not self.blind.isChecked())
        articles = [(brief(one.title or one.id, _LONGEST), one.id) for one in review.documents.values()]
        _fill(self.document, tr("every article"), articles)
        self.count(review)

    def count(self, review: Review) -> None:
        counts = review.counts()
        self._count.setText(tr("{open} open · {decided} settled", **counts))


def _people(document: Any) -> list[str]:
    return [layer.annotator for layer in document.layers]


def _pair_title(pair: tuple[str, str], count: int) -> str:
    one, other = (label.lower().replace("_", " ") for label in pair)
    return f"{one} / {other or tr('nothing')} ({count})"


def _fill(field: QComboBox, all_of_them: str, told: list[tuple[str, Any]]) -> None:
    chosen = field.currentData()
    field.clear()
    field.addItem(all_of_them, None)
    for title, value in told:
        field.addItem(title, value)
    places = [place for place in range(field.count()) if field.itemData(place) == chosen]
    field.setCurrentIndex(places[0] if places else 0)


class PolicyBar(QWidget):
    """A policy, what it would settle, and the button that does it."""

    tried = Signal()
    applied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rule = QComboBox()
        self.rule.setAccessibleName(tr("Policy"))
        self.rule.setToolTip(tr("Settles what the filters above leave, and what all agree on there"))
        self.apply = QPushButton(tr("Settle these"))
        self._said = PlainLabel()
        self._said.setProperty("role", "muted")
        self.rule.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        caption = PlainLabel(tr("Policy"))
        caption.setBuddy(self.rule)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 10)
        row.setSpacing(8)
        for part in (caption, self.rule, self.apply, self._said):
            row.addWidget(part)
        row.addStretch(1)
        self.rule.activated.connect(lambda _: self.tried.emit())
        self.apply.clicked.connect(lambda _=False: self.applied.emit())

    @property
    def policy(self) -> str:
        return str(self.rule.currentData())

    @property
    def said(self) -> str:
        return self._said.text()

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Offer the rules, and to prefer one of these people (sign or name, and name)."""
        chosen = self.rule.currentData()
        self.rule.clear()
        for rule, title in _RULES.items():
            self.rule.addItem(tr(title), rule)
        for shown, name in people:
            self.rule.addItem(tr("prefer {name}", name=shown), f"prefer:{name}")
        self.rule.setCurrentIndex(max(0, self.rule.findData(chosen)))

    def forget(self) -> None:
        """What was counted holds no longer."""
        self._said.clear()
        self.apply.setEnabled(True)

    def show_outcome(self, outcome: Outcome) -> None:
        """What it would settle, before it does."""
        self.apply.setEnabled(outcome.decided > 0)
        kinds = ", ".join(f"{count} {tr(KINDS[kind])}" for kind, count in outcome.kinds.items())
        agreed = outcome.decided - sum(outcome.kinds.values())
        parts = [
            *([trn("{count} agreed mark", "{count} agreed marks", agreed)] if agreed else []),
            *([kinds] if kinds else []),
        ]
        would = tr("would settle {what}", what=" + ".join(parts)) if parts else tr("would settle nothing more")
        self._said.setText(tr("{would}; {count} stay open", would=would, count=outcome.open))
