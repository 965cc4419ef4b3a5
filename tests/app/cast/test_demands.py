"""Demands by roles: the same rows under other names, and those of a scheme of one's own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.app import jobs
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast.cast import Cast
from annotator.app.cast.demands import Demands
from annotator.app.project.open import open_project
from annotator.app.scheme import apply_change
from annotator.domain.demands import missing_demand_roles
from annotator.domain.scheme.attribute_changes import RenameAttribute, RenameValue
from annotator.domain.scheme.changes import Delete, Rename, SchemeChange, SplitLabel
from tests.command_line import facts
from tests.own_scheme import ANNOTATOR, SCHEME, own_project, scheme_with_roles

RENAMES: dict[str, Sequence[SchemeChange]] = {
    "labels": [Rename(name="DEMAND", new="EXIGENCE"), Rename(name="SPEAKER", new="ORATEUR")],
    "relations": [
        Rename(of="relation", name=name, new=new)
        for name, new in (("SAYS", "DIT"), ("RESPONDS_TO", "RÉPOND_À"), ("PARTICIPANT", "PREND_PART"))
    ],
    "an attribute": [RenameAttribute(owner="DEMAND", name="polarity", new="polarité")],
    "attributes of parties and links": [
        RenameAttribute(owner="SPEAKER", name="entity", new="nom"),
        RenameAttribute(owner="SPEAKER", name="source_type", new="sorte"),
        RenameAttribute(of="relation", owner="PARTICIPANT", name="role", new="part"),
        RenameAttribute(of="relation", owner="RESPONDS_TO", name="stance", new="avis"),
    ],
    "values": [
        RenameValue(owner="DEMAND", name="polarity", value="negative", new="négatif"),
        RenameValue(of="relation", owner="PARTICIPANT", name="role", value="recipient", new="patient"),
        RenameValue(of="relation", owner="RESPONDS_TO", name="stance", value="rejects", new="refuse"),
    ],
    "a split": [SplitLabel(name="DEMAND", attribute="mode", parts={"direct": "DIRECT", "indirect": "INDIRECT"})],
    "a response that is said": [Rename(of="relation", name="SAYS", new="DIT"), Rename(name="QUOTE", new="CITATION")],
}


def change(project: Path, *changes: SchemeChange) -> None:
    session = open_project(project, writing=True)
    for each in changes:
        jobs.run(apply_change.apply(session, each))
    session.close()


def listed(project: Path) -> list[object]:
    """The rows of the screen, of all annotators."""
    session = open_project(project, writing=False)
    rows = Demands(session, None).read(1000)
    session.close()
    return list(rows)


def exported(project: Path) -> tuple[bytes, object]:
    """The file, and the report on what it lacks."""
    report = facts("export", project, project.with_name("all.csv"), "--format", "demands", "--all", status=1)
    return project.with_name("all.csv").read_bytes(), report


@pytest.mark.parametrize("name", RENAMES)
def test_other_names_leave_every_row_and_cell_as_it_was(sample: Path, tmp_path: Path, name: str) -> None:
    other = Path(shutil.copy(sample, tmp_path / "other.annotator"))
    change(other, *RENAMES[name])

    assert listed(other) == listed(sample)
    rows, report = exported(other)
    assert rows == exported(sample)[0]
    if name != "a split":
        assert report == exported(sample)[1], "as much is left behind"


def test_the_thirty_two_rows_stay_through_all_renames(sample: Path) -> None:
    change(sample, *RENAMES["relations"], *RENAMES["an attribute"], Rename(name="DEMAND", new="EXIGENCE"))
    session = open_project(sample, writing=False)
    assert len(Demands(session, "annotator-a").read(1000)) == 32
    session.close()


def test_a_scheme_of_ones_own_with_roles_has_demands_warnings_and_pronouns(tmp_path: Path) -> None:
    session = open_project(own_project(tmp_path, scheme_with_roles()), writing=True)
    session.work_as(ANNOTATOR, create=False)

    (demand,) = Demands(session, ANNOTATOR).read(10)
    row = demand.row
    assert (row.speaker_entity, row.addressee_entity, row.demand_text) == ("Russie", "Ukraine", "quatre régions")
    assert (row.strength, row.polarity) == ("ultimatum", "positive"), "the roles of the values"
    document = OpenDocument(session, "one")
    assert document.warnings() == []
    speaker = document.spans["s"]
    attribute = session.scheme.labels["LOCUTEUR"].attributes["nom"]
    assert Cast(session).proposals(document, speaker, attribute)[0].reason != "previous-speaker"
    city = document.spans["c"]
    pronoun = city.model_copy(update={"label": "LOCUTEUR", "attributes": {"mention": "pronom"}})
    assert Cast(session).proposals(document, pronoun, attribute)[0].reason == "previous-speaker"

    jobs.run(apply_change.apply(session, Delete(of="relation", name="ADRESSÉ_À")))
    jobs.run(apply_change.apply(session, Delete(of="relation", name="DIT")))
    assert missing_demand_roles(session.scheme) == ("says", "addressed-to", "about")
    (demand,) = Demands(session, ANNOTATOR).read(10)
    assert (demand.row.speaker_entity, demand.row.addressee_entity) == ("", "")
    session.close()


def test_without_roles_nothing_is_listed_or_warned_of(tmp_path: Path) -> None:
    project = own_project(tmp_path, SCHEME)
    session = open_project(project, writing=False)
    session.work_as(ANNOTATOR, create=False)

    assert missing_demand_roles(session.scheme) == ("demand", "speaker", "says", "addressed-to", "about")
    assert Demands(session, None).read(10) == []
    assert OpenDocument(session, "one").warnings() == []
    session.close()
    facts("export", project, tmp_path / "out.jsonl", "--format", "demands", status=1)
    assert (tmp_path / "out.jsonl").read_bytes() == b""
