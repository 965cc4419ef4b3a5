"""Which files does a person want to bring in or write, and how did it go?"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.jobs import Cancelled
from annotator.app.session import Session
from annotator.app.transfer import exporter, import_preview, importer
from annotator.app.transfer.exporter import ExportReport
from annotator.app.transfer.find_files import Found
from annotator.app.transfer.record_importer import ImportReport
from annotator.i18n import tr, trn
from annotator.ui.shell import keymap
from annotator.ui.shell.job_runner import Work
from annotator.ui.transfer.export_page import ExportWish
from annotator.ui.transfer.import_page import ImportWish

Say = Callable[[str], None]


def choose_files(parent: QWidget) -> list[Path]:
    """Files to import; empty where the person thought better of it."""
    names, _ = QFileDialog.getOpenFileNames(
        parent, tr("Import articles"), "", tr("Articles (*.txt *.jsonl);;All files (*)")
    )
    return [Path(name) for name in names]


def choose_folder(parent: QWidget) -> list[Path]:
    name = QFileDialog.getExistingDirectory(parent, tr("Import a folder"))
    return [Path(name)] if name else []


def choose_destination(parent: QWidget, wish: ExportWish, name: str) -> Path | None:
    """Where to export to: a file, or for plain text a folder; the project's ``name`` is suggested."""
    if wish.format == "text":
        folder = QFileDialog.getExistingDirectory(parent, tr("Export into a folder"))
        return Path(folder) if folder else None
    if wish.format == "demands":
        kinds = {".csv": tr("Table for spreadsheets (*.csv)"), ".jsonl": tr("JSONL (*.jsonl)")}
        suggestion = f"{name}-demands.csv"
    else:
        kinds = {".jsonl": tr("Annotator JSONL (*.jsonl)")}
        suggestion = f"{name}.jsonl"
    told, kind = QFileDialog.getSaveFileName(parent, tr("Export"), suggestion, ";;".join(kinds.values()))
    if not told:
        return None
    path = Path(told)
    suffix = next((one for one, title in kinds.items() if title == kind), "")
    return path if path.suffix else path.with_name(f"{path.name}{suffix}")


def choose_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open project"), "", tr("Projects (*.annotator)"))
    return Path(name) if name else None


def choose_new_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, tr("New project"), "project.annotator", tr("Projects (*.annotator)"))
    path = Path(name)
    return (path if path.suffix == ".annotator" else path.with_name(f"{path.name}.annotator")) if name else None


def look_at(work: Work, paths: list[Path], then: Callable[[Found], None], say: Say) -> None:
    """Find out off the window's thread what an import of these would read."""
    work.run(tr("Looking at the files"), import_preview.recognise(paths), then, lambda error: say(_why(error)))


def import_files(
    work: Work, session: Session, wish: ImportWish, done: Callable[[ImportReport], None], refused: Say
) -> None:
    """Import off the window's thread; ``refused`` gets the reason where nothing came in."""
    job = importer.import_files(session, wish.wanted, encoding=wish.encodings, replace=wish.replace)
    work.run(tr("Importing"), job, done, lambda error: refused(_why(error)))


def _why(error: Exception) -> str:
    return tr("Stopped: nothing was added or written") if isinstance(error, Cancelled) else str(error)


def survey(work: Work, session: Session, wish: ExportWish, then: Callable[[ExportReport], None], say: Say) -> None:
    """Find out off the window's thread what an export would leave behind."""
    job = exporter.survey(session, format_name=wish.format, annotator=wish.annotator, gold=wish.gold)
    work.run(tr("Counting"), job, then, lambda error: say(_why(error)))


def export_to(
    work: Work,
    session: Session,
    wish: ExportWish,
    destination: Path,
    done: Callable[[ExportReport], None],
    refused: Say,
) -> None:
    """Export off the window's thread; ``refused`` gets the reason where nothing was written."""
    job = exporter.export(session, destination, format_name=wish.format, annotator=wish.annotator, gold=wish.gold)
    work.run(tr("Exporting"), job, done, lambda error: refused(_why(error)))


def what_came(report: ImportReport) -> str:
    """What an import added, in one line."""
    parts = [
        trn("{count} article", "{count} articles", report.documents),
        trn("{count} span", "{count} spans", report.spans),
        trn("{count} relation", "{count} relations", report.relations),
    ]
    told = tr("Added {what}", what=", ".join(parts))
    if report.unchanged:
        told += tr("; {count} were here already", count=report.unchanged)
    if report.losses:
        told += tr("; {count} left out", count=sum(loss.count for loss in report.losses))
    return tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo"))


def full_report(report: ImportReport) -> str:
    """All that an import has to say, a line each."""
    renamed = [tr("{old} is now {new}: another text had that name", old=one.old, new=one.new) for one in report.renamed]
    lost = [tr("left out: {what}, {count} ({where})", **loss.model_dump()) for loss in report.losses]
    return "\n".join([what_came(report), *renamed, *lost])


def what_went(report: ExportReport, destination: Path) -> str:
    """What an export wrote and left behind, in one line."""
    told = tr(
        "Wrote {articles} and {spans} to {place}",
        articles=trn("{count} article", "{count} articles", report.documents),
        spans=trn("{count} span", "{count} spans", report.spans),
        place=destination.name,
    )
    if report.losses:
        left = ", ".join(f"{loss.count} {loss.what}" for loss in report.losses)
        told += tr(". Left behind: {losses}", losses=left)
    return told


def full_export_report(report: ExportReport, destination: Path) -> str:
    """All that an export has to say, a line each."""
    parts = [
        trn("{count} article", "{count} articles", report.documents),
        trn("{count} span", "{count} spans", report.spans),
        trn("{count} relation", "{count} relations", report.relations),
        trn("{count} file", "{count} files", len(report.files)),
    ]
    told = [tr("Wrote {what}", what=", ".join(parts)), str(destination)]
    if report.open_cases:
        told.append(trn("{count} case is still open", "{count} cases are still open", report.open_cases))
    return "\n".join(
        [*told, *(tr("left behind: {what}, {count} ({where})", **loss.model_dump()) for loss in report.losses)]
    )
