"""Two annotators and a reviewer send files to and fro in every order: the newest work stands once, and none is lost."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.app import jobs
from annotator.app.annotate import boundaries, spans
from annotator.app.annotate.open_document import Desk
from annotator.app.exchange import handout, merge
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme import apply_change
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.scheme.migration import Rename
from annotator.storage.tables import annotators, layer_transfer
from tests.desk_work import record, write_jsonl

TEXTS = {"a": "Kiev, Moscou, Budapest.", "b": "Rome et Paris.", "c": "Oslo."}
PEOPLE = ("Alba", "Bruno")
NAMES = ("SPEAKER", "VOICE", "MOUTH")

Place = tuple[str, int, int]
Marks = frozenset[Place]
"""Documents, each with where a span begins and ends; no two begin at one place."""


@dataclass(frozen=True)
class Return:
    """A copy of somebody's file, how often that had changed until then, and what was marked in it."""

    path: Path
    who: str
    version: int
    marks: Marks


@dataclass
class Out:
    """Somebody's file at home."""

    session: Session
    version: int = 0
    marks: Marks = frozenset()


State = tuple[dict[str, tuple[int, Marks]], int]
"""What the project has of each (version and marks), and how often the label was renamed there."""


def marked(session: Session, who: str, label: str) -> Marks:
    """What somebody marked, which all must bear this label, and nothing twice."""
    person = next(one for one in annotators.everybody(session.store) if one.name == who)
    names = {document.key: document.id for document in layer_transfer.documents(session.store)}
    layers = layer_transfer.layers(session.store, annotator=person.key)
    found = [(names[document], span.start, span.end) for (document, _), rows in layers.items() for span in rows.spans]
    assert {span.label for rows in layers.values() for span in rows.spans} <= {label}
    assert len(set(found)) == len(found)
    return frozenset(found)


def copy_open(path: Path, copy: Path) -> None:
    """Copy a file that may be open, with what its program has beside it."""
    for suffix in ("", "-wal"):
        beside = Path(f"{path}{suffix}")
        if beside.exists():
            shutil.copy(beside, f"{copy}{suffix}")


class Exchanging(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="exchange-"))
        self.returns: list[Return] = []
        self.now: State = ({who: (0, frozenset()) for who in PEOPLE}, 0)
        self.before: list[State] = []
        self.files = 0

    @initialize()
    def begin(self) -> None:
        source = write_jsonl(self.folder / "in.jsonl", *[record(text, id=name) for name, text in TEXTS.items()])
        self.project = new_project(self.folder / "project.annotator")
        jobs.run(import_files(self.project, [source], undoable=False))
        self.out = {who: Out(self.hand_out(who)) for who in PEOPLE}
        copy_open(self.project.path, self.folder / "first.annotator")
        self.sit_down()

    def sit_down(self) -> None:
        """Whoever else is there begins."""

    def hand_out(self, who: str) -> Session:
        self.files += 1
        path = self.folder / f"{who}-{self.files}.annotator"
        jobs.run(handout.hand_out(self.project, path, annotator=who))
        session = open_project(path, writing=True)
        session.work_as(who, create=False)
        return session

    def teardown(self) -> None:
        if not hasattr(self, "out"):
            return
        try:
            self.all_orders_end_alike()
        finally:
            for out in self.out.values():
                out.session.close()
            self.project.close()
            shutil.rmtree(self.folder)

    def label(self, out: Out) -> str:
        return next(name for name in NAMES if name in out.session.scheme.labels)

    # At home

    @rule(who=st.sampled_from(PEOPLE), document=st.sampled_from(sorted(TEXTS)), start=st.integers(0, 3))
    def work(self, who: str, document: str, start: int) -> None:
        out = self.out[who]
        desk = Desk(out.session, document)
        stands = next((span for span in desk.in_order() if span.start == start), None)
        if stands:
            spans.delete_span(desk, stands)
        else:
            spans.add_span(desk, self.label(out), start, start + 1)
        out.version += 1
        out.marks = marked(out.session, who, self.label(out))

    @precondition(lambda self: any(out.marks for out in self.out.values()))
    @rule(data=st.data())
    def widen(self, data: st.DataObject) -> None:
        """A span ends one character further on, or is as it was."""
        who, (document, start, end) = data.draw(
            st.sampled_from([(who, place) for who, out in self.out.items() for place in sorted(out.marks)])
        )
        out = self.out[who]
        desk = Desk(out.session, document)
        [span] = [one for one in desk.in_order() if one.start == start]
        boundaries.nudge_span(desk, span, edge="end", forward=end == start + 1, by_word=False)
        out.version += 1
        out.marks = marked(out.session, who, self.label(out))

    @rule(who=st.sampled_from(PEOPLE), document=st.sampled_from(sorted(TEXTS)))
    def finish(self, who: str, document: str) -> None:
        desk = Desk(self.out[who].session, document)
        self.out[who].version += desk.status != "done"
        spans.set_status(desk, "done")

    @rule(who=st.sampled_from(PEOPLE), again=st.booleans())
    def undo(self, who: str, *, again: bool) -> None:
        out = self.out[who]
        done = out.session.redo() if again else out.session.undo()
        out.version += done is not None
        out.marks = marked(out.session, who, self.label(out))

    @rule(who=st.sampled_from(PEOPLE))
    def send(self, who: str) -> None:
        """The file is copied while it is open, with whatever lies beside it."""
        out = self.out[who]
        path = self.folder / f"return-{len(self.returns)}.annotator"
        copy_open(out.session.path, path)
        self.returns.append(Return(path, who, out.version, out.marks))

    # In the project

    @precondition(lambda self: self.returns)
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        self.bring(data.draw(st.lists(st.sampled_from(self.returns), min_size=1, max_size=3)))

    def bring(self, chosen: list[Return]) -> None:
        paths = [one.path for one in chosen]
        foreseen = jobs.run(merge.foresee(self.project, paths))
        assert foreseen == jobs.run(merge.merge(self.project, paths))
        assert foreseen.refused == ()
        for one in chosen:
            has, renamed = self.now
            if one.version > has[one.who][0]:
                self.remember()
                self.now = {**has, one.who: (one.version, one.marks)}, renamed

    @precondition(lambda self: self.now[1] < len(NAMES) - 1)
    @rule()
    def rename(self) -> None:
        has, renamed = self.now
        self.call(NAMES[renamed], NAMES[renamed + 1])
        self.remember()
        self.now = has, renamed + 1

    def call(self, name: str, new: str) -> None:
        """The label gets another name."""
        jobs.run(apply_change.apply(self.project, Rename(name=name, new=new)))

    @precondition(lambda self: self.before)
    @rule()
    def take_back(self) -> None:
        assert self.project.undo()
        self.go_back()

    def remember(self) -> None:
        """A step is taken that an undo takes back."""
        self.before.append(self.now)

    def go_back(self) -> None:
        """The step was taken back."""
        self.now = self.before.pop()

    @rule(who=st.sampled_from(PEOPLE))
    def hand_out_anew(self, who: str) -> None:
        """Whoever gets a new file goes on with that one, as far as the project has the work."""
        version, marks = self.now[0][who]
        if version == self.out[who].version and not self.before:
            self.out[who].session.close()
            self.out[who] = Out(self.hand_out(who), version, marks)

    @invariant()
    def the_newest_work_stands_once(self) -> None:
        if hasattr(self, "out"):
            has, renamed = self.now
            for who in PEOPLE:
                assert marked(self.project, who, NAMES[renamed]) == has[who][1]

    def all_orders_end_alike(self) -> None:
        """Forwards, backwards and twice, into the project as it was when the first files went out."""
        if self.files > len(PEOPLE):
            return
        ends: list[Any] = []
        for name, order in (("forwards", self.returns), ("backwards", self.returns[::-1])):
            path = self.folder / f"{name}.annotator"
            copy_open(self.folder / "first.annotator", path)
            session = open_project(path, writing=True)
            assert jobs.run(merge.merge(session, [one.path for one in order * 2])).refused == ()
            ends.append({who: marked(session, who, NAMES[0]) for who in PEOPLE})
            session.close()
        newest = {
            who: max([one for one in self.returns if one.who == who], key=_version, default=None) for who in PEOPLE
        }
        assert ends == [{who: one.marks if one else frozenset() for who, one in newest.items()}] * 2


def _version(one: Return) -> int:
    return one.version


class Longer(Exchanging):
    """The same, for long."""


TestExchanging = Exchanging.TestCase
TestExchanging.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLonger = pytest.mark.timeout(1800)(pytest.mark.fault_long(Longer.TestCase))
TestLonger.settings = settings(
    max_examples=500, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
