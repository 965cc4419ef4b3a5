"""Do the pages of docs say what the program does?"""

import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import unquote

import pytest

from annotator.app.project.open import new_project
from annotator.domain.scheme import scheme
from annotator.formats.native.jsonl_record import read_record
from tests import pages, pictures
from tests.desk_work import annotator, facts, read_jsonl, write_jsonl

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_LARGEST_PICTURE = 150_000


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_page_of_keys_lists_every_command_with_its_keys() -> None:
    _, _, made = read("keys.md").partition(pages.MADE)
    assert made.strip() == pages.key_tables().strip(), "make docs"


def test_the_page_of_the_project_file_names_every_table_and_column(tmp_path: Path) -> None:
    path = tmp_path / "project.annotator"
    new_project(path).close()
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as project:
        kept = {
            table: [column[1] for column in project.execute(f"PRAGMA table_info('{table}')")]
            for (table,) in project.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            # SQLite's own, and those that the full-text index stands on
            if not table.startswith(("sqlite_", "words_"))
        }
    project.close()
    told = {}
    for section in read("project-file.md").split("\n### ")[1:]:
        rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        told[section[1 : section.index("`", 1)]] = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert {table: sorted(columns) for table, columns in told.items()} == {
        table: sorted(columns) for table, columns in kept.items()
    }


@pytest.fixture
def example() -> dict[str, object]:
    (block,) = re.findall(r"```json\n(.*?)```", read("jsonl.md"), re.DOTALL)
    told = json.loads(block)
    assert isinstance(told, dict)
    return told


def test_the_example_of_jsonl_is_read_and_written_as_it_stands(
    example: dict[str, object], project: Path, tmp_path: Path
) -> None:
    record = read_record(example, where="jsonl.md")
    assert record.sha256 == example["sha256"]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", example))
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    (written,) = read_jsonl(tmp_path / "out.jsonl")
    spans = {one["id"]: one for one in example.pop("spans")}
    assert {one["id"]: one for one in written.pop("spans")} == spans
    assert written == example


def test_the_page_of_jsonl_tells_every_key(example: dict[str, object]) -> None:
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", read("jsonl.md"), re.MULTILINE))))
    used = {key for one in (example, *example["spans"], *example["relations"]) for key in one}
    assert told == used


def test_the_page_of_jsonl_tells_every_key_of_gold(example: dict[str, object], sample: Path, tmp_path: Path) -> None:
    annotator("adjudicate", sample, "--policy", "unanimous")
    facts("export", sample, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold", status=1)
    marks = [mark for one in read_jsonl(tmp_path / "gold.jsonl") for mark in (*one["spans"], *one["relations"])]
    usual = {key for mark in (*example["spans"], *example["relations"]) for key in mark}
    new = {key for mark in marks for key in (*mark, *mark["decision"])} - usual
    assert marks
    assert [key for key in new if f"`{key}`" not in read("jsonl.md").partition("## Gold")[2]] == []


def test_the_example_of_a_scheme_is_a_sound_one() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", read("extending.md"), re.DOTALL)
    labels = scheme.parse(json.loads(block), where="extending.md").labels
    assert {attribute.kind for attribute in labels["PROMISE"].attributes.values()} == {"choice", "registry", "text"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    missing = [target for target in targets if not (page.parent / unquote(target.partition("#")[0])).exists()]
    assert missing == []


def test_every_page_is_listed() -> None:
    listed = {(ROOT / "docs" / target).resolve() for target in _LINK.findall(read("README.md"))}
    assert {page for page in PAGES if page.parent == ROOT / "docs" and page.name != "README.md"} <= listed


def test_every_picture_is_drawn_shown_and_small() -> None:
    kept = {file.stem: file for file in pictures.IMAGES.iterdir()}
    assert kept.keys() == pictures.PICTURES.keys()
    assert [name for name, file in kept.items() if file.stat().st_size > _LARGEST_PICTURE] == []
    shown = {Path(target).stem for page in PAGES for target in _LINK.findall(page.read_text(encoding="utf-8"))}
    assert kept.keys() - shown == set()


def test_the_targets_are_told() -> None:
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in targets if f"`make {target}`" not in told] == []
