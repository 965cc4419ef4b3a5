"""The line below the article: the article, the progress, and the annotator at work."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.app.session import Session
from annotator.i18n import mark, tr, trn
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.widgets.plain_text import OneLineLabel, PlainLabel, shorten

# The title leaves room for the rest of the line.
_LONGEST_TITLE = 90
_STATUSES = {"new": mark("new"), "in-progress": mark("in progress"), "done": mark("done")}


class StatusLine(QWidget):
    """Shows the article on screen, how many are done, the annotator, and that everything is saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line, self._saved = OneLineLabel(), PlainLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        for label in (self.line, self._saved):
            label.setProperty("role", "muted")
        row.addWidget(self.line, 1)
        row.addWidget(self._saved)

    def show_article(self, screen: AnnotateScreen | None) -> None:
        """Show the article of this screen; None where no article is on screen."""
        count = len(self._session.document_ids())
        parts = self._article_parts(screen) if screen else []
        if count:
            parts.append(tr("{done} of {count} articles done", done=self._session.done_count(), count=count))
            parts.append(self._session.annotator.name if self._session.annotator else tr("nobody"))
        else:
            parts.append(trn("{count} article", "{count} articles", 0))
        self.line.setText("  ·  ".join(parts))
        self._saved.setText(tr("read only") if self._session.read_only else tr("all saved"))

    def _article_parts(self, screen: AnnotateScreen) -> list[str]:
        desk, warnings = screen.open_document, screen.warnings
        if desk is None:
            return []
        return [
            shorten(str(desk.document.meta.get("title") or desk.document.id), _LONGEST_TITLE),
            tr(_STATUSES[desk.status]),
            trn("{count} span", "{count} spans", len(desk.spans)),
            *([trn("{count} warning", "{count} warnings", warnings)] if warnings else []),
        ]
