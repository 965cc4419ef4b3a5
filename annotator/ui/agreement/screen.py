"""The agreement screen: sheets of figures, and the passages behind a figure."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.agreement.bootstrap import Interval
from annotator.agreement.sums import AnnotatorPair
from annotator.app import log_file
from annotator.app.agreement import report_files
from annotator.app.agreement.live_panel import Agreement
from annotator.app.agreement.passages import Passage, Passages
from annotator.app.agreement.table_builder import ArticleKey, CachedRow, TableBuilder
from annotator.app.agreement.tables import AgreementTable, TableCell
from annotator.app.agreement.wording import pair_name, passage_count
from annotator.app.jobs import Cancelled, Job
from annotator.app.session import Session
from annotator.domain.change_set import ChangeSet
from annotator.domain.errors import Refused
from annotator.i18n import mark, tr, trn
from annotator.ui.agreement.hues import hue_color
from annotator.ui.agreement.passage_list import PassagePanel
from annotator.ui.agreement.sheet_switcher import SheetId, SheetSwitcher
from annotator.ui.agreement.toolbar import AgreementToolbar
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.theme import Theme
from annotator.ui.widgets.page import Page, centred_column
from annotator.ui.widgets.plain_text import PlainLabel

_EMPTY_WIDTH = 460


class AgreementScreen(Page):
    """Figures on sheets, and below them the passages behind the figure that was opened."""

    heading = mark("Agreement")
    opened = Signal(Passage, str)
    """Show this passage in its article, with the span of this annotator if there is one."""
    message = Signal(str)
    """A message that goes away by itself."""
    return_requested = Signal()
    """The passages that another page had requested were closed."""
    _changed = Signal(ChangeSet)

    def __init__(self, session: Session, job_runner: JobRunner, theme: Theme) -> None:
        super().__init__()
        self._session, self._job_runner, self._theme = session, job_runner, theme
        self.agreement = Agreement(session)
        self._on_demand: dict[tuple[str, AnnotatorPair | None], Any] = {}
        """What was worked out on demand, by its name and the pair."""
        self._former_focus: QWidget | None = None
        self._returns = False
        self._cached_rows: dict[ArticleKey, CachedRow] = {}
        self.toolbar, self.switcher = AgreementToolbar(), SheetSwitcher(theme, self._hue_color)
        self._passage_panel = PassagePanel(theme)
        self.list = self._passage_panel.list
        self._body, self._empty_note = QStackedWidget(), PlainLabel()
        self.compare = QPushButton(tr("Compare"))
        self._lay_out()
        self._connect()
        # A job publishes its changes from its own thread; the signal brings them to the thread of the window.
        self._changed.connect(self._follow)
        session.subscribe(self._changed.emit)

    def _hue_color(self, name: str) -> QColor:
        return hue_color(name, self._session.scheme, self._theme)

    def _lay_out(self) -> None:
        self.switcher.add_panel(self._passage_panel)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.switcher, 1)
        self._empty_note.setProperty("role", "muted")
        self._empty_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_note.setWordWrap(True)
        empty = QWidget()
        middle = centred_column(empty, _EMPTY_WIDTH, spacing=16)
        middle.addWidget(self._empty_note)
        middle.addWidget(self.compare, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._body.addWidget(content)
        self._body.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body)

    def _connect(self) -> None:
        toolbar, switcher = self.toolbar, self.switcher
        switcher.sheet_changed.connect(self._follow_sheet)
        switcher.option_changed.connect(self._show_sheet)
        switcher.passages_requested.connect(self._show_passages)
        switcher.copy_requested.connect(lambda table: self._copy([table]))
        switcher.intervals.clicked.connect(self._work_out_intervals)
        switcher.further.clicked.connect(self._work_out_further)
        switcher.gamma.clicked.connect(self._work_out_gamma)
        toolbar.pairs.activated.connect(lambda _: self._follow_pair())
        toolbar.copy.clicked.connect(lambda: self._copy(self._sheet_tables()))
        toolbar.export.clicked.connect(self._export)
        self.compare.clicked.connect(self._read)
        self.list.opened.connect(self._open_passage)
        self.list.left.connect(self.close_passages)
        self.list.copy_requested.connect(self._copy_passages)
        self._passage_panel.close_button.clicked.connect(self.close_passages)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.list.set_theme(theme)
        self.switcher.set_theme(theme, self._hue_color)

    # Opening and reading

    def open(self) -> None:
        """Show the figures as they are now; compare first if that was not done yet."""
        if self.agreement.stale:
            self._read()
        elif self._passage_panel.isVisible():
            self.list.setFocus()
        else:
            self._show()
            self._take_focus()

    def show_passages_of(self, cell: TableCell, pair: AnnotatorPair | None) -> None:
        """Show the passages behind a figure of this pair or of all; closing them emits ``return_requested``."""
        self._returns = False
        self.close_passages()
        self._show()
        self._show_pair(pair)
        self._show_passages(cell)
        self._returns = self._passage_panel.isVisible()

    @property
    def current_passage(self) -> Passage | None:
        """The current passage of the list, if the list has the focus."""
        index = self.list.currentIndex()
        return self.list.list_model.passage(index.row()) if self.list.hasFocus() and index.isValid() else None

    def _show_pair(self, pair: AnnotatorPair | None) -> None:
        """Show the measures of this pair, or of all annotators."""
        if self._body.currentIndex() == 0:
            self.toolbar.choose_pair(pair)
            self.switcher.choose_sheet(SheetId.MEASURES)
            self._show_sheet()

    def _take_focus(self) -> None:
        if self._body.currentIndex() == 0:
            self.switcher.take_focus()
        else:
            self._empty_note.setFocus()

    def _read(self) -> None:
        if not self.agreement.articles:
            self._body.setCurrentIndex(1)
            self._empty_note.setText("")
            self.compare.hide()
        self._job_runner.run(
            tr("Comparing what was finished"), self.agreement.read(), lambda _: self._show_read(), self._show_error
        )

    def _show_read(self) -> None:
        self._cached_rows = {}
        self._discard_results()
        self._show()
        self._take_focus()

    def _show_error(self, error: Exception) -> None:
        stopped = isinstance(error, Cancelled)
        self.message.emit(tr("Stopped") if stopped else str(error))
        if self.agreement.stale:
            self._body.setCurrentIndex(1)
            self._empty_note.setText(tr("Nothing was compared yet.") if stopped else str(error))
            self.compare.show()
            self.compare.setFocus()

    def _follow(self, change: ChangeSet) -> None:
        try:
            concerned = self.agreement.follow(change)
        except Refused as refusal:
            self.agreement.stale = concerned = True
            self.message.emit(log_file.logged_message(refusal))
        if not concerned:
            return
        self._discard_results()
        if self.isVisible():
            self._read() if self.agreement.stale else self._show()

    def _discard_results(self) -> None:
        """Discard what was worked out from figures that have changed."""
        self._on_demand = {}
        self._passage_panel.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self._passage_panel.isVisible():
            self.close_passages()
        else:
            super().keyPressEvent(event)

    # Tables

    def _show(self) -> None:
        report = self.agreement.report()
        self._report = report
        self._body.setCurrentIndex(0 if report.pairs else 1)
        self.compare.hide()
        if not report.pairs:
            self._empty_note.setText(
                tr(
                    "Nobody has finished an article twice yet. As soon as two annotators have marked the same article"
                    " as done, this page says how far they agree, and about what they differ."
                )
            )
            return
        pairs = self._report_pairs
        self.toolbar.offer_pairs(pairs)
        articles = trn(
            "{count} article finished by two or more", "{count} articles finished by two or more", report.documents
        )
        only_pair = pair_name(pairs[0]) if len(pairs) == 1 else ""
        self.toolbar.show_summary("  ·  ".join(filter(None, (only_pair, articles))))
        self._show_sheet()

    @property
    def _report_pairs(self) -> list[AnnotatorPair]:
        return [(pair.a, pair.b) for pair in self._report.pairs]

    def _table_builder(self, pair: AnnotatorPair | None) -> TableBuilder:
        return TableBuilder(self.agreement.panel, self._report, pair, self._cached_rows)

    def _show_sheet(self) -> None:
        """Show the tables of the chosen sheet; those of others are built when they are chosen."""
        self.switcher.show_tables(self._sheet_tables())

    def _sheet_tables(self) -> list[AgreementTable]:
        """The tables of the chosen sheet."""
        pair = self.toolbar.pair
        tables = self._table_builder(pair)
        builders = {
            SheetId.MEASURES: lambda: [tables.summary(self._intervals(pair)), tables.kinds()],
            SheetId.PAIRS: lambda: [tables.pairs(self.switcher.measure.currentData()), tables.annotators()],
            SheetId.LABELS: lambda: [tables.labels(), tables.attributes()],
            SheetId.LINKS: lambda: [tables.relations(), tables.relation_kinds()],
            SheetId.CONFUSION: lambda: [tables.confusion()],
            SheetId.ARTICLES: lambda: [tables.articles(self._article_titles)],
            SheetId.TIME: lambda: [self._over_time(tables)],
            SheetId.FURTHER: lambda: [self._further(tables, pair), self._gamma(tables, pair)],
        }
        return builders[self.switcher.sheet_id]()

    @property
    def _article_titles(self) -> dict[str, str]:
        return {name: article.title for name, article in self.agreement.articles.items()}

    def _intervals(self, pair: AnnotatorPair | None) -> dict[str, Interval]:
        intervals: dict[str, Interval] = self._on_demand.get(("intervals", pair), {})
        return intervals

    def _over_time(self, tables: TableBuilder) -> AgreementTable:
        date_field = self.switcher.dates.currentData()
        # The figures of two annotators are the same for both of them.
        can_split = self.toolbar.pair is None and len(self._report.pairs) > 1
        self.switcher.per_annotator.setVisible(can_split)
        dates = {name: getattr(article, date_field) for name, article in self.agreement.articles.items()}
        return tables.over_time(dates, per_annotator=can_split and self.switcher.per_annotator.currentData())

    def _further(self, tables: TableBuilder, pair: AnnotatorPair | None) -> AgreementTable:
        measures = self._on_demand.get(("further", pair), {})
        table = tables.on_demand_measures(measures)
        return table if measures else table._replace(hint=tr("They take a moment, and are worked out when asked for."))

    def _gamma(self, tables: TableBuilder, pair: AnnotatorPair | None) -> AgreementTable:
        if ("gamma", pair) in self._on_demand:
            return tables.gamma(self._on_demand["gamma", pair])
        hint = tr("Rests on random texts, which take their time: a sampler draws them, from a seed that is shown.")
        return AgreementTable("gamma", tr("Gamma"), hint, (), ())

    def _follow_sheet(self) -> None:
        self.close_passages()
        self._show_sheet()
        if not self.switcher.tabs.hasFocus():
            self._take_focus()

    def _follow_pair(self) -> None:
        self.close_passages()
        self._show_sheet()

    # Passages

    def _show_passages(self, cell: TableCell) -> None:
        passages = Passages(self._session, self.agreement.panel, cell)
        if not len(passages):
            self.message.emit(tr("There are no passages behind this figure"))
            return
        self._former_focus = self.focusWidget()
        self._passage_panel.show_passages(cell.description or passage_count(len(passages)), passages)

    def close_passages(self) -> None:
        """Return from the passages to the figure."""
        if self._passage_panel.isVisible():
            self._passage_panel.hide()
            if self._returns:
                self._returns = False
                self.return_requested.emit()
            elif self._former_focus:
                self._former_focus.setFocus()

    def _open_passage(self, index: QModelIndex) -> None:
        passage = self.list.list_model.passage(index.row())
        if passage:
            column = index.column() - 2
            names = self.list.list_model.annotators
            self.opened.emit(passage, names[column] if column >= 0 else "")

    # Measures on demand

    def _work_out(self, name: str, title: str, job: Job[Any]) -> None:
        pair = self.toolbar.pair

        def done(result: Any) -> None:
            self._on_demand[name, pair] = result
            self._show_sheet()
            self._take_focus()

        self._job_runner.run(title, job, done, self._show_error)

    def _work_out_intervals(self) -> None:
        self._work_out("intervals", tr("Drawing articles anew"), self.agreement.intervals(self.toolbar.pair))

    def _work_out_further(self) -> None:
        job = self.agreement.on_demand_measures(self.toolbar.pair)
        self._work_out("further", tr("Working out further measures"), job)

    def _work_out_gamma(self) -> None:
        job = self.agreement.gamma(self.toolbar.pair, self.switcher.sampler.currentData())
        self._work_out("gamma", tr("Working out gamma"), job)

    # Copy and export

    def _copy(self, tables: list[AgreementTable]) -> None:
        QGuiApplication.clipboard().setText(report_files.as_csv(tables, delimiter="\t"))
        rows = sum(len(table.rows) for table in tables)
        self.message.emit(trn("Copied {count} row", "Copied {count} rows", rows))

    def _copy_passages(self) -> None:
        rows = self.list.all_texts()
        QGuiApplication.clipboard().setText(report_files.tab_separated(rows))
        self.message.emit(trn("Copied {count} row", "Copied {count} rows", len(rows) - 1))

    def _export(self) -> None:
        kinds = {
            ".html": tr("Report to read in a browser (*.html)"),
            ".csv": tr("Tables for spreadsheets (*.csv)"),
            ".json": tr("Tables as JSON (*.json)"),
        }
        suggestion = f"{self._session.path.stem}-agreement.html"
        name, kind = QFileDialog.getSaveFileName(self, tr("Export"), suggestion, ";;".join(kinds.values()))
        if not name:
            return
        path = Path(name)
        chosen_suffix = next((suffix for suffix, title in kinds.items() if title == kind), ".html")
        path = path if path.suffix in kinds else path.with_name(f"{path.name}{chosen_suffix}")
        try:
            report_files.write_report(
                path,
                self.all_tables(),
                project=self._session.path.stem,
                report=self._report,
                scheme=self._session.scheme,
            )
        except Refused as refusal:
            self.message.emit(log_file.logged_message(refusal))
        else:
            self.message.emit(tr("Wrote {name}", name=path.name))

    def all_tables(self) -> list[AgreementTable]:
        """All tables for all annotators, with what was worked out on demand, and the confusion of each pair."""
        pairs = self._report_pairs
        pair = pairs[0] if len(pairs) == 1 else None
        tables = self._table_builder(pair)
        return [
            tables.summary(self._intervals(pair)),
            tables.kinds(),
            tables.pairs("exact_f1"),
            tables.annotators(),
            tables.labels(),
            tables.attributes(),
            tables.relations(),
            tables.relation_kinds(),
            *[self._table_builder(compared).confusion() for compared in pairs],
            tables.articles(self._article_titles),
            self._over_time(tables),
            *([self._further(tables, self.toolbar.pair)] if ("further", pair) in self._on_demand else []),
            *([self._gamma(tables, pair)] if ("gamma", pair) in self._on_demand else []),
        ]
