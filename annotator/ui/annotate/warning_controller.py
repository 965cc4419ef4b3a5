"""The controller of the warnings about spans of the open article."""

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.i18n import tr
from annotator.ui.annotate.context import AnnotateContext, Commands
from annotator.ui.annotate.panels.span_list import SpanListModel
from annotator.ui.annotate.reader.reader import Reader

_DELAY_MS = 200


class WarningController(QObject):
    """Finds the warnings some time after the last change, marks their rows in the list, and walks them.

    In a long article finding them takes longer than the handling of a key may.
    """

    changed = Signal()
    """The warnings were found anew."""

    def __init__(self, context: AnnotateContext, reader: Reader, spans: SpanListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader, self._spans = context, reader, spans
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._update)
        self.commands: Commands = {"next-warning": self._focus_next}

    @property
    def count(self) -> int:
        """The number of warnings that were found last."""
        return self._count

    def schedule_update(self) -> None:
        """Find the warnings when nothing changes for a while."""
        self._timer.start(_DELAY_MS)

    def stop(self) -> None:
        """Cancel a scheduled update."""
        self._timer.stop()

    def _update(self) -> None:
        open_document = self._context.open_document
        warnings = open_document.warnings() if open_document else []
        self._count = len(warnings)
        self._spans.show_warnings(warnings)
        self.changed.emit()

    def _focus_next(self) -> None:
        """Focus the next span that has a warning, after the focused one or the caret."""
        open_document = self._context.open_document
        warnings = open_document.warnings() if open_document else []
        if open_document is None or not warnings:
            self._context.say(tr("There is no warning in this article"))
            return
        focused = self._context.focused
        start = (
            (focused.start, -focused.end, focused.id)
            if focused
            else (self._reader.caret(), -len(open_document.document.text), "")
        )
        spans = [open_document.spans[warning.span] for warning in warnings]
        positions = [(span.start, -span.end, span.id) for span in spans]
        following = [warning for warning, position in zip(warnings, positions, strict=True) if position > start]
        chosen = (following or warnings)[0]
        self._context.focus(chosen.span, reveal=True)
        texts = [warning.text for warning in warnings if warning.span == chosen.span]
        number = [warning.span for warning in warnings].index(chosen.span) + 1
        self._context.say(
            tr("Warning {number} of {count}: {text}", number=number, count=len(warnings), text="; ".join(texts))
        )
