"""Pictures of the window, rendered without a display.

The module builds the sample project, exports it and paints the annotate window into PNG files.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from annotator.app import jobs
from annotator.app.project.open import open_project
from annotator.app.project.sample import build_sample
from annotator.app.settings import Settings, ThemeChoice
from annotator.app.transfer.exporter import export
from annotator.resources import SAMPLE_NAME
from annotator.ui import theme
from annotator.ui.shell.start import SAMPLE_ANNOTATOR, make_application
from annotator.ui.shell.window import Window

_SIZE = (1280, 800)
_THEMES: tuple[ThemeChoice, ...] = ("light", "dark", "high-contrast")


def render(folder: Path) -> list[Path]:
    """Write the export and the pictures of the sample project into ``folder``, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        project = Path(temporary) / SAMPLE_NAME
        build_sample(project)
        session = open_project(project, writing=False)
        files = list(jobs.run(export(session, folder / "sample.jsonl", format_name="jsonl")).files)
        session.close()
        return files + [_picture(project, choice, folder / f"annotate-{choice}.png") for choice in _THEMES]


def _picture(project: Path, choice: ThemeChoice, file: Path) -> Path:
    make_application()
    theme.set_theme(theme.resolve(choice))
    session = open_project(project, writing=True)
    session.work_as(SAMPLE_ANNOTATOR, create=False)
    window = Window(session, Settings(theme=choice))
    window.resize(*_SIZE)
    window.navigation.show_document(session.document_ids()[0])
    window.show()
    window.grab().save(str(file))
    window.hide()
    window.annotate.prepare_to_close()
    session.close()
    window.deleteLater()
    QApplication.sendPostedEvents()
    return file


if __name__ == "__main__":
    for written in render(Path(sys.argv[1])):
        print(written)  # noqa: T201
