"""The current case and the way to other cases of the list."""

from PySide6.QtCore import QObject, Signal

from annotator.app.review.queue import CasePosition
from annotator.app.review.review import Review
from annotator.ui.review.context import CaseInDocument
from annotator.ui.review.panels.case_list import CaseList, CaseListModel, find_case


class CaseCursor(QObject):
    """Remembers the current case and the case that was settled last, and moves through the list."""

    moved = Signal()
    """The current case was set, also to the same case again."""
    emptied = Signal()
    """The list has no case, so none is current."""

    def __init__(self, review: Review, model: CaseListModel, case_list: CaseList) -> None:
        super().__init__(case_list)
        self._review, self._model, self._list = review, model, case_list
        self.position: CasePosition | None = None
        self._last_settled: CasePosition | None = None
        self._requested_range: tuple[str, int, int] | None = None

    @property
    def current(self) -> CaseInDocument | None:
        """The current case."""
        return find_case(self._review, self.position)

    @property
    def settled(self) -> CaseInDocument | None:
        """The current case if it is settled, otherwise the case that was settled last."""
        cases = (self.current, find_case(self._review, self._last_settled))
        return next((case for case in cases if case and not case[1].open), None)

    def remember_settled(self, position: CasePosition) -> None:
        """Remember that this case was settled last."""
        self._last_settled = position

    def request(self, document: str, start: int, end: int) -> None:
        """Make the case of this range current as soon as the list is filled."""
        self._requested_range = document, start, end

    def restore(self) -> None:
        """After the list was filled, go to the requested case, otherwise to the current one, otherwise to the first."""
        row = self._model.row_of(self._take_requested_case() or self.position)
        self.go_to_row(row if row >= 0 else 0)

    def _take_requested_case(self) -> CasePosition | None:
        """The case of the requested range; None from the second call on."""
        name, start, end = self._requested_range or ("", 0, 0)
        self._requested_range = None
        document = self._review.documents.get(name)
        cases = [state.case for state in document.case_states] if document else []
        overlapping = [case for case in cases if not case.agreed and case.start < end and case.end > start]
        nearest = min(overlapping, key=lambda case: abs(case.start - start) + abs(case.end - end), default=None)
        return CasePosition(name, nearest.id) if nearest else None

    def go_to_row(self, row: int) -> None:
        """Make the case in this row current."""
        if 0 <= row < len(self._model.positions):
            self.go_to(self._model.positions[row])
        else:
            self.position = None
            self.emptied.emit()

    def go_to(self, position: CasePosition | None) -> None:
        """Make this case current, and select it if it is in the list."""
        self.position = position
        row = self._model.row_of(position)
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row))
        self.moved.emit()

    def step(self, step: int) -> bool:
        """Go to the next open case in steps of 1 or -1; False if there is none."""
        row = self._model.next_open(max(0, self._model.row_of(self.position)), step)
        return self._go_to_found(row)

    def step_document(self) -> bool:
        """Go to the next article with an open case; False if there is none."""
        return self._go_to_found(self._model.next_document(self._model.row_of(self.position)))

    def _go_to_found(self, row: int) -> bool:
        if row >= 0:
            self.go_to_row(row)
        return row >= 0
