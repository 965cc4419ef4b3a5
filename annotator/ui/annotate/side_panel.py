"""The side panel beside the open article."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.annotate.panels.details import Details
from annotator.ui.annotate.panels.relation_list import RelationList
from annotator.ui.annotate.panels.span_list import SpanList

_MINIMUM_WIDTH = 240
_MINIMUM_DETAILS_HEIGHT = 120
_LIST_HEIGHT, _DETAILS_HEIGHT = 300, 200


class SidePanel(QStackedWidget):
    """The list of spans above relations and details; another panel can replace all of them for a while."""

    def __init__(self, spans: SpanList, relations: RelationList, details: Details) -> None:
        super().__init__()
        self._spans, self._relations, self._details = spans, relations, details
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("spans-and-details")
        splitter.setHandleWidth(1)
        splitter.addWidget(spans)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(relations)
        column.addWidget(details, 1)
        splitter.addWidget(lower)
        splitter.setSizes([_LIST_HEIGHT, _DETAILS_HEIGHT])
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        details.setMinimumHeight(_MINIMUM_DETAILS_HEIGHT)
        self.addWidget(splitter)
        self.setMinimumWidth(_MINIMUM_WIDTH)

    @property
    def replacement(self) -> QWidget | None:
        """The panel that is shown instead of spans and details."""
        return self.currentWidget() if self.currentIndex() > 0 else None

    def replace(self, panel: QWidget | None) -> None:
        """Show this panel instead of spans and details; None shows spans and details again."""
        if panel is None:
            self.setCurrentIndex(0)
            return
        if self.indexOf(panel) < 0:
            self.addWidget(panel)
        self.setCurrentWidget(panel)

    def focus_next_pane(self, article: QWidget, *, has_focused_span: bool) -> None:
        """Move the focus from the article to the spans, the relations, their fields, the details, and back."""
        relations = self._relations
        if self.replacement:
            (self.replacement if article.hasFocus() else article).setFocus()
        elif article.hasFocus():
            self._spans.setFocus()
        elif self._spans.hasFocus() and relations.relations:
            relations.setFocus()
        elif relations.hasFocus() and relations.fields():
            relations.fields()[0].setFocus()
        elif has_focused_span and (self._spans.hasFocus() or relations.contains_focus()):
            self._details.first_field().setFocus()
        else:
            article.setFocus()
