"""The popup that offers the names that a span may mean."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.names import name_resolution
from annotator.domain.names.name_resolution import Proposal, ProposalReason
from annotator.i18n import mark, tr
from annotator.ui.widgets import two_column_row
from annotator.ui.widgets.chooser import Chooser, ChooserItem
from annotator.ui.widgets.plain_text import OneLineLabel

_WIDTH, _HEIGHT, _GAP = 380, 330, 6
_MAX_ITEMS = 200
_REASONS: dict[ProposalReason, str] = {
    "alias": mark("called so"),
    "last-name": mark("by last name"),
    "previous-speaker": mark("the speaker before"),
    "article": mark("in this article"),
    "project": "",
}


class NamePicker(Chooser):
    """A field beside the span, with the names below it, the most likely first; a semicolon adds a further name."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._proposals: Sequence[Proposal] = ()
        self._new = ""
        self.title = OneLineLabel()
        self.title.setProperty("role", "muted")
        self.list.setAccessibleName(tr("Names"))
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self.title)

    def open(
        self,
        title: str,
        proposals: Sequence[Proposal],
        *,
        new: str,
        anchor: QRect,
        back_to: QWidget,
        take: Callable[[str], None],
    ) -> None:
        """Offer these names beside ``anchor`` (in pixels of the host), and last ``new`` as a new name."""
        self._proposals, self._new = proposals, new
        self.title.setText(title)
        below = anchor.bottom() + _GAP
        top = below if below + _HEIGHT < self.host.height() else max(_GAP, anchor.top() - _HEIGHT - _GAP)
        left = max(_GAP, min(anchor.left(), self.host.width() - _WIDTH - _GAP))
        self.show_at(QRect(left, top, _WIDTH, _HEIGHT), title, back_to=back_to, take=take)
        self.field.setPlaceholderText(tr("Type a name"))

    def item_texts(self) -> list[str]:
        """The items of the list as a screen reader reads them."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(item.data(two_column_row.SPOKEN)) for item in items]

    def matching_items(self, typed: str) -> list[ChooserItem]:
        """The names that contain the letters after the last semicolon, ignoring case, accents and hyphens."""
        typed = typed.rpartition(";")[2].strip()
        query = name_resolution.key(typed)
        proposals = [proposal for proposal in self._proposals if query in name_resolution.key(proposal.name)]
        items = [
            ChooserItem(title=name, value=name, remark=tr(_REASONS[reason]) if _REASONS[reason] else "")
            for name, reason in proposals[:_MAX_ITEMS]
        ]
        new = typed or self._new
        if new and all(name_resolution.key(new) != name_resolution.key(proposal.name) for proposal in proposals):
            items.append(ChooserItem(title=tr("New name: {name}", name=new), value=new))
        return items

    def chosen(self) -> str | None:
        """The names before the last semicolon, and the current one of the list."""
        before = name_resolution.split(self.field.text().rpartition(";")[0])
        return name_resolution.join([*before, *filter(None, [super().chosen()])]) or None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text() == ";":
            self.field.setText(f"{self.chosen() or ''}{name_resolution.NAME_SEPARATOR}")
            return True
        return super().eventFilter(watched, event)
