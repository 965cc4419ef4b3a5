"""How does a person see the cast beside the article?"""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.cast.cast import Line
from annotator.domain.names.registry import event_types
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr
from annotator.ui.cast.facts_form import FactsForm
from annotator.ui.cast.model import EVERYWHERE, HERE, NAME, CastModel
from annotator.ui.cast.union_preview import UnionPreview
from annotator.ui.icons import icon
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import OneLine
from annotator.ui.widgets.tables import walk_by_rows

_ROW = 26
_TITLES = {"entity": mark("Who"), "event": mark("What")}


class _Names(QTableView):
    """A list of names in which Enter goes to the next mention."""

    pressed_name = Signal(bool)
    """Enter or a click on a name: forward, or back with Shift."""
    merged = Signal()
    left = Signal()
    turned = Signal(int)
    """Left or Right: the registry before or after."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.pressed_name.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_M:
                self.merged.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.turned.emit(1 if event.key() == Qt.Key.Key_Right else -1)
            case _:
                super().keyPressEvent(event)


class _Filter(QLineEdit):
    """A field from which Down and Enter lead into the list, and Esc back to the text."""

    down = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CastPanel(QWidget):
    """The names of a registry with their counts, and below them what is known of the one that is pointed at."""

    turned = Signal()
    """Another registry is asked for."""
    pointed = Signal()
    """Another name is pointed at."""
    walked = Signal(bool)
    """To the next mention of the name (or the one before)."""
    left = Signal()
    """Back to the text."""

    def __init__(self, scheme: Scheme, registries: list[str]) -> None:
        super().__init__()
        self._registries = registries
        self.model = CastModel()
        self.tabs = QTabBar()
        self.filter = _Filter()
        self.table = _Names()
        self.walk = OneLine("")
        self.merge = QPushButton(tr("Merge into…"))
        self.forms = {name: FactsForm(name, event_types(scheme)) for name in registries}
        self.preview = UnionPreview()
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        self._lower = QStackedWidget()
        self._known = QStackedWidget()
        self._silent = False
        self.setFocusProxy(self.table)
        self._dress()
        self._lay_out()
        self._connect()

    def _dress(self) -> None:
        for name in self._registries:
            self.tabs.addTab(tr(_TITLES.get(name, name.capitalize())))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Registry"))
        self.filter.setPlaceholderText(tr("Filter names"))
        self.filter.setAccessibleName(tr("Filter names"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Cast and events"))
        walk_by_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (HERE, EVERYWHERE):
            heading.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.walk.setProperty("role", "muted")
        for button, title in (
            (self._previous, tr("Previous mention")),
            (self._next, tr("Next mention")),
            (self._close, tr("Close")),
        ):
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self._close)
        search = QHBoxLayout()
        search.setContentsMargins(12, 6, 12, 6)
        search.addWidget(self.filter)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 12, 4)
        bar.setSpacing(4)
        for part in (self._previous, self._next):
            bar.addWidget(part)
        bar.addWidget(self.walk, 1)
        bar.addWidget(self.merge)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(search)
        column.addWidget(self.table, 1)
        column.addLayout(bar)
        for form in self.forms.values():
            self._known.addWidget(form)
        self._lower.addWidget(_scrolled(self._known))
        self._lower.addWidget(_scrolled(self.preview))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(self._lower)
        parts.setStretchFactor(0, 1)
        parts.setSizes([380, 260])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(parts, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.filter.textChanged.connect(self._filter)
        self.filter.down.connect(self.table.setFocus)
        for part in (self.filter, self.table):
            part.left.connect(self.left)
        self._close.clicked.connect(self.left)
        self.table.pressed_name.connect(self.walked)
        self.table.clicked.connect(lambda _: None if self.merging else self.walked.emit(True))  # noqa: FBT003
        self.table.turned.connect(lambda by: self.tabs.setCurrentIndex(self.tabs.currentIndex() + by))
        self.table.selectionModel().currentRowChanged.connect(self._point)
        self._previous.clicked.connect(lambda: self.walked.emit(False))  # noqa: FBT003
        self._next.clicked.connect(lambda: self.walked.emit(True))  # noqa: FBT003

    def wear(self, theme: Theme) -> None:
        for button, name in ((self._previous, "previous"), (self._next, "next"), (self._close, "close")):
            button.setIcon(icon(name, theme))

    @property
    def registry(self) -> str:
        return self._registries[self.tabs.currentIndex()]

    @property
    def form(self) -> FactsForm:
        return self.forms[self.registry]

    @property
    def current(self) -> Line | None:
        """The name that is pointed at."""
        return self.model.line(self.table.currentIndex().row())

    @property
    def merging(self) -> bool:
        return self._lower.currentIndex() == 1

    def show_lines(self, lines: list[Line], *, name: str | None = None) -> None:
        """Show this cast and point at ``name``, by default at whom it pointed before."""
        wanted = name or (self.current.name if self.current else "")
        self._silent = True
        self.model.show_lines(lines)
        self.point_to(wanted)
        self._silent = False
        self._show_known()

    def point_to(self, name: str) -> None:
        row = self.model.row_of(name)
        if row < 0 and self.model.rowCount():
            row = 0
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, NAME))
            self.table.scrollTo(self.model.index(row, NAME))

    def ask_union(self, *, merging: bool) -> None:
        """Show the preview of a merge in the place of what is known, or put it away."""
        self._lower.setCurrentIndex(1 if merging else 0)
        self.merge.setVisible(not merging)

    def _turn(self) -> None:
        self._known.setCurrentWidget(self.form)
        self.turned.emit()

    def _filter(self, query: str) -> None:
        name = self.current.name if self.current else ""
        self._silent = True
        self.model.filter(query)
        self.point_to(name)
        self._silent = False
        self._point()

    def _point(self, *_: QModelIndex) -> None:
        if not self._silent:
            self._show_known()
            self.pointed.emit()

    def _show_known(self) -> None:
        self.form.show_line(self.current)
        self.merge.setEnabled(self.current is not None)


def _scrolled(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(12, 10, 12, 12)
    column.addWidget(part)
    if not isinstance(part, UnionPreview):
        column.addStretch(1)
    area.setWidget(inner)
    return area
