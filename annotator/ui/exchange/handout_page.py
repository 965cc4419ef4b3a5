"""The page that deals articles out to annotators."""

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
from annotator.app.exchange.handout import Assignment, AssignmentRequest, Spread
from annotator.app.project import document_list
from annotator.app.session import Session, refuse_bad_annotator
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr, trn
from annotator.ui.exchange.text_rows_model import RowsModel
from annotator.ui.exchange.tick_list import TickList
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import set_up_rows

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
    """A text field with its title as the placeholder."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setPlaceholderText(title)


class HandoutPage(Page):
    """Offers annotators and articles to tick and the overlap between them, and shows what each annotator would get."""

    requested = Signal(Assignment)
    """Write these files; the folder is asked for next."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._assignment: Assignment | None = None
        self.annotators, self.articles = TickList(tr("Annotators")), TickList(tr("Articles"))
        self.name, self.filter = _Field(tr("Another name")), _Field(tr("Filter by words in the text"))
        self.add = QPushButton(tr("Add"))
        self.all, self.none = QPushButton(tr("Tick all shown")), QPushButton(tr("Tick none shown"))
        self.overlap, self.common_share, self.seed = QSpinBox(), QSpinBox(), QSpinBox()
        self.spread = QComboBox()
        self.model = RowsModel((mark("Annotator"), mark("Articles"), mark("For everybody")), figures=(1, 2))
        self.table, self._hint = QTableView(), PlainLabel()
        self.go, self._close = QPushButton(tr("Choose a folder…")), QPushButton(tr("Close"))
        self._set_up()
        self._lay_out()
        self._connect()

    def _set_up(self) -> None:
        for field in (self.overlap, self.common_share, self.seed):
            field.lineEdit().setTextMargins(_EDGE, 0, _EDGE, 0)
        self.overlap.setRange(1, 99)
        self.common_share.setRange(0, 100)
        self.common_share.setSuffix(tr(" %"))
        self.seed.setRange(1, _MOST_SEEDS)
        self.seed.setToolTip(tr("The same number deals the same articles in the same way"))
        for spread, title in _SPREADS.items():
            self.spread.addItem(tr(title), spread)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.go.setDefault(True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What each would get"))
        set_up_rows(self.table, row_height=_ROW)
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
        middle.addWidget(self._annotators_side())
        middle.addWidget(self._articles_side(), 1)
        column.addLayout(middle, 3)
        column.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    def _annotators_side(self) -> QWidget:
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
            (tr("Given to everybody"), self.common_share),
            (tr("Dealt evenly"), self.spread),
            (tr("Seed"), self.seed),
        ):
            field.setAccessibleName(caption)
            label = PlainLabel(caption)
            label.setBuddy(field)
            form.addRow(label, field)
        heading = PlainLabel(tr("Annotators"))
        heading.setBuddy(self.annotators)
        column.addWidget(heading)
        column.addWidget(self.annotators, 1)
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
        for ticks in (self.annotators, self.articles):
            ticks.ticked.connect(self._deal)
        for spin in (self.overlap, self.common_share, self.seed):
            spin.valueChanged.connect(lambda _: self._deal())
        self.spread.activated.connect(lambda _: self._deal())
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        self.filter.textChanged.connect(lambda _: self._filter())
        self.all.clicked.connect(lambda: self.articles.tick_shown(ticked=True))
        self.none.clicked.connect(lambda: self.articles.tick_shown(ticked=False))
        self.go.clicked.connect(self._request)
        self._close.clicked.connect(self.left)

    def open(self) -> None:
        """Start with all articles and no annotator ticked."""
        heads = document_list.list_documents(self._session)
        self._ids = {head.key: head.id for head in heads}
        self.filter.clear()
        self.annotators.fill({name: name for name in self._session.annotator_names()}, ticked=())
        self.articles.fill({head.id: _title(head) for head in heads}, ticked=self._ids.values())
        (self.annotators if self.annotators.count() else self.name).setFocus()

    def _add(self) -> None:
        name = self.name.text().strip()
        try:
            refuse_bad_annotator(name)
        except Refused as refusal:
            self._hint.setText(str(refusal))
        else:
            self.name.clear()
            self.annotators.add(name)

    def _filter(self) -> None:
        matching = document_list.documents_matching(self._session, self.filter.text())
        self.articles.show_only(None if matching is None else {self._ids[key] for key in matching})

    def _deal(self) -> None:
        """Show what each annotator would get with the current choices."""
        annotators = tuple(self.annotators.chosen())
        request = AssignmentRequest(
            annotators=annotators, overlap=self.overlap.value(), common_share=self.common_share.value() / 100
        )
        self._assignment = None
        try:
            self._assignment = handout.assign(
                self._session,
                request,
                self.articles.chosen(),
                spread=self.spread.currentData(),
                seed=self.seed.value(),
            )
        except Refused as refusal:
            self._hint.setText(
                str(refusal) if annotators else tr("Tick the people who shall get articles, or add a name")
            )
        else:
            chosen = len(self.articles.chosen())
            self._hint.setText(trn("{count} article is dealt out", "{count} articles are dealt out", chosen))
        self._show()

    def _show(self) -> None:
        assignment = self._assignment
        self.go.setEnabled(assignment is not None)
        common = str(len(assignment.common)) if assignment else ""
        self.model.show(
            [(name, str(assignment.load(name)), common) for name in assignment.documents] if assignment else []
        )

    def _request(self) -> None:
        if self._assignment:
            self.requested.emit(self._assignment)


def _title(head: document_list.DocumentHead) -> str:
    """The title, with source and date where they are known."""
    return "  ·  ".join(filter(None, (head.title or head.id, head.source, head.published[:10])))
