"""A file format that stands in the catalogue only: command line and window know it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from annotator.domain.document import Document, sha256_of
from annotator.domain.marks.marks import Layer
from annotator.domain.record import Record
from annotator.formats import catalogue
from annotator.formats.atomic_file import AtomicFile
from annotator.formats.format import ExportContext, FileType, Source, Trait
from tests.command_line import annotator, facts
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

DIALOG = "annotator.ui.transfer.jobs.QFileDialog"


class ToyWriter:
    def __init__(self, destination: Path) -> None:
        self._draft = AtomicFile(destination)
        self.files = [destination]

    def __enter__(self) -> Self:
        self._draft.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draft.__exit__(kind, error, trace)

    def add(self, document: Document, layer: Layer | None, *, scheme: str) -> None:
        self._draft.file.write(f"{document.id}\n".encode())


class ToyFormat:
    """A list of the names of the articles."""

    name = "toy"
    title = "Toy: a list of articles"
    reads = True
    suffixes: tuple[str, ...] = (".toy", ".toylist")
    asks_encoding = True
    file_types: tuple[FileType, ...] = (FileType(".toy", "Toy (*.toy)"), FileType(".toys", "Toys (*.toys)"))
    suggested_name = "{project}-list.toy"
    cannot_carry: tuple[Trait, ...] = ("spans",)

    def read(self, source: Source) -> Iterator[tuple[Record, int]]:
        for name in source.path.read_text(encoding=source.encoding or "utf-8").split():
            yield Record(id=name, text=f"Article {name}.", sha256=sha256_of(f"Article {name}.")), 1

    def writer(self, destination: Path, context: ExportContext) -> ToyWriter:
        return ToyWriter(destination)

    def carried_counts(self, document: Document, layer: Layer, context: ExportContext) -> Mapping[Trait, int]:
        return {}


@pytest.fixture(autouse=True)
def _toy_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "FORMATS", (*catalogue.FORMATS, ToyFormat()))


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    hand = open_window("Selon Kiev, la paix est loin.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    return hand


def test_the_command_line_lists_exports_and_imports_it(project: Path, tmp_path: Path) -> None:
    (tmp_path / "new.toy").write_text("one two", encoding="utf-8")
    assert facts("import", project, tmp_path / "new.toy")["documents"] == 2

    report = facts("export", project, tmp_path / "out.toy", "--format", "toy")

    assert (report["documents"], report["losses"]) == (2, [])
    assert (tmp_path / "out.toy").read_text(encoding="utf-8") == "one\ntwo\n"
    assert facts("formats")["formats"][-1] == {
        "name": "toy",
        "reads": True,
        "writes": True,
        "cannot_carry": ["spans"],
    }
    assert "toy      cannot carry: spans" in annotator("formats").out


def test_the_window_exports_it(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def choose(_: object, __: str, suggestion: str, filters: str) -> tuple[str, str]:
        asked.append((suggestion, filters))
        return str(tmp_path / "out"), "Toys (*.toys)"

    monkeypatch.setattr(f"{DIALOG}.getSaveFileName", choose)
    hand.press("Ctrl+E")
    hand.wait_for_job()
    page = hand.window.controllers.transfers.export_page
    titles = [page.format.itemText(row) for row in range(page.format.count())]
    assert titles == [
        "Annotator JSONL: one file, nothing is lost",
        "Toy: a list of articles",
        "Plain text: a folder of the articles as they came",
        "Demands: a table of who demands what of whom",
    ]
    page.format.setCurrentIndex(titles.index("Toy: a list of articles"))
    page.format.activated.emit(page.format.currentIndex())
    hand.wait_for_job()
    assert page.survey_text.endswith("This format leaves behind:\n– 1 spans")
    hand.press_button(page.go)
    hand.wait_for_job()

    assert asked == [("project-list.toy", "Toy (*.toy);;Toys (*.toys)")]
    assert (tmp_path / "out.toys").read_text(encoding="utf-8") == "article\n"


def test_the_window_imports_it(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "new.toy"
    file.write_bytes("été".encode("cp1252"))
    asked: list[str] = []

    def choose(_: object, __: str, ___: str, filters: str) -> tuple[list[str], str]:
        asked.append(filters)
        return [str(file)], ""

    monkeypatch.setattr(f"{DIALOG}.getOpenFileNames", choose)
    hand.press("Ctrl+I")
    hand.wait_for_job()
    model = hand.window.controllers.transfers.import_page.model
    assert asked == ["Articles (*.txt *.jsonl *.toy);;All files (*)"]
    assert [model.index(0, column).data() for column in range(3)] == ["new.toy", "toy", "cp1252"]
    hand.press_button(hand.window.controllers.transfers.import_page.go)
    hand.wait_for_job()
    assert "été" in hand.window.session.document_ids()
