"""Who gets which articles, and how many each?"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.app.exchange import handout
from annotator.app.exchange.handout import Assignment, Spread, Wish
from annotator.app.project import document_list
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.rows_model import RowsModel
from annotator.ui.exchange.tick_list import Ticks
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import walk_by_rows

_ROW = 26
_SIDE = 320
_MOST_SEEDS = 999_999
_FIGURE_WIDTH = 110
_EDGE = 6
_SPREADS: dict[Spread, str] = {
    "": mark("over all articles"),
    "topic": mark("by topic"),
    "source": mark("by source"),
    "date": mark("by month"),
}


class _Field(QLineEdit):
    """A field in which Enter adds."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setPlaceholderText(title)


class HandoutPage(Page):
    """Ticks people and articles, says how they overlap, and shows what each would get."""

    wished = Signal(Assignment)
    """Write these files; the folder is asked for next."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._assignment: Assignment | None = None
        self.people, self.articles = Ticks(tr("Annotators")), Ticks(tr("Articles"))
        self.name, self.filter = _Field(tr("Another name")), _Field(tr("Filter by words in the text"))
        self.add = QPushButton(tr("Add"))
        self.all, self.none = QPushButton(tr("Tick all shown")), QPushButton(tr("Tick none shown"))
        self.overlap, self.by_all, self.seed = QSpinBox(), QSpinBox(), QSpinBox()
        self.spread = QComboBox()
        self.model = RowsModel((mark("Annotator"), mark("Articles"), mark("For everybody")), figures=(1, 2))
        self.table, self._said = QTableView(), PlainLabel()
        self.go, self._close = QPushButton(tr("Choose a folder…")), QPushButton(tr("Close"))
        self._dress()
        self._lay_out()
        self._connect()

    def _dress(self) -> None:
        for field in (self.overlap, self.by_all, self.seed):
            field.lineEdit().setTextMargins(_EDGE, 0, _EDGE, 0)
        self.overlap.setRange(1, 99)
        self.by_all.setRange(0, 100)
        self.by_all.setSuffix(tr(" %"))
        self.seed.setRange(1, _MOST_SEEDS)
        self.seed.setToolTip(tr("The same number deals the same articles in the same way"))
        for spread, title in _SPREADS.items():
            self.spread.addItem(tr(title), spread)
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)
        self.go.setDefault(True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What each would get"))
        walk_by_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.table.setColumnWidth(column, _FIGURE_WIDTH)

    def _lay_out(self) -> None:
        title, hint = PlainLabel(tr("Hand out")), PlainLabel()
        title.setProperty("role", "heading")
        hint.setProperty("role", "muted")
        hint.setText(tr("Each person gets one project file: their articles, the scheme, and nothing of anybody else."))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(hint)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addWidget(self._people_side())
        middle.addWidget(self._articles_side(), 1)
        column.addLayout(middle, 3)
        column.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    def _people_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        adding = QHBoxLayout()
        adding.addWidget(self.name, 1)
        adding.addWidget(self.add)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for caption, field in (
            (tr("People for each article"), self.overlap),
            (tr("Given to everybody"), self.by_all),
            (tr("Dealt evenly"), self.spread),
            (tr("Seed"), self.seed),
        ):
            field.setAccessibleName(caption)
            label = PlainLabel(caption)
            label.setBuddy(field)
            form.addRow(label, field)
        heading = PlainLabel(tr("Annotators"))
        heading.setBuddy(self.people)
        column.addWidget(heading)
        column.addWidget(self.people, 1)
        column.addLayout(adding)
        column.addLayout(form)
        return side

    def _articles_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        caption = PlainLabel(tr("Articles"))
        caption.setBuddy(self.articles)
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        column.addWidget(caption)
        column.addLayout(row)
        column.addWidget(self.articles, 1)
        return side

    def _connect(self) -> None:
        for ticks in (self.people, self.articles):
            ticks.ticked.connect(self._deal)
        for spin in (self.overlap, self.by_all, self.seed):
            spin.valueChanged.connect(lambda _: self._deal())
        self.spread.activated.connect(lambda _: self._deal())
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        self.filter.textChanged.connect(lambda _: self._filter())
        self.all.clicked.connect(lambda: self.articles.tick_shown(ticked=True))
        self.none.clicked.connect(lambda: self.articles.tick_shown(ticked=False))
        self.go.clicked.connect(self._wish)
        self._close.clicked.connect(self.left)

    def open(self) -> None:
        """Begin anew with all articles and nobody chosen."""
        heads = document_list.list_documents(self._session)
        self._ids = {head.key: head.id for head in heads}
        self.filter.clear()
        self.people.fill({name: name for name in self._session.people()}, ticked=())
        self.articles.fill({head.id: _title(head) for head in heads}, ticked=self._ids.values())
        (self.people if self.people.count() else self.name).setFocus()

    def _add(self) -> None:
        name = self.name.text().strip()
        try:
            refuse_bad_annotator(name)
        except Refused as refusal:
            self._said.setText(str(refusal))
        else:
            self.name.clear()
            self.people.add(name)

    def _filter(self) -> None:
        found = document_list.matching(self._session, self.filter.text())
        self.articles.show_only(None if found is None else {self._ids[key] for key in found})

    def _deal(self) -> None:
        """Show what each would get as things are chosen now."""
        people = tuple(self.people.chosen())
        wish = Wish(people=people, overlap=self.overlap.value(), by_all=self.by_all.value() / 100)
        self._assignment = None
        try:
            self._assignment = handout.assign(
                self._session,
                wish,
                self.articles.chosen(),
                spread=self.spread.currentData(),
                seed=self.seed.value(),
            )
        except Refused as refusal:
            self._said.setText(str(refusal) if people else tr("Tick the people who shall get articles, or add a name"))
        else:
            chosen = len(self.articles.chosen())
            self._said.setText(trn("{count} article is dealt out", "{count} articles are dealt out", chosen))
        self._show()

    def _show(self) -> None:
        told = self._assignment
        self.go.setEnabled(told is not None)
        common = str(len(told.by_all)) if told else ""
        self.model.show([(who, str(told.load(who)), common) for who in told.documents] if told else [])

    def _wish(self) -> None:
        if self._assignment:
            self.wished.emit(self._assignment)


def _title(head: document_list.DocumentHead) -> str:
    """The title, with what articles are dealt by where it is known."""
    return "  ·  ".join(filter(None, (head.title or head.id, head.source, head.published[:10])))
