"""How does an annotator read what the review made of their marks?"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.exchange.feedback_reader import Article, Feedback
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.guidelines import in_short
from annotator.i18n import mark, tr, trn
from annotator.review.findings import GROUPS, Finding
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.feedback import titles
from annotator.ui.feedback.finding_list import FindingsList, FindingsModel
from annotator.ui.review.case_card import Badge, Candidate, Card, Line, differing_in, said_of
from annotator.ui.review.passage import Lane, Passage
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work
from annotator.ui.theme import Theme
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, brief

_SIDES = (320, 620, 340)
_LONGEST = 28
_RULES, _EXAMPLES = 4, 3
_GOLD_SIGN = "★"
_LEGEND = {
    "next-case": mark("next"),
    "previous-case": mark("the one before"),
    "next-case-document": mark("next article"),
    "back-to-list": mark("to the list"),
}


class FeedbackScreen(Page):
    """The findings in groups, the passage with one's own lane and gold's, both versions and the reviewer's comment."""

    heading = mark("Feedback")
    said = Signal(str)
    """A line to say in passing."""

    def __init__(self, session: Session, work: Work, theme: Theme, typesetting: Typesetting) -> None:
        super().__init__()
        self._session, self._work, self._theme = session, work, theme
        self.feedback = Feedback(session)
        self._read = False
        self._at: tuple[Article, Finding] | None = None
        self.model = FindingsModel(self.feedback, session.scheme)
        self.list = FindingsList(self.model, theme)
        self.passage = Passage(session.scheme, theme, typesetting)
        self.card = Card(session.scheme, theme, choosing=False)
        self.group, self.label, self.article = QComboBox(), QComboBox(), QComboBox()
        self.summary, self.shares, self.nothing = PlainLabel(), PlainLabel(), PlainLabel()
        self._body = QStackedWidget()
        self._lay_out()
        for field in (self.group, self.label, self.article):
            field.activated.connect(lambda _: self._arrange())
        self.list.clicked.connect(self._take_row)

    def _lay_out(self) -> None:
        for label in (self.shares, self.nothing):
            label.setProperty("role", "muted")
        for label in (self.summary, self.shares, self.nothing):
            label.setWordWrap(True)
        self.summary.setProperty("role", "heading")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(120, 0, 120, 80)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for field, name in ((self.group, tr("Kind")), (self.label, tr("Label")), (self.article, tr("Article"))):
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            filters.addWidget(field)
        filters.addStretch(1)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setObjectName("feedback-sides")
        sides.setHandleWidth(1)
        for part in (self.list, self.passage, self.card):
            sides.addWidget(part)
        sides.setStretchFactor(1, 1)
        sides.setChildrenCollapsible(False)
        sides.setSizes(_SIDES)
        self._body.addWidget(sides)
        self._body.addWidget(self.nothing)
        top = QVBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(6)
        top.addWidget(self.summary)
        top.addWidget(self.shares)
        top.addLayout(filters)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(_rule())
        whole.addWidget(self._body, 1)
        # Tab leads from the passage to what is shown, and round to the passage.
        chain: list[QWidget] = [self.passage, self.group, self.label, self.article, self.list]
        for one, other in pairwise(chain):
            self.setTabOrder(one, other)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.list, self.passage, self.card):
            part.wear(theme)
        self._show()

    # What is shown

    def open(self) -> None:
        """Show the findings; they are read once, since nothing changes in the file."""
        self.passage.setFocus()
        if not self._read:
            self._work.run(tr("Comparing your marks with gold"), self.feedback.reading(), self._begin, self._failed)

    def _failed(self, why: Exception) -> None:
        self.nothing.setText(str(why))
        self._body.setCurrentIndex(1)
        self.said.emit(str(why))

    def _begin(self, _: object) -> None:
        self._read = True
        counts = self.feedback.counts()
        _fill(
            self.group,
            tr("every kind"),
            [(f"{titles.title(group)} ({counts[group]})", group) for group in GROUPS if counts[group]],
        )
        labels = {
            span.label
            for _, finding in self.feedback.findings()
            for held in finding.case.spans.values()
            for span in held
        }
        known = [(label.title, name) for name, label in self._session.scheme.labels.items() if name in labels]
        _fill(self.label, tr("all labels"), known)
        articles = [(brief(one.title, _LONGEST), one.id) for one in self.feedback.articles.values()]
        _fill(self.article, tr("every article"), articles)
        self._tell_summary()
        self._arrange()
        self.passage.setFocus()

    def _tell_summary(self) -> None:
        whole, unsettled = self.feedback.whole(), self.feedback.counts()["open"]
        told = tr("{stand} of your {count} settled marks stand in gold as they are", stand=whole.stand, count=whole.of)
        missed = self.feedback.counts()["missed"]
        more = [
            *([trn("you missed {count}", "you missed {count}", missed)] if missed else []),
            *([trn("{count} is not settled yet", "{count} are not settled yet", unsettled)] if unsettled else []),
        ]
        self.summary.setText("  ·  ".join([told, *more]))
        shares = [
            tr(
                "{label} {stand} of {count}",
                label=titles.label_title(label, self._session.scheme),
                stand=share.stand,
                count=share.of,
            )
            for label, share in self.feedback.by_label().items()
        ]
        self.shares.setText("  ·  ".join(shares))
        self.shares.setVisible(bool(shares))

    def _wanted(self, article: Article, finding: Finding) -> bool:
        group, label, name = (field.currentData() for field in (self.group, self.label, self.article))
        held = {span.label for spans in finding.case.spans.values() for span in spans}
        return group in (None, finding.group) and (not label or label in held) and name in (None, article.id)

    def _arrange(self) -> None:
        self.model.arrange(self._wanted)
        self.nothing.setText(self._why_nothing())
        self._body.setCurrentIndex(0 if self.model.rows else 1)
        row = self.model.row_of(self._at[1] if self._at else None)
        self._go_to_row(row if row >= 0 else self.model.next(-1, 1))

    def _why_nothing(self) -> str:
        if not any(self.feedback.counts().values()):
            return tr("Neither you nor the review marked anything in these articles.")
        return tr("Nothing fits. Choose another kind, label or article above.")

    # The finding at hand

    @property
    def at_hand(self) -> tuple[Article, Finding] | None:
        """The finding that is shown."""
        return self._at

    def _take_row(self, index: QModelIndex) -> None:
        """A click on a finding shows it, one on a heading folds its group or opens it."""
        row = self.model.rows[index.row()]
        if row.found:
            self._go_to_row(index.row())
            self.passage.setFocus()
        else:
            self.model.fold(row.group)
            self._select(self.model.row_of(self._at[1] if self._at else None))

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self._at = self.model.rows[row].found
            self._select(row)
            self._show()

    def _select(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def _show(self) -> None:
        if self._at is None:
            return
        article, finding = self._at
        case, me = finding.case, article.own.annotator
        badges = {
            me: Badge(_sign(me), self._theme.lane_of(0)),
            RESERVED_NAME: Badge(_GOLD_SIGN, QColor(self._theme.gold)),
        }
        lanes = [
            Lane(*badges[layer.annotator], style, SpanIndex.of(layer.spans), case.marked_by(layer.annotator))
            for style, layer in enumerate((article.gold, article.own))
        ]
        self.passage.show_case(article.text, lanes, case.differing)
        captions = {me: tr("yours"), RESERVED_NAME: tr("gold")}
        self.card.show_case(
            titles.all_titles(finding),
            [Candidate([badges[name]], caption, self._lines(finding, name)) for name, caption in captions.items()],
            self._notes(finding, me),
            [(keymap.shown(name), tr(short)) for name, short in _LEGEND.items()] + [("Tab", tr("filters"))],
            self._guideline(finding, me),
        )

    def _lines(self, finding: Finding, name: str) -> list[Line]:
        case = finding.case
        lines = [
            Line(span.label, span.quote, differing_in(span, case.differing), said_of(span))
            for span in case.spans.get(name, ())
        ]
        for tie in case.ties.get(name, ()):
            told = " · ".join(f"{key}: {value}" for key, value in tie.relation.attributes.items() if value)
            lines.append(Line(tie.relation.label, f"{tie.source.quote} → {tie.target.quote}", (), told))
        return lines

    def _notes(self, finding: Finding, me: str) -> list[tuple[str, str]]:
        told = titles.said_otherwise(finding.case, me, RESERVED_NAME)
        caption = tr("Question") if finding.group == "open" else tr("Comment")
        return [
            ("", titles.what_became(finding.group)),
            *([(tr("Yours → gold"), " · ".join(told))] if told else []),
            *((caption, comment) for comment in finding.comments),
        ]

    def _guideline(self, finding: Finding, me: str) -> Sequence[str]:
        """What the guideline says of gold's label, or of one's own where gold has none."""
        for name in (RESERVED_NAME, me):
            for span in finding.case.spans.get(name, ()):
                return in_short(span.label, self._session.guidelines, rules=_RULES, examples=_EXAMPLES)
        return ()

    # Commands

    def do(self, command: str) -> None:
        """Carry out a command of the review, as far as it only walks."""
        row = self.model.row_of(self._at[1] if self._at else None)
        acts: dict[str, Callable[[], None]] = {
            "next-case": lambda: self._go_to_row(self.model.next(row, 1)),
            "previous-case": lambda: self._go_to_row(self.model.next(row, -1)),
            "next-case-document": lambda: self._go_to_row(self.model.next(row, 1, elsewhere=True)),
            "back-to-list": self.list.setFocus,
        }
        if command in acts:
            acts[command]()
        else:
            self.said.emit(tr("This is feedback, for reading only"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._take_row(self.list.currentIndex())
        else:
            super().keyPressEvent(event)


def _sign(name: str) -> str:
    """The first letter of a name."""
    return next((letter.upper() for letter in name if letter.isalnum()), "•")


def _fill(field: QComboBox, all_of_them: str, told: Sequence[tuple[str, Any]]) -> None:
    field.clear()
    field.addItem(all_of_them, None)
    for title, value in told:
        field.addItem(title, value)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
