"""Which files does a person want to bring in or write, and how did it go?"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app import exporting, importing, inspecting
from annotator.app.exporting import ExportReport
from annotator.app.intake import ImportReport
from annotator.app.jobs import Cancelled
from annotator.app.session import Session
from annotator.i18n import tr, trn
from annotator.ui import keymap
from annotator.ui.work import Work

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


def choose_destination(parent: QWidget, suggestion: str) -> tuple[Path, str] | None:
    """Where to export to, and in which format."""
    filters = {
        tr("Annotator JSONL (*.jsonl)"): "jsonl",
        tr("Plain text, a folder of files (*)"): "text",
    }
    name, chosen = QFileDialog.getSaveFileName(parent, tr("Export"), suggestion, ";;".join(filters))
    return (Path(name), filters.get(chosen, inspecting.formats()[0]["name"])) if name else None


def choose_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open project"), "", tr("Projects (*.annotator)"))
    return Path(name) if name else None


def choose_new_project(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, tr("New project"), "project.annotator", tr("Projects (*.annotator)"))
    path = Path(name)
    return (path if path.suffix == ".annotator" else path.with_name(f"{path.name}.annotator")) if name else None


def import_paths(work: Work, session: Session, paths: list[Path], say: Say, then: Callable[[], None]) -> None:
    """Import off the window's thread, say what came in, then call ``then``."""

    def done(report: ImportReport) -> None:
        say(_what_came(report))
        then()

    work.run(
        tr("Importing"),
        importing.import_files(session, paths),
        done,
        lambda error: say(tr("Import stopped, nothing was added") if isinstance(error, Cancelled) else str(error)),
    )


def export_to(work: Work, session: Session, destination: Path, format_name: str, say: Say) -> None:
    """Export everybody's layers off the window's thread, and say what was written and what was left behind."""
    work.run(
        tr("Exporting"),
        exporting.export(session, destination, format_name=format_name),
        lambda report: say(_what_went(report, destination)),
        lambda error: say(tr("Export stopped, nothing was written") if isinstance(error, Cancelled) else str(error)),
    )


def _what_came(report: ImportReport) -> str:
    parts = [
        trn("{count} article", "{count} articles", report.documents),
        trn("{count} span", "{count} spans", report.spans),
        trn("{count} relation", "{count} relations", report.relations),
    ]
    told = tr("Added {what}", what=", ".join(parts))
    if report.unchanged:
        told += tr("; {count} were here already", count=report.unchanged)
    if report.losses:
        told += trn("; {count} file was not read", "; {count} files were not read", len(report.losses))
    return tr("{told}. {key} takes it back", told=told, key=keymap.shown("undo"))


def _what_went(report: ExportReport, destination: Path) -> str:
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
