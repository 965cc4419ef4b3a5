"""What does the line below say of the article and the project?"""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.app.session import Session
from annotator.i18n import mark, tr, trn
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.widgets.plain_text import OneLine, PlainLabel, brief

# There is more to say than the title.
_LONGEST_TITLE = 90
_STATUSES = {"new": mark("new"), "in-progress": mark("in progress"), "done": mark("done")}


class Foot(QWidget):
    """The article on screen, how many are done, who is at work; and that all is saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line, self._saved = OneLine(), PlainLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        for label in (self.line, self._saved):
            label.setProperty("role", "muted")
        row.addWidget(self.line, 1)
        row.addWidget(self._saved)

    def tell(self, screen: AnnotateScreen | None) -> None:
        """Tell of the article on this screen; None where none is to be seen."""
        count = len(self._session.document_ids())
        parts = self._told_of(screen) if screen else []
        if count:
            parts.append(tr("{done} of {count} articles done", done=self._session.done_count(), count=count))
            parts.append(self._session.annotator.name if self._session.annotator else tr("nobody"))
        else:
            parts.append(trn("{count} article", "{count} articles", 0))
        self.line.setText("  ·  ".join(parts))
        self._saved.setText(tr("read only") if self._session.read_only else tr("all saved"))

    def _told_of(self, screen: AnnotateScreen) -> list[str]:
        desk, warnings = screen.desk, screen.warnings
        if desk is None:
            return []
        return [
            brief(str(desk.document.meta.get("title") or desk.document.id), _LONGEST_TITLE),
            tr(_STATUSES[desk.status]),
            trn("{count} span", "{count} spans", len(desk.spans)),
            *([trn("{count} warning", "{count} warnings", warnings)] if warnings else []),
        ]
