"""How far do the annotators agree, and about what do they differ?"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement.bootstrap import Interval
from annotator.agreement.document_sums import Pair
from annotator.agreement.measures import NAMES, Measures
from annotator.app.agreement import report_files
from annotator.app.agreement.live_panel import SEED, Agreement
from annotator.app.agreement.passages import Passage, Passages
from annotator.app.agreement.tables import ArticleKey, Cell, KnownRow, Table, Tables
from annotator.app.agreement.wording import counted, measure_name, pair_name
from annotator.app.jobs import Cancelled, Job
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr, trn
from annotator.ui.agreement.charts import Course, Stack
from annotator.ui.agreement.hues import hue
from annotator.ui.agreement.passage_list import PassageList
from annotator.ui.agreement.sheets import Part, Sheet
from annotator.ui.shell.job_runner import Work
from annotator.ui.theme import Theme
from annotator.ui.widgets.page import Page, centred_column
from annotator.ui.widgets.plain_text import OneLine, PlainLabel, name_choice

MEASURES, PAIRS, LABELS, LINKS, CONFUSION, ARTICLES, TIME, FURTHER = range(8)
_HEIGHTS = (460, 240)
_WIDEST_PAIR = 360
_EMPTY_WIDTH = 460


class AgreementScreen(Page):
    """Figures on sheets, and below them the passages behind the one that was asked for."""

    heading = mark("Agreement")
    opened = Signal(Passage, str)
    """Stand in the text at this passage, at the span of this annotator where it has one."""
    said = Signal(str)
    """A line to say in passing."""
    returned = Signal()
    """The passages were left that another page had asked for."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, work: Work, theme: Theme) -> None:
        super().__init__()
        self._session, self._work, self._theme = session, work, theme
        self.agreement = Agreement(session)
        self._worked_out: dict[tuple[str, Pair | None], Any] = {}
        self._asked_from: QWidget | None = None
        self._returns = False
        self._known: dict[ArticleKey, KnownRow] = {}
        self.between, self.measure, self.dates, self.sampler = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.whose = QComboBox()
        self._count = OneLine()
        self.tabs, self.list = QTabBar(), PassageList(theme)
        self._list_title, self._close = OneLine(), QPushButton(tr("Close"))
        self.intervals, self.further, self.gamma = (
            QPushButton(tr("95 % intervals")),
            QPushButton(tr("Work them out")),
            QPushButton(tr("Work out gamma")),
        )
        self.copy, self.export = QPushButton(tr("Copy")), QPushButton(tr("Export…"))
        self.sheets = self._sheets()
        self._body, self._stack = QStackedWidget(), QStackedWidget()
        self._nothing = PlainLabel()
        self.compare = QPushButton(tr("Compare"))
        self._lay_out()
        self._dress()
        self._connect()
        # A job publishes from its own thread; the signal brings the change over to the window's.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _hue(self, name: str) -> QColor:
        return hue(name, self._session.scheme, self._theme)

    def _sheets(self) -> tuple[Sheet, ...]:
        def part(**more: Any) -> Part:
            return Part(self._theme, self._hue, **more)

        course = Course(self._theme, self._hue)
        stack, linked = Stack(self._theme, self._hue), Stack(self._theme, self._hue)
        return (
            Sheet((part(tools=(self.intervals,)), part(picture=stack)), (13, 6)),
            Sheet((part(tools=(self.measure,)), part()), (10, 11)),
            Sheet((part(), part()), (13, 7)),
            Sheet((part(), part(picture=linked)), (13, 6)),
            Sheet((part(),)),
            Sheet((part(),)),
            Sheet((part(picture=course, tools=(self.whose, self.dates)),)),
            Sheet((part(tools=(self.further,)), part(tools=(self.sampler, self.gamma))), (8, 5)),
        )

    def _dress(self) -> None:
        titles = (
            tr("Measures"),
            tr("Pairs"),
            tr("Labels"),
            tr("Links"),
            tr("Confusion"),
            tr("Articles"),
            tr("Over time"),
            tr("Further"),
        )
        for title in titles:
            self.tabs.addTab(title)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Sheets"))
        for box, name in (
            (self.between, tr("Between")),
            (self.measure, tr("Measure")),
            (self.dates, tr("Dates")),
            (self.whose, tr("Whose figures")),
            (self.sampler, tr("Sampler")),
        ):
            name_choice(box, name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.between.setMaximumWidth(_WIDEST_PAIR)
        for name in NAMES:
            self.measure.addItem(measure_name(name), name)
        self.dates.addItem(tr("by the day finished"), "finished")
        self.dates.addItem(tr("by the day published"), "published")
        self.whose.addItem(tr("of all"), userData=False)
        self.whose.addItem(tr("of each against the others"), userData=True)
        self.sampler.addItem(tr("units shuffled"), "shuffle")
        self.sampler.addItem(tr("units drawn alike"), "statistical")
        self.intervals.setToolTip(
            tr(
                "Draws the articles anew a thousand times and shows where 95 % of the figures lie (seed {seed})",
                seed=SEED,
            )
        )
        self.copy.setToolTip(tr("Copy the tables of this sheet for a spreadsheet"))
        for label in (self._count, self._nothing):
            label.setProperty("role", "muted")
        self._list_title.setProperty("role", "heading")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 10, 16, 4)
        bar.setSpacing(8)
        for part in (self.between, self._count):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.copy)
        bar.addWidget(self.export)
        for sheet in self.sheets:
            self._stack.addWidget(sheet)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(16, 8, 16, 4)
        below.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._list_title)
        head.addStretch(1)
        head.addWidget(self._close)
        below.addLayout(head)
        below.addWidget(self.list, 1)
        self._below.hide()
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._stack)
        halves.addWidget(self._below)
        halves.setSizes(_HEIGHTS)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        column.addLayout(tabs)
        column.addWidget(halves, 1)
        empty = QWidget()
        middle = centred_column(empty, _EMPTY_WIDTH, spacing=16)
        middle.addWidget(self._nothing)
        middle.addWidget(self.compare, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._body.addWidget(shown)
        self._body.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.between.activated.connect(lambda _: self._choose())
        for box in (self.measure, self.dates, self.whose):
            box.activated.connect(lambda _: self._show_sheet())
        self.intervals.clicked.connect(self._work_out_intervals)
        self.further.clicked.connect(self._work_out_further)
        self.gamma.clicked.connect(self._work_out_gamma)
        self.compare.clicked.connect(self._read)
        self.copy.clicked.connect(lambda: self._copy(self._shown()))
        self.export.clicked.connect(self._export)
        self.list.opened.connect(self._open)
        self.list.left.connect(self.close_list)
        self.list.copied.connect(self._copy_passages)
        self._close.clicked.connect(self.close_list)
        for sheet in self.sheets:
            sheet.asked.connect(self._ask)
            sheet.copied.connect(lambda table: self._copy([table]))

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        self.list.wear(theme)
        for sheet in self.sheets:
            sheet.wear(theme, self._hue)

    # Coming and going

    def open(self) -> None:
        """Show the figures as they are now; where they are not known yet, they are worked out first."""
        if self.agreement.stale:
            self._read()
        elif self._below.isVisible():
            self.list.setFocus()
        else:
            self._show()
            self._take_focus()

    def show_behind(self, cell: Cell, pair: Pair | None) -> None:
        """Show the passages behind a figure of these two or of everybody; left, they lead back: ``returned``."""
        self._returns = False
        self.close_list()
        self._show()
        self._compare(pair)
        self._ask(cell)
        self._returns = self._below.isVisible()

    @property
    def passage(self) -> Passage | None:
        """The passage of the list that the keys are at."""
        at = self.list.currentIndex()
        return self.list.list_model.passage(at.row()) if self.list.hasFocus() and at.isValid() else None

    def _compare(self, pair: Pair | None) -> None:
        """Show the measures of these two, or of everybody."""
        if self._body.currentIndex() == 0:
            offered = [self.between.itemData(place) for place in range(self.between.count())]
            chosen = tuple(sorted(pair)) if pair else None
            self.between.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
            self.tabs.setCurrentIndex(MEASURES)
            self._show_sheet()

    def _take_focus(self) -> None:
        if self._body.currentIndex() == 0:
            self.sheets[self.tabs.currentIndex()].take_focus()
        else:
            self._nothing.setFocus()

    def _read(self) -> None:
        if not self.agreement.articles:
            self._body.setCurrentIndex(1)
            self._nothing.setText("")
            self.compare.hide()
        self._work.run(tr("Comparing what was finished"), self.agreement.read(), lambda _: self._came(), self._failed)

    def _came(self) -> None:
        self._known = {}
        self._forget()
        self._show()
        self._take_focus()

    def _failed(self, error: Exception) -> None:
        stopped = isinstance(error, Cancelled)
        self.said.emit(tr("Stopped") if stopped else str(error))
        if self.agreement.stale:
            self._body.setCurrentIndex(1)
            self._nothing.setText(tr("Nothing was compared yet.") if stopped else str(error))
            self.compare.show()
            self.compare.setFocus()

    def _follow(self, change: ChangeSet) -> None:
        try:
            concerned = self.agreement.follow(change)
        except Refused as refusal:
            self.agreement.stale = concerned = True
            self.said.emit(str(refusal))
        if not concerned:
            return
        self._forget()
        if self.isVisible():
            self._read() if self.agreement.stale else self._show()

    def _forget(self) -> None:
        """What was worked out of the figures as they were is no longer so."""
        self._worked_out = {}
        self._below.hide()
        self.list.show_passages(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self._below.isVisible():
            self.close_list()
        else:
            super().keyPressEvent(event)

    # What is shown

    @property
    def pair(self) -> Pair | None:
        """The two whose agreement is shown; None for everybody's."""
        chosen = self.between.currentData()
        return (chosen[0], chosen[1]) if chosen else None

    def _show(self) -> None:
        report = self.agreement.report()
        self._report = report
        self._body.setCurrentIndex(0 if report.pairs else 1)
        self.compare.hide()
        if not report.pairs:
            self._nothing.setText(
                tr(
                    "Nobody has finished an article twice yet. As soon as two annotators have marked the same article"
                    " as done, this page says how far they agree, and about what they differ."
                )
            )
            return
        self._offer_pairs([(one.a, one.b) for one in report.pairs])
        articles = trn(
            "{count} article finished by two or more", "{count} articles finished by two or more", report.documents
        )
        alone = pair_name((report.pairs[0].a, report.pairs[0].b)) if len(report.pairs) == 1 else ""
        self._count.setText("  ·  ".join(filter(None, (alone, articles))))
        self._show_sheet()

    def _offer_pairs(self, pairs: list[Pair]) -> None:
        offered: list[Pair | None] = [*pairs] if len(pairs) == 1 else [None, *pairs]
        chosen = self.pair
        self.between.clear()
        for pair in offered:
            self.between.addItem(pair_name(pair or ("", "")), pair)
        self.between.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
        self.between.setVisible(len(offered) > 1)

    def _tables(self, pair: Pair | None) -> Tables:
        return Tables(self.agreement.panel, self._report, pair, self._known)

    def _show_sheet(self) -> None:
        """The tables of the sheet in sight; the others are worked out when they are turned to."""
        self.sheets[self.tabs.currentIndex()].show_tables(self._shown())

    def _shown(self) -> list[Table]:
        tables, pair = self._tables(self.pair), self.pair
        makers = {
            MEASURES: lambda: [tables.summary(self._intervals(pair)), tables.kinds()],
            PAIRS: lambda: [tables.pairs(self.measure.currentData()), tables.annotators()],
            LABELS: lambda: [tables.labels(), tables.attributes()],
            LINKS: lambda: [tables.links(), tables.link_kinds()],
            CONFUSION: lambda: [tables.confusion()],
            ARTICLES: lambda: [tables.articles({name: one.title for name, one in self.agreement.articles.items()})],
            TIME: lambda: [self._over_time(tables)],
            FURTHER: lambda: [self._further(tables), self._gamma(tables)],
        }
        return makers[self.tabs.currentIndex()]()

    def _intervals(self, pair: Pair | None) -> dict[str, Interval]:
        found: dict[str, Interval] = self._worked_out.get(("intervals", pair), {})
        return found

    def _over_time(self, tables: Tables) -> Table:
        which = self.dates.currentData()
        # Of two, each is against the other, which is all that there is.
        several = self.pair is None and len(self._report.pairs) > 1
        self.whose.setVisible(several)
        dates = {name: getattr(one, which) for name, one in self.agreement.articles.items()}
        return tables.over_time(dates, each=several and self.whose.currentData())

    def _further(self, tables: Tables) -> Table:
        measures: Measures = self._worked_out.get(("further", self.pair), {})
        table = tables.further(measures)
        return table if measures else table._replace(hint=tr("They take a moment, and are worked out when asked for."))

    def _gamma(self, tables: Tables) -> Table:
        if ("gamma", self.pair) in self._worked_out:
            return tables.gamma(self._worked_out["gamma", self.pair])
        hint = tr("Rests on random texts, which take their time: a sampler draws them, from a seed that is shown.")
        return Table("gamma", tr("Gamma"), hint, (), ())

    def _turn(self, _: int) -> None:
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        self.close_list()
        self._show_sheet()
        if not self.tabs.hasFocus():
            self._take_focus()

    def _choose(self) -> None:
        self.close_list()
        self._show_sheet()

    # Passages

    def _ask(self, cell: Cell) -> None:
        passages = Passages(self._session, self.agreement.panel, cell)
        if not len(passages):
            self.said.emit(tr("There are no passages behind this figure"))
            return
        self._asked_from = self.focusWidget()
        self._list_title.setText(cell.told or counted(len(passages)))
        self.list.show_passages(passages)
        self._below.show()
        self.list.selectRow(0)
        self.list.setFocus()

    def close_list(self) -> None:
        """Back from the passages to the figure."""
        if self._below.isVisible():
            self._below.hide()
            if self._returns:
                self._returns = False
                self.returned.emit()
            elif self._asked_from:
                self._asked_from.setFocus()

    def _open(self, index: QModelIndex) -> None:
        found = self.list.list_model.passage(index.row())
        if found:
            column = index.column() - 2
            names = self.list.list_model.annotators
            self.opened.emit(found, names[column] if column >= 0 else "")

    # Deeds

    def _work_out(self, what: str, title: str, job: Job[Any]) -> None:
        pair = self.pair

        def done(result: Any) -> None:
            self._worked_out[what, pair] = result
            self._show_sheet()
            self._take_focus()

        self._work.run(title, job, done, self._failed)

    def _work_out_intervals(self) -> None:
        self._work_out("intervals", tr("Drawing articles anew"), self.agreement.intervals(self.pair))

    def _work_out_further(self) -> None:
        self._work_out("further", tr("Working out further measures"), self.agreement.further(self.pair))

    def _work_out_gamma(self) -> None:
        job = self.agreement.gamma(self.pair, self.sampler.currentData())
        self._work_out("gamma", tr("Working out gamma"), job)

    def _copy(self, tables: list[Table]) -> None:
        QGuiApplication.clipboard().setText(report_files.as_csv(tables, delimiter="\t"))
        rows = sum(len(table.rows) for table in tables)
        self.said.emit(trn("Copied {count} row", "Copied {count} rows", rows))

    def _copy_passages(self) -> None:
        model = self.list.list_model
        rows = [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
        heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
        QGuiApplication.clipboard().setText(report_files.tabbed([heads, *rows]))
        self.said.emit(trn("Copied {count} row", "Copied {count} rows", len(rows)))

    def _export(self) -> None:
        kinds = {
            ".html": tr("Report to read in a browser (*.html)"),
            ".csv": tr("Tables for spreadsheets (*.csv)"),
            ".json": tr("Tables as JSON (*.json)"),
        }
        suggestion = f"{self._session.path.stem}-agreement.html"
        told, kind = QFileDialog.getSaveFileName(self, tr("Export"), suggestion, ";;".join(kinds.values()))
        if not told:
            return
        path = Path(told)
        suffix = next((one for one, title in kinds.items() if title == kind), ".html")
        path = path if path.suffix in kinds else path.with_name(f"{path.name}{suffix}")
        try:
            report_files.write(
                path,
                self.all_tables(),
                project=self._session.path.stem,
                report=self._report,
                scheme=self._session.scheme,
            )
        except Refused as refusal:
            self.said.emit(str(refusal))
        else:
            self.said.emit(tr("Wrote {name}", name=path.name))

    def all_tables(self) -> list[Table]:
        """Every table of everybody, with what was worked out so far, and the confusions of each pair."""
        pairs = [(one.a, one.b) for one in self._report.pairs]
        pair = pairs[0] if len(pairs) == 1 else None
        tables = self._tables(pair)
        worked_out = [
            *([self._further(tables)] if ("further", pair) in self._worked_out else []),
            *([tables.gamma(self._worked_out["gamma", pair])] if ("gamma", pair) in self._worked_out else []),
        ]
        return [
            tables.summary(self._intervals(pair)),
            tables.kinds(),
            tables.pairs("exact_f1"),
            tables.annotators(),
            tables.labels(),
            tables.attributes(),
            tables.links(),
            tables.link_kinds(),
            *[self._tables(one).confusion() for one in pairs],
            tables.articles({name: one.title for name, one in self.agreement.articles.items()}),
            self._over_time(tables),
            *worked_out,
        ]
