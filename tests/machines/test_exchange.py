"""State machine of the exchange: in every order of hand-outs and returns, the newest work is merged once."""

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
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.exchange import handout, merge
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme import apply_change
from annotator.app.session import Session
from annotator.app.transfer.importer import import_files
from annotator.domain.scheme.changes import Rename
from annotator.storage.tables import annotators, layer_transfer
from tests.command_line import record, write_jsonl

TEXTS = {"a": "Kiev, Moscou, Budapest.", "b": "Rome et Paris.", "c": "Oslo."}
ANNOTATORS = ("Alba", "Bruno")
NAMES = ("SPEAKER", "VOICE", "MOUTH")

SpanRange = tuple[str, int, int]
Marks = frozenset[SpanRange]
"""Documents, each with the start and end of a span; no two spans have the same start."""


@dataclass(frozen=True)
class Return:
    """A copy of an annotator's file, with the number of changes until then and the marks in it."""

    path: Path
    annotator: str
    version: int
    marks: Marks


@dataclass
class Out:
    """The file of an annotator."""

    session: Session
    version: int = 0
    marks: Marks = frozenset()


State = tuple[dict[str, tuple[int, Marks]], int]
"""The version and marks of each annotator in the project, and how often the label was renamed there."""


def marked(session: Session, name: str, label: str) -> Marks:
    """The marks of an annotator, which must all have this label and be different."""
    annotator = next(entry for entry in annotators.read_all(session.store) if entry.name == name)
    names = {document.key: document.id for document in layer_transfer.documents(session.store)}
    layers = layer_transfer.layers(session.store, annotator=annotator.key)
    ranges = [(names[document], span.start, span.end) for (document, _), rows in layers.items() for span in rows.spans]
    assert {span.label for rows in layers.values() for span in rows.spans} <= {label}
    assert len(set(ranges)) == len(ranges)
    return frozenset(ranges)


def copy_open(path: Path, copy: Path) -> None:
    """Copy a file that may be open, with its log."""
    for suffix in ("", "-wal"):
        part_path = Path(f"{path}{suffix}")
        if part_path.exists():
            shutil.copy(part_path, f"{copy}{suffix}")


class Exchanging(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="exchange-"))
        self.returns: list[Return] = []
        self.state: State = ({annotator: (0, frozenset()) for annotator in ANNOTATORS}, 0)
        self.before: list[State] = []
        self.files = 0

    @initialize()
    def begin(self) -> None:
        source = write_jsonl(self.folder / "in.jsonl", *[record(text, id=name) for name, text in TEXTS.items()])
        self.project = new_project(self.folder / "project.annotator")
        jobs.run(import_files(self.project, [source], undoable=False))
        self.out = {annotator: Out(self.hand_out(annotator)) for annotator in ANNOTATORS}
        copy_open(self.project.path, self.folder / "first.annotator")
        self.sit_down()

    def sit_down(self) -> None:
        """Begin the work of a subclass."""

    def hand_out(self, annotator: str) -> Session:
        self.files += 1
        path = self.folder / f"{annotator}-{self.files}.annotator"
        jobs.run(handout.hand_out(self.project, path, annotator=annotator))
        session = open_project(path, writing=True)
        session.work_as(annotator, create=False)
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

    @rule(annotator=st.sampled_from(ANNOTATORS), document=st.sampled_from(sorted(TEXTS)), start=st.integers(0, 3))
    def work(self, annotator: str, document: str, start: int) -> None:
        out = self.out[annotator]
        desk = OpenDocument(out.session, document)
        existing = next((span for span in desk.spans_in_order() if span.start == start), None)
        if existing:
            spans.delete_span(desk, existing)
        else:
            spans.add_span(desk, self.label(out), start, start + 1)
        out.version += 1
        out.marks = marked(out.session, annotator, self.label(out))

    @precondition(lambda self: any(out.marks for out in self.out.values()))
    @rule(data=st.data())
    def widen(self, data: st.DataObject) -> None:
        """Move the end of a span one character on, or back."""
        annotator, (document, start, end) = data.draw(
            st.sampled_from([(name, mark) for name, out in self.out.items() for mark in sorted(out.marks)])
        )
        out = self.out[annotator]
        desk = OpenDocument(out.session, document)
        [span] = [candidate for candidate in desk.spans_in_order() if candidate.start == start]
        boundaries.nudge_span(desk, span, edge="end", forward=end == start + 1, by_word=False)
        out.version += 1
        out.marks = marked(out.session, annotator, self.label(out))

    @rule(annotator=st.sampled_from(ANNOTATORS), document=st.sampled_from(sorted(TEXTS)))
    def finish(self, annotator: str, document: str) -> None:
        desk = OpenDocument(self.out[annotator].session, document)
        self.out[annotator].version += desk.status != "done"
        spans.set_status(desk, "done")

    @rule(annotator=st.sampled_from(ANNOTATORS), redo=st.booleans())
    def undo(self, annotator: str, *, redo: bool) -> None:
        out = self.out[annotator]
        done = out.session.redo() if redo else out.session.undo()
        out.version += done is not None
        out.marks = marked(out.session, annotator, self.label(out))

    @rule(annotator=st.sampled_from(ANNOTATORS))
    def send(self, annotator: str) -> None:
        """The file is copied while it is open, with its log."""
        out = self.out[annotator]
        path = self.folder / f"return-{len(self.returns)}.annotator"
        copy_open(out.session.path, path)
        self.returns.append(Return(path, annotator, out.version, out.marks))

    # In the project

    @precondition(lambda self: self.returns)
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        self.bring(data.draw(st.lists(st.sampled_from(self.returns), min_size=1, max_size=3)))

    def bring(self, chosen: list[Return]) -> None:
        paths = [sent.path for sent in chosen]
        preview = jobs.run(merge.preview_merge(self.project, paths))
        assert preview == jobs.run(merge.merge(self.project, paths))
        assert preview.refused == ()
        for sent in chosen:
            has, renamed = self.state
            if sent.version > has[sent.annotator][0]:
                self.remember()
                self.state = {**has, sent.annotator: (sent.version, sent.marks)}, renamed

    @precondition(lambda self: self.state[1] < len(NAMES) - 1)
    @rule()
    def rename(self) -> None:
        has, renamed = self.state
        self.call(NAMES[renamed], NAMES[renamed + 1])
        self.remember()
        self.state = has, renamed + 1

    def call(self, name: str, new: str) -> None:
        """The label gets another name."""
        jobs.run(apply_change.apply(self.project, Rename(name=name, new=new)))

    @precondition(lambda self: self.before)
    @rule()
    def take_back(self) -> None:
        assert self.project.undo()
        self.go_back()

    def remember(self) -> None:
        """Note the state before a step, for its undo."""
        self.before.append(self.state)

    def go_back(self) -> None:
        """Return to the state before the last step."""
        self.state = self.before.pop()

    @rule(annotator=st.sampled_from(ANNOTATORS))
    def hand_out_anew(self, annotator: str) -> None:
        """The annotator continues in a new file with the work that the project has."""
        version, marks = self.state[0][annotator]
        if version == self.out[annotator].version and not self.before:
            self.out[annotator].session.close()
            self.out[annotator] = Out(self.hand_out(annotator), version, marks)

    @invariant()
    def the_newest_work_stands_once(self) -> None:
        if hasattr(self, "out"):
            has, renamed = self.state
            for annotator in ANNOTATORS:
                assert marked(self.project, annotator, NAMES[renamed]) == has[annotator][1]

    def all_orders_end_alike(self) -> None:
        """Merge all returns forwards, backwards and twice into the project as it was at the first hand-out."""
        if self.files > len(ANNOTATORS):
            return
        ends: list[Any] = []
        for name, order in (("forwards", self.returns), ("backwards", self.returns[::-1])):
            path = self.folder / f"{name}.annotator"
            copy_open(self.folder / "first.annotator", path)
            session = open_project(path, writing=True)
            assert jobs.run(merge.merge(session, [sent.path for sent in order * 2])).refused == ()
            ends.append({annotator: marked(session, annotator, NAMES[0]) for annotator in ANNOTATORS})
            session.close()
        newest = {
            annotator: max([sent for sent in self.returns if sent.annotator == annotator], key=_version, default=None)
            for annotator in ANNOTATORS
        }
        assert ends == [{annotator: sent.marks if sent else frozenset() for annotator, sent in newest.items()}] * 2


def _version(sent: Return) -> int:
    return sent.version


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
