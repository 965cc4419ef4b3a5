"""How does the list of all findings look, group by group?"""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.app.exchange.feedback_reader import Article, Feedback
from annotator.app.session import RESERVED_NAME
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.review.findings import GROUPS, Finding, Group
from annotator.ui.feedback import titles
from annotator.ui.review.case_list import words_of
from annotator.ui.theme import Theme
from annotator.ui.widgets.tables import list_in_one_column, write_in

_ROW, _HEADING = 44, 32
_PADDING = 12
_ARROW = 8
_Index = QModelIndex | QPersistentModelIndex


class Row(NamedTuple):
    """A finding in its article; without one, the heading of its group."""

    group: Group
    found: tuple[Article, Finding] | None = None


class FindingsModel(QAbstractListModel):
    """Every wanted finding under the heading of its group, the gravest group first; a group can be folded away."""

    def __init__(self, feedback: Feedback, scheme: Scheme) -> None:
        super().__init__()
        self._feedback, self._scheme = feedback, scheme
        self._groups: dict[Group, list[tuple[Article, Finding]]] = {}
        self.folded: set[Group] = {"agreed"}
        self.rows: list[Row] = []

    def arrange(self, wanted: Callable[[Article, Finding], bool]) -> None:
        """Show those that are wanted now."""
        found: dict[Group, list[tuple[Article, Finding]]] = {group: [] for group in GROUPS}
        for article, finding in self._feedback.findings():
            if wanted(article, finding):
                found[finding.group].append((article, finding))
        self._groups = {group: told for group, told in found.items() if told}
        self._lay_out()

    def count(self, group: Group) -> int:
        """How many wanted findings there are in the group, folded or not."""
        return len(self._groups.get(group, ()))

    def fold(self, group: Group) -> None:
        """Fold the group away, or open it again."""
        self.folded ^= {group}
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        self.rows = []
        for group, told in self._groups.items():
            self.rows.append(Row(group))
            if not self.is_folded(group):
                self.rows += [Row(group, one) for one in told]
        self.endResetModel()

    def is_folded(self, group: Group) -> bool:
        """A group that stands alone is open."""
        return group in self.folded and len(self._groups) > 1

    def next(self, row: int, by: int, *, elsewhere: bool = False) -> int:
        """The next row with a finding, in either direction and around the end; -1 where there is none.

        ``elsewhere``, it is one of another article.
        """
        here = self.rows[row].found if 0 <= row < len(self.rows) else None
        for step in range(1, len(self.rows) + 1):
            there = (row + by * step) % len(self.rows)
            found = self.rows[there].found
            if found and not (elsewhere and here and found[0].id == here[0].id):
                return there
        return -1

    def row_of(self, finding: Finding | None) -> int:
        places = [place for place, row in enumerate(self.rows) if row.found and row.found[1] is finding]
        return places[0] if places else -1

    def told(self, row: Row) -> tuple[str, str]:
        """The two lines of a row; a heading has a title and a count."""
        if row.found is None:
            return titles.title(row.group), str(self.count(row.group))
        article, finding = row.found
        labels = titles.labels_of(finding.case, article.own.annotator, RESERVED_NAME, self._scheme)
        word = tr("with a question") if finding.group == "open" else tr("with a comment")
        parts = [labels, *([word] if finding.comments else []), article.title]
        return words_of(finding.case), "  ·  ".join(parts)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        told = ", ".join(self.told(row))
        if row.found is None and self.is_folded(row.group):
            return tr("{group}, folded", group=told)
        return told


class _Rows(QStyledItemDelegate):
    """Words above, label and article below; the headings of groups with their counts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, FindingsModel):
            return
        row = model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.theme.selection if chosen else self.theme.hover))
        upper, lower = model.told(row)
        if row.found is None:
            self._paint_heading(painter, option, upper, lower, folded=model.is_folded(row.group))
        else:
            box = option.rect.adjusted(_PADDING + _ARROW + 10, 5, -_PADDING, -5)
            half = box.height() // 2
            painter.setPen(QColor(self.theme.muted if row.group == "agreed" else self.theme.text))
            write_in(painter, box.adjusted(0, 0, 0, -half), upper, option.font)
            small = QFont(option.font)
            small.setPointSizeF(option.font.pointSizeF() * 0.88)
            painter.setPen(QColor(self.theme.muted))
            write_in(painter, box.adjusted(0, half, 0, 0), lower, small)
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
        write_in(painter, box.adjusted(_ARROW + 10, 0, -room, 0), title, bold)
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)


class FindingsList(QTableView):
    """The list of findings."""

    def __init__(self, model: FindingsModel, theme: Theme) -> None:
        super().__init__()
        self._rows = _Rows(theme)
        self.setModel(model)
        self.setItemDelegate(self._rows)
        list_in_one_column(self, row_height=_ROW)
        self.verticalHeader().setMinimumSectionSize(_HEADING)
        self.setAccessibleName(tr("Your marks and gold"))
        self._low: list[int] = []
        model.modelReset.connect(lambda: self._lower_headings(model))

    def _lower_headings(self, model: FindingsModel) -> None:
        # The header keeps the heights of rows that are others by now.
        for place in self._low:
            self.setRowHeight(place, _ROW)
        self._low = [place for place, row in enumerate(model.rows) if row.found is None]
        for place in self._low:
            self.setRowHeight(place, _HEADING)

    def wear(self, theme: Theme) -> None:
        self._rows.theme = theme
        self.viewport().update()
