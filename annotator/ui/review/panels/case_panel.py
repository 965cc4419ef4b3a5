"""The right side of the review: the card of the case or a panel in its place, and the fields of a draft."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.domain.scheme.scheme import Scheme
from annotator.ui.annotate.panels.details import Details
from annotator.ui.annotate.panels.relation_list import RelationList
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.panels.case_card import CaseCard
from annotator.ui.review.panels.comment_line import CommentLine
from annotator.ui.review.panels.figures_panel import FiguresPanel
from annotator.ui.review.panels.identical_cases_panel import IdenticalCasesPanel
from annotator.ui.theme import Theme
from annotator.ui.widgets.rule import rule

# The height of the form for the attributes of a span, in pixels.
_DETAILS_HEIGHT = 200


class CasePanel(QWidget):
    """The comment line on top, the card, the identical cases or the figures below, and the fields of a draft."""

    def __init__(self, context: ReviewContext, scheme: Scheme, theme: Theme) -> None:
        super().__init__()
        self.comment_line, self.card = CommentLine(context), CaseCard(scheme, theme)
        self.identical_cases, self.figures = IdenticalCasesPanel(), FiguresPanel(scheme, theme)
        self.relations, self.details = RelationList(), Details()
        self._stack, self._draft_rule = QStackedWidget(), rule()
        for page in (self.card, self.identical_cases, self.figures):
            self._stack.addWidget(page)
        self.details.setFixedHeight(_DETAILS_HEIGHT)
        line = QHBoxLayout()
        line.setContentsMargins(16, 10, 16, 0)
        line.addWidget(self.comment_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        column.addWidget(self._draft_rule)
        column.addWidget(self.relations)
        column.addWidget(self.details)

    def set_theme(self, theme: Theme) -> None:
        self.card.set_theme(theme)
        self.figures.set_theme(theme)

    def show_card(self) -> None:
        """Show the card, and hide the comment line."""
        self.comment_line.hide()
        self._stack.setCurrentWidget(self.card)

    def show_identical_cases(self) -> None:
        """Show the identical cases, and give them the focus."""
        self._stack.setCurrentWidget(self.identical_cases)
        self.identical_cases.ticks.setFocus()

    def show_figures(self) -> None:
        self._stack.setCurrentWidget(self.figures)

    def separate_draft(self, *, visible: bool) -> None:
        """Show or hide the rule above the fields of a draft."""
        self._draft_rule.setVisible(visible)
