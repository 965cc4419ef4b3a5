"""How does a reviewer come from a case to the figures behind it, and to their passages?"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.app.agreement.case_figures import case_table, pair_at_odds
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.tables import Cell
from annotator.app.review.queue import figures
from annotator.i18n import tr
from annotator.ui.review.context import Ground
from annotator.ui.review.figures_panel import FiguresBehind
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work


class Figuring(QObject):
    """Works out the figures behind the case at hand and fills the panel with them."""

    came = Signal()
    """The figures are known, and the panel is to be seen."""
    asked = Signal(Cell, object)
    """Show the passages behind this figure, of these two or of everybody."""

    def __init__(
        self, ground: Ground, work: Work, panel: FiguresBehind, agreement: Callable[[], Agreement], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ground, self._work, self._panel, self._agreement = ground, work, panel, agreement
        panel.asked.connect(self._open)
        panel.left.connect(ground.leave)

    def ask(self, *, blind: bool) -> None:
        """Show the figures behind the case; where nothing was compared yet, that is done first."""
        if blind:
            self._ground.say(tr("Figures are of named people: {key} shows the names first", key=keymap.shown("blind")))
        elif self._agreement().stale:
            title, job = tr("Comparing what was finished"), self._agreement().read()
            self._work.run(title, job, lambda _: self._show(), lambda why: self._ground.say(str(why)))
        else:
            self._show()

    def _show(self) -> None:
        found = self._ground.at_hand
        if found:
            self.came.emit()
            common = figures(self._ground.review, *found)
            self._panel.show_table(case_table(self._agreement(), found[1].case, common))

    def _open(self, cell: Cell) -> None:
        found = self._ground.at_hand
        if found:
            self.asked.emit(cell, pair_at_odds(found[1].case))
