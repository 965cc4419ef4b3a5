"""The list of findings in groups, and its model."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.app.exchange.feedback_reader import Feedback, FeedbackArticle
from annotator.app.session import RESERVED_NAME
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.review.findings import GROUPS, Finding, FindingGroup
from annotator.ui.feedback import titles
from annotator.ui.review.panels.case_list import case_words
from annotator.ui.theme import Theme
from annotator.ui.widgets.tables import draw_line, set_up_list
from annotator.ui.widgets.two_column_row import ModelIndex

_ROW, _HEADING = 44, 32
_PADDING = 12
_ARROW = 8

ArticleFinding = tuple[FeedbackArticle, Finding]


class FindingRow(NamedTuple):
    """A finding with its article, or without one the heading of a group."""

    group: FindingGroup
    article_finding: ArticleFinding | None = None


class FindingListModel(QAbstractListModel):
    """The findings that pass the filter, under the headings of their groups; groups can be folded.

    The most serious group comes first.
    """

    def __init__(self, feedback: Feedback, scheme: Scheme) -> None:
        super().__init__()
        self._feedback, self._scheme = feedback, scheme
        self._groups: dict[FindingGroup, list[ArticleFinding]] = {}
        self.folded: set[FindingGroup] = {"agreed"}
        self.rows: list[FindingRow] = []

    def apply_filter(self, passes: Callable[[FeedbackArticle, Finding], bool]) -> None:
        """List the findings that pass."""
        groups: dict[FindingGroup, list[ArticleFinding]] = {group: [] for group in GROUPS}
        for article, finding in self._feedback.findings():
            if passes(article, finding):
                groups[finding.group].append((article, finding))
        self._groups = {group: findings for group, findings in groups.items() if findings}
        self._lay_out()

    def count(self, group: FindingGroup) -> int:
        """The number of listed findings in the group, including folded ones."""
        return len(self._groups.get(group, ()))

    def toggle_fold(self, group: FindingGroup) -> None:
        """Fold the group, or unfold it if it is folded."""
        self.folded ^= {group}
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        self.rows = []
        for group, findings in self._groups.items():
            self.rows.append(FindingRow(group))
            if not self.is_folded(group):
                self.rows += [FindingRow(group, article_finding) for article_finding in findings]
        self.endResetModel()

    def is_folded(self, group: FindingGroup) -> bool:
        """Whether the group is folded; the only group never is."""
        return group in self.folded and len(self._groups) > 1

    def next_finding(self, row: int, step: int, *, other_article: bool = False) -> int:
        """The next row with a finding in steps of 1 or -1, continued at the other end; -1 if there is none.

        With ``other_article``, only findings of other articles count.
        """
        current = self.rows[row].article_finding if 0 <= row < len(self.rows) else None
        for distance in range(1, len(self.rows) + 1):
            candidate = (row + step * distance) % len(self.rows)
            article_finding = self.rows[candidate].article_finding
            if article_finding and not (other_article and current and article_finding[0].id == current[0].id):
                return candidate
        return -1

    def row_of(self, finding: Finding | None) -> int:
        rows = [
            number for number, row in enumerate(self.rows) if row.article_finding and row.article_finding[1] is finding
        ]
        return rows[0] if rows else -1

    def row_texts(self, row: FindingRow) -> tuple[str, str]:
        """The two lines of a finding, or the title and the count of a heading."""
        if row.article_finding is None:
            return titles.group_title(row.group), str(self.count(row.group))
        article, finding = row.article_finding
        labels = titles.finding_labels(finding.case, article.own_layer.annotator, RESERVED_NAME, self._scheme)
        remark = tr("with a question") if finding.group == "open" else tr("with a comment")
        texts = [labels, *([remark] if finding.comments else []), article.title]
        return case_words(finding.case), "  ·  ".join(texts)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        text = ", ".join(self.row_texts(row))
        if row.article_finding is None and self.is_folded(row.group):
            return tr("{group}, folded", group=text)
        return text


class _RowDelegate(QStyledItemDelegate):
    """Paints findings (the words above, labels and article below) and the headings of groups with their counts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: Any, index: ModelIndex) -> None:
        model = index.model()
        if not isinstance(model, FindingListModel):
            return
        row = model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.theme.selection if chosen else self.theme.hover))
        upper, lower = model.row_texts(row)
        if row.article_finding is None:
            self._paint_heading(painter, option, upper, lower, folded=model.is_folded(row.group))
        else:
            box = option.rect.adjusted(_PADDING + _ARROW + 10, 5, -_PADDING, -5)
            half = box.height() // 2
            painter.setPen(QColor(self.theme.muted if row.group == "agreed" else self.theme.text))
            draw_line(painter, box.adjusted(0, 0, 0, -half), upper, option.font)
            small = QFont(option.font)
            small.setPointSizeF(option.font.pointSizeF() * 0.88)
            painter.setPen(QColor(self.theme.muted))
            draw_line(painter, box.adjusted(0, half, 0, 0), lower, small)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: Any, title: str, count: str, *, folded: bool) -> None:
        box = option.rect.adjusted(_PADDING, 4, -_PADDING, -4)
        middle, left, half = box.center().y() + 0.5, float(box.left()), _ARROW / 2
        if folded:
            points = ((left + 2, middle - half), (left + 2 + half, middle), (left + 2, middle + half))
        else:
            points = ((left, middle - 2), (left + half, middle + half - 2), (left + _ARROW, middle - 2))
        painter.setPen(QPen(QColor(self.theme.muted), 1.5))
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setPen(QColor(self.theme.text))
        room = painter.fontMetrics().horizontalAdvance(count) + 12
        draw_line(painter, box.adjusted(_ARROW + 10, 0, -room, 0), title, bold)
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)


class FindingList(QTableView):
    """The list of findings."""

    def __init__(self, model: FindingListModel, theme: Theme) -> None:
        super().__init__()
        self._delegate = _RowDelegate(theme)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        set_up_list(self, row_height=_ROW)
        self.verticalHeader().setMinimumSectionSize(_HEADING)
        self.setAccessibleName(tr("Your marks and gold"))
        self._heading_rows: list[int] = []
        model.modelReset.connect(lambda: self._set_heights(model))

    def _set_heights(self, model: FindingListModel) -> None:
        # The header keeps the heights of the former headings.
        for number in self._heading_rows:
            self.setRowHeight(number, _ROW)
        self._heading_rows = [number for number, row in enumerate(model.rows) if row.article_finding is None]
        for number in self._heading_rows:
            self.setRowHeight(number, _HEADING)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()
