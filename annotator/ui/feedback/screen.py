"""The feedback screen: the annotator's marks beside gold, for reading only."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.app.exchange.feedback_reader import Feedback, FeedbackArticle
from annotator.app.session import RESERVED_NAME, Session
from annotator.domain.marks.span_index import SpanIndex
from annotator.domain.scheme.guidelines import guidance_summary
from annotator.i18n import mark, tr, trn
from annotator.review.findings import GROUPS, Finding
from annotator.ui.annotate.reader.page import Typesetting
from annotator.ui.feedback import titles
from annotator.ui.feedback.finding_list import ArticleFinding, FindingList, FindingListModel
from annotator.ui.review.panels.case_card import Badge, Candidate, CaseCard, CaseFact, relation_fact, span_fact
from annotator.ui.review.panels.passage_view import Lane, PassageView
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMANDS
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.theme import Theme
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel, shorten
from annotator.ui.widgets.rule import rule

_WIDTHS = (320, 620, 340)
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
    """The findings in groups, the passage with the lanes of annotator and gold, both versions, and the comments."""

    heading = mark("Feedback")
    message = Signal(str)
    """A message that goes away by itself."""

    def __init__(self, session: Session, job_runner: JobRunner, theme: Theme, typesetting: Typesetting) -> None:
        super().__init__()
        self._session, self._job_runner, self._theme = session, job_runner, theme
        self.feedback = Feedback(session)
        self._read = False
        self.current_finding: ArticleFinding | None = None
        """The finding that is shown, with its article."""
        self.model = FindingListModel(self.feedback, session.scheme)
        self.list = FindingList(self.model, theme)
        self.passage = PassageView(session.scheme, theme, typesetting)
        self.card = CaseCard(session.scheme, theme, choosing=False)
        self.group, self.label, self.article = QComboBox(), QComboBox(), QComboBox()
        self.summary, self.shares, self.empty_note = PlainLabel(), PlainLabel(), PlainLabel()
        self._body = QStackedWidget()
        self._lay_out()
        for field in (self.group, self.label, self.article):
            field.activated.connect(lambda _: self._apply_filter())
        self.list.clicked.connect(self._activate_row)

    def _lay_out(self) -> None:
        for label in (self.shares, self.empty_note):
            label.setProperty("role", "muted")
        for label in (self.summary, self.shares, self.empty_note):
            label.setWordWrap(True)
        self.summary.setProperty("role", "heading")
        self.empty_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_note.setContentsMargins(120, 0, 120, 80)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for field, name in ((self.group, tr("Kind")), (self.label, tr("Label")), (self.article, tr("Article"))):
            field.setAccessibleName(name)
            field.setToolTip(name)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            filters.addWidget(field)
        filters.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("feedback-sides")
        splitter.setHandleWidth(1)
        for panel in (self.list, self.passage, self.card):
            splitter.addWidget(panel)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes(_WIDTHS)
        self._body.addWidget(splitter)
        self._body.addWidget(self.empty_note)
        top = QVBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(6)
        top.addWidget(self.summary)
        top.addWidget(self.shares)
        top.addLayout(filters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(rule())
        column.addWidget(self._body, 1)
        # Tab goes from the passage to the filters and the list, and then back to the passage.
        chain: list[QWidget] = [self.passage, self.group, self.label, self.article, self.list]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for panel in (self.list, self.passage, self.card):
            panel.set_theme(theme)
        self._show()

    # Content

    def open(self) -> None:
        """Show the findings; they are read only once, as the file does not change."""
        self.passage.setFocus()
        if not self._read:
            self._job_runner.run(
                tr("Comparing your marks with gold"), self.feedback.read_job(), self._show_read, self._show_error
            )

    def _show_error(self, error: Exception) -> None:
        self.empty_note.setText(str(error))
        self._body.setCurrentIndex(1)
        self.message.emit(str(error))

    def _show_read(self, _: object) -> None:
        self._read = True
        counts = self.feedback.counts()
        _fill(
            self.group,
            tr("every kind"),
            [(f"{titles.group_title(group)} ({counts[group]})", group) for group in GROUPS if counts[group]],
        )
        labels = {
            span.label
            for _, finding in self.feedback.findings()
            for version in finding.case.spans.values()
            for span in version
        }
        label_titles = [(label.title, name) for name, label in self._session.scheme.labels.items() if name in labels]
        _fill(self.label, tr("all labels"), label_titles)
        articles = [(shorten(article.title, _LONGEST), article.id) for article in self.feedback.articles.values()]
        _fill(self.article, tr("every article"), articles)
        self._show_summary()
        self._apply_filter()
        self.passage.setFocus()

    def _show_summary(self) -> None:
        total, unsettled = self.feedback.total_share(), self.feedback.counts()["open"]
        agreement = tr(
            "{stand} of your {count} settled marks stand in gold as they are", stand=total.agreed, count=total.total
        )
        missed = self.feedback.counts()["missed"]
        remarks = [
            *([trn("you missed {count}", "you missed {count}", missed)] if missed else []),
            *([trn("{count} is not settled yet", "{count} are not settled yet", unsettled)] if unsettled else []),
        ]
        self.summary.setText("  ·  ".join([agreement, *remarks]))
        shares = [
            tr(
                "{label} {stand} of {count}",
                label=titles.label_title(label, self._session.scheme),
                stand=share.agreed,
                count=share.total,
            )
            for label, share in self.feedback.by_label().items()
        ]
        self.shares.setText("  ·  ".join(shares))
        self.shares.setVisible(bool(shares))

    def _passes(self, article: FeedbackArticle, finding: Finding) -> bool:
        group, label, name = (field.currentData() for field in (self.group, self.label, self.article))
        labels = {span.label for spans in finding.case.spans.values() for span in spans}
        return group in (None, finding.group) and (not label or label in labels) and name in (None, article.id)

    def _apply_filter(self) -> None:
        self.model.apply_filter(self._passes)
        self.empty_note.setText(self._empty_reason())
        self._body.setCurrentIndex(0 if self.model.rows else 1)
        row = self._row
        self._go_to_row(row if row >= 0 else self.model.next_finding(-1, 1))

    def _empty_reason(self) -> str:
        if not any(self.feedback.counts().values()):
            return tr("Neither you nor the review marked anything in these articles.")
        return tr("Nothing fits. Choose another kind, label or article above.")

    # The current finding

    def _activate_row(self, index: QModelIndex) -> None:
        """Show the finding in this row, or fold or unfold the group of a heading."""
        row = self.model.rows[index.row()]
        if row.article_finding:
            self._go_to_row(index.row())
            self.passage.setFocus()
        else:
            self.model.toggle_fold(row.group)
            self._select(self._row)

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.current_finding = self.model.rows[row].article_finding
            self._select(row)
            self._show()

    def _select(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def _show(self) -> None:
        if self.current_finding is None:
            return
        article, finding = self.current_finding
        case, annotator = finding.case, article.own_layer.annotator
        badges = {
            annotator: Badge(_sign(annotator), self._theme.lane_of(0)),
            RESERVED_NAME: Badge(_GOLD_SIGN, QColor(self._theme.gold)),
        }
        lanes = [
            Lane(*badges[layer.annotator], style, SpanIndex.from_spans(layer.spans), case.marked_by(layer.annotator))
            for style, layer in enumerate((article.gold, article.own_layer))
        ]
        self.passage.show_case(article.text, lanes, case.differing)
        captions = {annotator: tr("yours"), RESERVED_NAME: tr("gold")}
        self.card.show_case(
            titles.finding_title(finding),
            [Candidate([badges[name]], caption, self._facts(finding, name)) for name, caption in captions.items()],
            self._notes(finding, annotator),
            [(keys_in_force.shown_key(name), tr(short)) for name, short in _LEGEND.items()] + [("Tab", tr("filters"))],
            self._guideline(finding, annotator),
        )

    def _facts(self, finding: Finding, name: str) -> list[CaseFact]:
        case = finding.case
        spans, relations = case.spans.get(name, ()), case.relations.get(name, ())
        return [span_fact(span, case.differing) for span in spans] + [*map(relation_fact, relations)]

    def _notes(self, finding: Finding, annotator: str) -> list[tuple[str, str]]:
        differences = titles.attribute_differences(finding.case, annotator, RESERVED_NAME)
        caption = tr("Question") if finding.group == "open" else tr("Comment")
        return [
            ("", titles.outcome_sentence(finding.group)),
            *([(tr("Yours → gold"), " · ".join(differences))] if differences else []),
            *((caption, comment) for comment in finding.comments),
        ]

    def _guideline(self, finding: Finding, annotator: str) -> Sequence[str]:
        """The guideline of the label of gold or, if gold has none here, of the annotator's label."""
        for name in (RESERVED_NAME, annotator):
            for span in finding.case.spans.get(name, ()):
                return guidance_summary(span.label, self._session.guidelines, rules=_RULES, examples=_EXAMPLES)
        return ()

    # Commands

    @property
    def commands(self) -> dict[str, Callable[[], None]]:
        """The commands of the review; those that do not go from finding to finding are refused."""
        return {
            **{
                command.id: self._refuse
                for command in COMMANDS.values()
                if command.menu == "review" and command.id != "review"
            },
            "next-case": lambda: self._go_to_row(self.model.next_finding(self._row, 1)),
            "previous-case": lambda: self._go_to_row(self.model.next_finding(self._row, -1)),
            "next-case-document": lambda: self._go_to_row(self.model.next_finding(self._row, 1, other_article=True)),
            "back-to-list": self.list.setFocus,
        }

    @property
    def _row(self) -> int:
        """The row of the finding that is shown."""
        return self.model.row_of(self.current_finding[1] if self.current_finding else None)

    def _refuse(self) -> None:
        self.message.emit(tr("This is feedback, for reading only"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._activate_row(self.list.currentIndex())
        else:
            super().keyPressEvent(event)


def _sign(name: str) -> str:
    """The first letter of a name."""
    return next((letter.upper() for letter in name if letter.isalnum()), "•")


def _fill(field: QComboBox, title_of_all: str, values: Sequence[tuple[str, Any]]) -> None:
    field.clear()
    field.addItem(title_of_all, None)
    for title, value in values:
        field.addItem(title, value)
