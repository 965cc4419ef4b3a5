"""Roles of a project of version 5, in whose scheme a label, a relation, an attribute and a value were renamed.

``return-5.annotator`` was handed out before that, and a demand was marked in it. Both files have articles of the seeds,
without annotator B; their demands must be those of the same articles under the default scheme.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from annotator.app.project.open import open_project
from annotator.app.session import Session
from annotator.domain.demands import missing_demand_roles
from annotator.domain.scheme.roles import LabelRole, RelationRole
from annotator.storage.file import project_files
from tests.command_line import SEEDS, facts, read_jsonl, write_jsonl
from tests.exchange.hand_out_and_return import merge

FOLDER = Path(__file__).parent
ARTICLES = ("001_7191556ead630460", "002_66a013a5e279c1ec")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(FOLDER / "version-5.annotator", tmp_path / "old.annotator"))


@pytest.fixture
def expected(project: Path, tmp_path: Path) -> Any:
    """The rows of the same articles under the default scheme."""
    records = [record for record in read_jsonl(SEEDS / "seed-annotator-a.jsonl") if record["id"] in ARTICLES]
    facts("import", project, write_jsonl(tmp_path / "in.jsonl", *records))
    rows = demands(project)
    assert [row["polarity"] for row in rows].count("negative") == 2
    assert all(row["speaker_entity"] for row in rows[:3])
    return rows


def demands(project: Path) -> list[Any]:
    facts("export", project, project.with_name("rows.jsonl"), "--format", "demands", status=1)
    return read_jsonl(project.with_name("rows.jsonl"))


def roles(session: Session) -> list[object]:
    """The label of demands, what says them, and the attribute of polarity with the role of its second value."""
    scheme = session.scheme
    (label,) = scheme.labels_with(LabelRole.DEMAND)
    polarity = next(each for each in scheme.labels[label].attributes.values() if each.role == "polarity")
    value = polarity.values[1]
    return [label, *scheme.relations_with(RelationRole.SAYS), polarity.name, value, polarity.role_of(value)]


def test_its_demands_are_those_of_the_default_names(old: Path, expected: list[Any]) -> None:
    project_files.open_writer(old).close()

    assert demands(old) == expected
    assert facts("check", old)["ok"]


def test_reading_alone_knows_the_roles_and_writes_nothing(old: Path, expected: list[Any]) -> None:
    before = old.read_bytes()

    assert demands(old) == expected
    assert old.read_bytes() == before


def test_undo_and_redo_of_the_old_changes_keep_the_roles(old: Path, expected: list[Any]) -> None:
    session = open_project(old, writing=True)
    session.work_as("annotator-a", create=False)
    assert session.scheme.version == "1.4", "the migration is no change of the scheme"
    renamed = roles(session)
    assert renamed == ["EXIGENCE", "DIT", "polarité", "négatif", "negative"]
    for _ in range(4):
        assert session.undo()
        assert missing_demand_roles(session.scheme) == ()
        assert roles(session)[-1] == "negative"
    assert roles(session) == ["DEMAND", "SAYS", "polarity", "negative", "negative"]
    assert demands(old) == expected
    for _ in range(4):
        assert session.redo()
    assert roles(session) == renamed
    session.close()
    assert demands(old) == expected


def test_a_return_of_that_version_follows_the_changes(old: Path, expected: list[Any], tmp_path: Path) -> None:
    back = Path(shutil.copy(FOLDER / "return-5.annotator", tmp_path / "back.annotator"))

    assert merge(old, back) == {"renewed": [ARTICLES[0]]}
    rows = demands(old)
    (added,) = [row for row in rows if row not in expected]
    assert (added["start"], added["polarity"]) == (1, "negative")
    assert [row for row in rows if row is not added] == expected
    assert merge(old, back) == {"unchanged": [ARTICLES[0]]}
    assert facts("check", old)["ok"]
