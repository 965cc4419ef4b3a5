"""The way from a case to the figures behind it and to their passages."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.app.agreement.case_figures import case_table, disagreeing_pair
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.tables import TableCell
from annotator.app.review.queue import case_figures
from annotator.i18n import tr
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.panels.figures_panel import FiguresPanel
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner


class FiguresController(QObject):
    """Works out the figures behind the current case and fills the panel with them."""

    figures_ready = Signal()
    """The figures are known, and the panel is to be shown."""
    figure_requested = Signal(TableCell, object)
    """Show the passages behind this figure, of these two annotators or, for None, of all."""

    def __init__(
        self,
        context: ReviewContext,
        job_runner: JobRunner,
        panel: FiguresPanel,
        agreement: Callable[[], Agreement],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._job_runner, self._panel, self._agreement = context, job_runner, panel, agreement
        panel.passages_requested.connect(self._open_passages)
        panel.left.connect(context.return_to_case)

    def show_figures(self) -> None:
        """Show the figures behind the case; if nothing was compared yet, compare first."""
        if self._context.is_blind:
            self._context.say(
                tr("Figures are of named people: {key} shows the names first", key=keys_in_force.shown_key("blind"))
            )
        elif self._agreement().stale:
            title, job = tr("Comparing what was finished"), self._agreement().read()
            self._job_runner.run(title, job, lambda _: self._fill_panel(), lambda error: self._context.say(str(error)))
        else:
            self._fill_panel()

    def _fill_panel(self) -> None:
        case = self._context.current_case
        if case:
            self.figures_ready.emit()
            common = case_figures(self._context.review, *case)
            self._panel.show_table(case_table(self._agreement(), case[1].case, common))

    def _open_passages(self, cell: TableCell) -> None:
        case = self._context.current_case
        if case:
            self.figure_requested.emit(cell, disagreeing_pair(case[1].case))
