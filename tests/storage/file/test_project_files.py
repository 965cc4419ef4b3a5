"""Creating, opening and closing of project files, with every protection of SQLite."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.domain.errors import Refused
from annotator.storage.file import project_files, schema
from annotator.storage.file.store import BrokenRule, Unwritable
from tests.command_line import ROOT


def test_a_writer_is_durable_and_checks_references(project: Path) -> None:
    store = project_files.open_writer(project)

    assert store.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert store.rows("PRAGMA synchronous")[0][0] == 2
    assert store.rows("PRAGMA foreign_keys")[0][0] == 1
    assert store.rows("PRAGMA application_id")[0][0] == schema.APPLICATION_ID
    assert store.rows("PRAGMA user_version")[0][0] == schema.VERSION
    with pytest.raises(BrokenRule):
        store.run("INSERT INTO layers (document, annotator, status) VALUES (7, 7, 'new')")
    store.close()
    assert [path.name for path in project.parent.iterdir()] == [project.name]


def test_every_table_of_ours_is_strict(project: Path) -> None:
    store = project_files.open_reader(project)
    loose = store.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT GLOB 'sqlite_*'"
    )
    assert [row[0] for row in loose] == []
    store.close()


def test_a_file_of_today_opens_without_the_library_of_migrations(project: Path) -> None:
    script = (
        "import sys, pathlib; from annotator.storage.file import project_files;"
        "project_files.open_writer(pathlib.Path(sys.argv[1])).close(); sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, project], cwd=ROOT, check=False).returncode == 0


def test_a_reader_cannot_write(project: Path) -> None:
    store = project_files.open_reader(project)

    with pytest.raises(Unwritable):
        store.run("DELETE FROM project")
    store.close()


def test_a_reader_that_outlives_the_writer_leaves_one_file(project: Path) -> None:
    reader = project_files.open_reader(project)
    writer = project_files.open_writer(project)
    with writer.transaction():
        writer.run("UPDATE project SET created = 'now'")
    writer.close()
    assert reader.rows("SELECT created FROM project")[0][0] == "now"
    reader.close()

    assert [path.name for path in project.parent.iterdir()] == [project.name]


def test_a_transaction_is_all_or_nothing(project: Path) -> None:
    store = project_files.open_writer(project)
    before = store.rows("SELECT created FROM project")[0][0]

    with contextlib.suppress(Refused), store.transaction():
        store.run("UPDATE project SET created = 'now'")
        with store.transaction():
            raise Refused("stop")

    assert store.rows("SELECT created FROM project")[0][0] == before
    store.close()


def test_a_snapshot_does_not_see_what_is_written_meanwhile(project: Path) -> None:
    writer, reader = project_files.open_writer(project), project_files.open_reader(project)
    with reader.snapshot():
        before = reader.rows("SELECT created FROM project")[0][0]
        writer.run("UPDATE project SET created = 'now'")
        assert reader.rows("SELECT created FROM project")[0][0] == before
    assert reader.rows("SELECT created FROM project")[0][0] == "now"
    reader.close()
    writer.close()


def test_an_older_project_is_kept_aside_before_it_is_brought_up_to_date(project: Path) -> None:
    with contextlib.closing(sqlite3.connect(project)) as database:
        database.execute("PRAGMA user_version = 0")
    shutil.copy(project, project.with_name("old.copy"))

    project_files.open_writer(project).close()

    assert project.with_name(f"{project.stem}.version-0.annotator").exists()
    store = project_files.open_reader(project)
    assert store.rows("PRAGMA user_version")[0][0] == schema.VERSION
    store.close()
