"""The pages of docs, compared with the program."""

import json
import re
from pathlib import Path
from pkgutil import resolve_name
from urllib.parse import unquote

import pytest
from sqlite_utils.db import Database

from annotator.app.project.open import new_project
from annotator.domain.scheme.parser import parse_scheme
from annotator.formats.native.jsonl_record import read_record
from annotator.ui.shell import keys_in_force
from tests import generated_docs, pictures
from tests.command_line import annotator, facts, read_jsonl, write_jsonl

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_LARGEST_PICTURE = 150_000
_FILE = re.compile(r"(?<![\w/])(?:annotator|tests)/[\w/]+\.py|(?<=`)[\w./-]+\.py(?=`)")
_NAME = re.compile(r"(?<![\w./-])(?:annotator\.\w+|tests)(?:\.\w+)+")
# A module that extending.md tells the reader to write.
_NEW_FILE = re.compile(r"\*\*The \w+\*\*, (?:a new module )?`([\w/]+\.py)`")


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_page_of_keys_lists_every_command_with_its_keys() -> None:
    keys_in_force.set_moved_keys({})
    _, _, made = read("keys.md").partition(generated_docs.MADE)
    assert made.strip() == generated_docs.key_tables().strip(), "make docs"


def test_the_page_of_the_project_file_names_every_table_and_column(tmp_path: Path) -> None:
    path = tmp_path / "project.annotator"
    new_project(path).close()
    with Database(path) as project:
        schema = {
            table.name: [column.name for column in table.columns]
            for table in project.tables
            # SQLite's own, and those that the full-text index stands on
            if not table.name.startswith(("sqlite_", "words_"))
        }
    documented = {}
    for section in read("project-file.md").split("\n### ")[1:]:
        rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        documented[section[1 : section.index("`", 1)]] = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert {table: sorted(columns) for table, columns in documented.items()} == {
        table: sorted(columns) for table, columns in schema.items()
    }


@pytest.fixture
def example() -> dict[str, object]:
    (block,) = re.findall(r"```json\n(.*?)```", read("jsonl.md"), re.DOTALL)
    record = json.loads(block)
    assert isinstance(record, dict)
    return record


def test_the_example_of_jsonl_is_read_and_written_as_it_stands(
    example: dict[str, object], project: Path, tmp_path: Path
) -> None:
    record = read_record(example, where="jsonl.md")
    assert record.sha256 == example["sha256"]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", example))
    facts("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    (written,) = read_jsonl(tmp_path / "out.jsonl")
    spans = {span["id"]: span for span in example.pop("spans")}
    assert {span["id"]: span for span in written.pop("spans")} == spans
    assert written == example


def test_the_page_of_jsonl_tells_every_key(example: dict[str, object]) -> None:
    documented = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", read("jsonl.md"), re.MULTILINE))))
    used = {key for keys in (example, *example["spans"], *example["relations"]) for key in keys}
    assert documented == used


def test_the_page_of_jsonl_tells_every_key_of_gold(example: dict[str, object], sample: Path, tmp_path: Path) -> None:
    annotator("adjudicate", sample, "--policy", "unanimous")
    facts("export", sample, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold", status=1)
    marks = [
        mark for record in read_jsonl(tmp_path / "gold.jsonl") for mark in (*record["spans"], *record["relations"])
    ]
    usual = {key for mark in (*example["spans"], *example["relations"]) for key in mark}
    new = {key for mark in marks for key in (*mark, *mark["decision"])} - usual
    assert marks
    assert [key for key in new if f"`{key}`" not in read("jsonl.md").partition("## Gold")[2]] == []


def test_the_example_of_a_scheme_is_a_sound_one() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", read("extending.md"), re.DOTALL)
    labels = parse_scheme(json.loads(block), where="extending.md").labels
    assert {attribute.kind for attribute in labels["PROMISE"].attributes.values()} == {
        "choice",
        "registry",
        "date",
        "yes_no",
        "text",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    missing = [target for target in targets if not (page.parent / unquote(target.partition("#")[0])).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    sources = [path.relative_to(ROOT) for folder in ("annotator", "tests") for path in (ROOT / folder).rglob("*.py")]
    paths = {str(path) for path in sources} | {
        str(path.relative_to("annotator")) for path in sources if path.parts[0] != "tests"
    }
    names = {path.name for path in sources}

    new = set(_NEW_FILE.findall(text))
    missing = {path for path in _FILE.findall(text) if path not in (paths if "/" in path else names)}
    assert missing <= new, missing - new
    unknown = {name for name in _NAME.findall(text) if not _is_python_name(name)}
    assert {f"{name.replace('.', '/')}.py" for name in unknown} <= new, unknown


def _is_python_name(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_every_page_is_listed() -> None:
    listed = {(ROOT / "docs" / target).resolve() for target in _LINK.findall(read("README.md"))}
    assert {page for page in PAGES if page.parent == ROOT / "docs" and page.name != "README.md"} <= listed


def test_every_picture_is_drawn_shown_and_small() -> None:
    files = {file.stem: file for file in pictures.IMAGES.iterdir()}
    assert files.keys() == pictures.PICTURES.keys()
    assert [name for name, file in files.items() if file.stat().st_size > _LARGEST_PICTURE] == []
    shown = {Path(target).stem for page in PAGES for target in _LINK.findall(page.read_text(encoding="utf-8"))}
    assert files.keys() - shown == set()


def test_the_targets_are_told() -> None:
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in targets if f"`make {target}`" not in text] == []
