"""The panel beside the article that shows the cast."""

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

from annotator.app.cast.cast import CastName
from annotator.domain.names.registry import event_types
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import mark, tr
from annotator.ui.cast.facts_form import FactsForm
from annotator.ui.cast.model import EVERYWHERE, HERE, NAME, CastModel
from annotator.ui.cast.union_preview import UnionPreview
from annotator.ui.icons import icon
from annotator.ui.theme import Theme
from annotator.ui.widgets.plain_text import OneLineLabel
from annotator.ui.widgets.tables import set_up_rows

_ROW = 26
_TITLES = {"entity": mark("Who"), "event": mark("What")}


class _NameTable(QTableView):
    """A list of names in which Enter goes to the next mention."""

    mention_requested = Signal(bool)
    """Enter was pressed; True for the next mention, False (with Shift) for the previous one."""
    merge_requested = Signal()
    left = Signal()
    registry_stepped = Signal(int)
    """Left or Right was pressed: -1 for the previous registry, 1 for the next."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.mention_requested.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_M:
                self.merge_requested.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.registry_stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
            case _:
                super().keyPressEvent(event)


class _Filter(QLineEdit):
    """A filter field; Down and Enter move the focus to the list, Esc to the text."""

    table_requested = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CastPanel(QWidget):
    """The names of a registry with their counts, and below them the facts of the current name."""

    registry_changed = Signal()
    current_changed = Signal()
    """Another name is current."""
    mention_requested = Signal(bool)
    """Show the next (True) or the previous (False) mention of the current name."""
    left = Signal()
    """Back to the text."""

    def __init__(self, scheme: Scheme, registries: list[str]) -> None:
        super().__init__()
        self._registries = registries
        self.model = CastModel()
        self.tabs = QTabBar()
        self.filter = _Filter()
        self.table = _NameTable()
        self.mention_label = OneLineLabel("")
        self.merge_button = QPushButton(tr("Merge into…"))
        self.forms = {name: FactsForm(name, event_types(scheme)) for name in registries}
        self.preview = UnionPreview()
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        self._lower = QStackedWidget()
        self._form_stack = QStackedWidget()
        self._updating = False
        self.setFocusProxy(self.table)
        self._set_up()
        self._lay_out()
        self._connect()

    def _set_up(self) -> None:
        for name in self._registries:
            self.tabs.addTab(tr(_TITLES.get(name, name.capitalize())))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Registry"))
        self.filter.setPlaceholderText(tr("Filter names"))
        self.filter.setAccessibleName(tr("Filter names"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Cast and events"))
        set_up_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (HERE, EVERYWHERE):
            heading.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.mention_label.setProperty("role", "muted")
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
        for button in (self._previous, self._next):
            bar.addWidget(button)
        bar.addWidget(self.mention_label, 1)
        bar.addWidget(self.merge_button)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(search)
        column.addWidget(self.table, 1)
        column.addLayout(bar)
        for form in self.forms.values():
            self._form_stack.addWidget(form)
        self._lower.addWidget(_scrolled(self._form_stack))
        self._lower.addWidget(_scrolled(self.preview))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(self._lower)
        halves.setStretchFactor(0, 1)
        halves.setSizes([380, 260])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(halves, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_registry)
        self.filter.textChanged.connect(self._filter)
        self.filter.table_requested.connect(self.table.setFocus)
        for widget in (self.filter, self.table):
            widget.left.connect(self.left)
        self._close.clicked.connect(self.left)
        self.table.mention_requested.connect(self.mention_requested)
        self.table.clicked.connect(lambda _: None if self.merging else self.mention_requested.emit(True))  # noqa: FBT003
        self.table.registry_stepped.connect(lambda step: self.tabs.setCurrentIndex(self.tabs.currentIndex() + step))
        self.table.selectionModel().currentRowChanged.connect(self._follow_current)
        self._previous.clicked.connect(lambda: self.mention_requested.emit(False))  # noqa: FBT003
        self._next.clicked.connect(lambda: self.mention_requested.emit(True))  # noqa: FBT003

    def set_theme(self, theme: Theme) -> None:
        for button, name in ((self._previous, "previous"), (self._next, "next"), (self._close, "close")):
            button.setIcon(icon(name, theme))

    @property
    def registry(self) -> str:
        return self._registries[self.tabs.currentIndex()]

    @property
    def form(self) -> FactsForm:
        return self.forms[self.registry]

    @property
    def current(self) -> CastName | None:
        """The current name."""
        return self.model.cast_name(self.table.currentIndex().row())

    @property
    def merging(self) -> bool:
        return self._lower.currentIndex() == 1

    def show_names(self, names: list[CastName], *, name: str | None = None) -> None:
        """Show these names and make ``name`` current, by default the name that was current before."""
        current = name or (self.current.name if self.current else "")
        self._updating = True
        self.model.show_names(names)
        self.select_name(current)
        self._updating = False
        self._show_facts()

    def select_name(self, name: str) -> None:
        """Make this name current; the first one if it is not shown."""
        row = self.model.row_of(name)
        if row < 0 and self.model.rowCount():
            row = 0
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, NAME))
            self.table.scrollTo(self.model.index(row, NAME))

    def show_merge(self, *, merging: bool) -> None:
        """Show the preview of a merge instead of the facts, or the facts again."""
        self._lower.setCurrentIndex(1 if merging else 0)
        self.merge_button.setVisible(not merging)

    def _show_registry(self) -> None:
        self._form_stack.setCurrentWidget(self.form)
        self.registry_changed.emit()

    def _filter(self, query: str) -> None:
        name = self.current.name if self.current else ""
        self._updating = True
        self.model.filter(query)
        self.select_name(name)
        self._updating = False
        self._follow_current()

    def _follow_current(self, *_: QModelIndex) -> None:
        if not self._updating:
            self._show_facts()
            self.current_changed.emit()

    def _show_facts(self) -> None:
        self.form.show_name(self.current)
        self.merge_button.setEnabled(self.current is not None)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(12, 10, 12, 12)
    column.addWidget(widget)
    if not isinstance(widget, UnionPreview):
        column.addStretch(1)
    area.setWidget(inner)
    return area
