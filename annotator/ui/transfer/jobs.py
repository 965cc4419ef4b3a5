"""The file dialogs and jobs of import and export, and the sentences that report them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.jobs import Cancelled
from annotator.app.session import Session
from annotator.app.transfer import exporter, import_preview, importer
from annotator.app.transfer.exporter import ExportReport
from annotator.app.transfer.find_files import FileSelection
from annotator.app.transfer.record_importer import ImportReport
from annotator.formats import catalogue
from annotator.i18n import tr, trn
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.transfer.export_page import ExportRequest
from annotator.ui.transfer.import_page import ImportRequest

ShowMessage = Callable[[str], None]


def choose_files(parent: QWidget) -> list[Path]:
    """The files to import; empty where the dialog was cancelled."""
    patterns = " ".join(f"*{file_format.suffixes[0]}" for file_format in catalogue.readable_formats())
    names, _ = QFileDialog.getOpenFileNames(
        parent, tr("Import articles"), "", tr("Articles ({patterns});;All files (*)", patterns=patterns)
    )
    return [Path(name) for name in names]


def choose_folder(parent: QWidget) -> list[Path]:
    name = QFileDialog.getExistingDirectory(parent, tr("Import a folder"))
    return [Path(name)] if name else []


def choose_destination(parent: QWidget, request: ExportRequest, name: str) -> Path | None:
    """The destination of an export: a file or a folder, as the format needs; ``name`` is that of the project."""
    file_format = catalogue.by_name(request.format)
    if not file_format.file_types:
        folder = QFileDialog.getExistingDirectory(parent, tr("Export into a folder"))
        return Path(folder) if folder else None
    titles = {tr(file_type.title): file_type.suffix for file_type in file_format.file_types}
    suggestion = file_format.suggested_name.format(project=name)
    file, title = QFileDialog.getSaveFileName(parent, tr("Export"), suggestion, ";;".join(titles))
    if not file:
        return None
    path = Path(file)
    suffix = titles.get(title, "")
    return path if path.suffix else path.with_name(f"{path.name}{suffix}")


def choose_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open project"), "", tr("Projects (*.annotator)"))
    return Path(name) if name else None


def choose_new_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, tr("New project"), "project.annotator", tr("Projects (*.annotator)"))
    path = Path(name)
    return (path if path.suffix == ".annotator" else path.with_name(f"{path.name}.annotator")) if name else None


def preview(
    job_runner: JobRunner, paths: list[Path], show: Callable[[FileSelection], None], show_error: ShowMessage
) -> None:
    """Find out off the window's thread what an import of these would read."""
    job_runner.run(
        tr("Looking at the files"), import_preview.recognise(paths), show, lambda error: show_error(_error_text(error))
    )


def import_files(
    job_runner: JobRunner,
    session: Session,
    request: ImportRequest,
    done: Callable[[ImportReport], None],
    refused: ShowMessage,
) -> None:
    """Import off the window's thread; ``refused`` gets the reason where nothing came in."""
    job = importer.import_files(session, request.sources, encoding=request.encodings, replace=request.replace)
    job_runner.run(tr("Importing"), job, done, lambda error: refused(_error_text(error)))


def _error_text(error: Exception) -> str:
    return tr("Stopped: nothing was added or written") if isinstance(error, Cancelled) else str(error)


def survey(
    job_runner: JobRunner,
    session: Session,
    request: ExportRequest,
    show: Callable[[ExportReport], None],
    show_error: ShowMessage,
) -> None:
    """Find out off the window's thread what an export would leave behind."""
    job = exporter.survey(session, format_name=request.format, annotator=request.annotator, gold=request.gold)
    job_runner.run(tr("Counting"), job, show, lambda error: show_error(_error_text(error)))


def export_to(
    job_runner: JobRunner,
    session: Session,
    request: ExportRequest,
    destination: Path,
    done: Callable[[ExportReport], None],
    refused: ShowMessage,
) -> None:
    """Export off the window's thread; ``refused`` gets the reason where nothing was written."""
    job = exporter.export(
        session, destination, format_name=request.format, annotator=request.annotator, gold=request.gold
    )
    job_runner.run(tr("Exporting"), job, done, lambda error: refused(_error_text(error)))


def import_summary(report: ImportReport) -> str:
    """The rows that an import added, in one line."""
    parts = [
        trn("{count} article", "{count} articles", report.documents),
        trn("{count} span", "{count} spans", report.spans),
        trn("{count} relation", "{count} relations", report.relations),
    ]
    summary = tr("Added {what}", what=", ".join(parts))
    if report.unchanged:
        summary += tr("; {count} were here already", count=report.unchanged)
    if report.losses:
        summary += tr("; {count} left out", count=sum(loss.count for loss in report.losses))
    return tr("{told}. {key} takes it back", told=summary, key=keys_in_force.shown_key("undo"))


def full_report(report: ImportReport) -> str:
    """The whole report of an import, a line for each result."""
    renamed = [
        tr("{old} is now {new}: another text had that name", old=document.old, new=document.new)
        for document in report.renamed
    ]
    lost = [tr("left out: {what}, {count} ({where})", **loss.model_dump()) for loss in report.losses]
    return "\n".join([import_summary(report), *renamed, *lost])


def export_summary(report: ExportReport, destination: Path) -> str:
    """The rows that an export wrote and left out, in one line."""
    summary = tr(
        "Wrote {articles} and {spans} to {place}",
        articles=trn("{count} article", "{count} articles", report.documents),
        spans=trn("{count} span", "{count} spans", report.spans),
        place=destination.name,
    )
    if report.losses:
        left = ", ".join(f"{loss.count} {loss.what}" for loss in report.losses)
        summary += tr(". Left behind: {losses}", losses=left)
    return summary


def full_export_report(report: ExportReport, destination: Path) -> str:
    """The whole report of an export, a line for each result."""
    parts = [
        trn("{count} article", "{count} articles", report.documents),
        trn("{count} span", "{count} spans", report.spans),
        trn("{count} relation", "{count} relations", report.relations),
        trn("{count} file", "{count} files", len(report.files)),
    ]
    lines = [tr("Wrote {what}", what=", ".join(parts)), str(destination)]
    if report.open_cases:
        lines.append(trn("{count} case is still open", "{count} cases are still open", report.open_cases))
    return "\n".join(
        [*lines, *(tr("left behind: {what}, {count} ({where})", **loss.model_dump()) for loss in report.losses)]
    )
