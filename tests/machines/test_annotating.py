"""Does the desk hold what a person did, through any order of steps, undoing, redoing and reopening?"""

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.app import checking, describing, extents, jobs, marking
from annotator.app.desk import Desk
from annotator.app.importing import import_files
from annotator.app.projects import new_project, open_project
from annotator.domain import words
from annotator.domain.errors import Refused
from annotator.domain.marks import Span
from tests.desk_work import MARKS, content_hash, record, span, write_jsonl

TEXTS = {
    "one": "« Kiev » réclame 🕊 la paix.\r\nMoscou\u00a0? Non !",
    "two": "L’e\u0301te\u0301, 𝒜 dit : « Oui »\u2028puis s’en va…",
    "three": "شكرا — d’accord, 12,5 % \ufeffdes voix",
}
PEOPLE = ("Alba", "Bruno")
LABELS = ("SPEAKER", "DEMAND", "EVENT", "QUOTE", "CUE", "ACTOR")

Layers = dict[tuple[str, str], "Marks"]


@dataclass(frozen=True)
class Mark:
    label: str
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Marks:
    """What the model knows of one layer: its spans by id, and its status."""

    spans: dict[str, Mark] = field(default_factory=dict)
    status: str = "new"


@dataclass(frozen=True)
class Step:
    """A step of the model: its place in line, whose it is, the layers before and after."""

    number: int
    who: str
    before: Layers
    after: Layers

    @property
    def changed(self) -> set[tuple[str, str]]:
        return {layer for layer in self.after if self.after[layer] != self.before[layer]}


class Annotating(RuleBasedStateMachine):
    """Two people mark three documents; a plain dictionary says what must stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "desk.annotator"

    @initialize()
    def begin(self) -> None:
        self.session = new_project(self.path)
        self.first = content_hash(self.path, MARKS)
        source = write_jsonl(self.folder / "texts.jsonl", *(record(text, id=name) for name, text in TEXTS.items()))
        jobs.run(import_files(self.session, [source]))
        for name in PEOPLE:
            self.session.person(name, create=True)
        self.model: Layers = {(name, who): Marks() for name in TEXTS for who in PEOPLE}
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.count = 0
        self.who, self.document = PEOPLE[0], "one"
        self.start_work()

    def start_work(self) -> None:
        self.session.work_as(self.who, create=False)
        self.desk = Desk(self.session, self.document)
        self.session.subscribe(self.desk.follow)

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.undo_all_and_redo_all()
            self.session.close()
            assert checking.check(self.path) == []
            assert {path.name for path in self.folder.iterdir()} <= {"desk.annotator", "texts.jsonl", "more.jsonl"}
        shutil.rmtree(self.folder)

    @property
    def here(self) -> tuple[str, str]:
        return self.document, self.who

    @property
    def marks(self) -> Marks:
        return self.model[self.here]

    def file(self, marks: Marks, *, layer: tuple[str, str] | None = None) -> None:
        """The model takes the same step as the program."""
        after = self.model | {layer or self.here: marks}
        if after != self.model:
            self.count += 1
            self.done.append(Step(self.count, self.who, self.model, after))
            self.undone = [other for other in self.undone if other.who != self.who]
            self.model = after

    def changed(self, name: str, mark: Mark | None) -> Marks:
        spans = {**self.marks.spans}
        if mark is None:
            del spans[name]
        else:
            spans[name] = mark
        return Marks(spans, "in-progress")

    def some_span(self, data: st.DataObject) -> Span:
        return self.desk.spans[data.draw(st.sampled_from(sorted(self.marks.spans)))]

    @rule(who=st.sampled_from(PEOPLE), document=st.sampled_from(sorted(TEXTS)))
    def turn_to(self, who: str, document: str) -> None:
        self.who, self.document = who, document
        self.session.close()
        self.reopen()

    @rule()
    def reopen(self) -> None:
        self.session.close()
        self.session = open_project(self.path, writing=True)
        self.start_work()

    @rule(data=st.data(), label=st.sampled_from(LABELS))
    def add(self, data: st.DataObject, label: str) -> None:
        text = TEXTS[self.document]
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = self.session.scheme.labels[label]
        trimmed = words.trim(text, start, end, keeps_quotes=kind.keeps_quotes)
        if trimmed[0] == trimmed[1]:
            return
        added = marking.add_span(self.desk, label, start, end)
        if added.id not in self.marks.spans:
            assert all((one.label, one.start, one.end) != (label, *trimmed) for one in self.marks.spans.values())
            mark = Mark(label, *trimmed, tuple(sorted(kind.starting_attributes().items())))
            self.file(self.changed(added.id, mark))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), edge=st.sampled_from(["start", "end"]), forward=st.booleans(), by_word=st.booleans())
    def move(self, data: st.DataObject, edge: str, *, forward: bool, by_word: bool) -> None:
        moved = self.some_span(data)
        extents.nudge_span(self.desk, moved, edge=edge, forward=forward, by_word=by_word)
        now = self.desk.spans[moved.id]
        assert 0 <= now.start < now.end <= len(TEXTS[self.document])
        other_edge = "end" if edge == "start" else "start"
        assert getattr(now, other_edge) == getattr(moved, other_edge)
        if now != moved:
            assert (getattr(now, edge) > getattr(moved, edge)) is forward
            mark = replace(self.marks.spans[moved.id], start=now.start, end=now.end)
            self.file(self.changed(moved.id, mark))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), label=st.sampled_from(LABELS))
    def relabel(self, data: st.DataObject, label: str) -> None:
        old = self.some_span(data)
        marking.relabel_span(self.desk, old, label)
        if old.label != label:
            now = self.desk.spans[old.id]
            assert set(now.attributes) <= set(self.session.scheme.labels[label].attributes)
            mark = replace(self.marks.spans[old.id], label=label, attributes=tuple(sorted(now.attributes.items())))
            self.file(self.changed(old.id, mark))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        old = self.some_span(data)
        marking.delete_span(self.desk, old)
        self.file(self.changed(old.id, None))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8))
    def set_note(self, data: st.DataObject, note: str) -> None:
        old = self.some_span(data)
        describing.set_note(self.desk, old, note)
        if note != self.marks.spans[old.id].note:
            self.file(self.changed(old.id, replace(self.marks.spans[old.id], note=note)))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def set_attribute(self, data: st.DataObject) -> None:
        old = self.some_span(data)
        declared = self.session.scheme.labels[old.label].attributes
        if not declared:
            return
        attribute = declared[data.draw(st.sampled_from(sorted(declared)))]
        choices = attribute.choices(old.attributes) or ("", "Donald Trump", "É")
        if attribute.kind == "code":
            choices = ("",)
        value = data.draw(st.sampled_from(choices))
        describing.set_attribute(self.desk, old, attribute.name, value)
        now = self.desk.spans[old.id]
        assert now.attributes.get(attribute.name, "") == value
        if now.attributes != old.attributes:
            mark = replace(self.marks.spans[old.id], attributes=tuple(sorted(now.attributes.items())))
            self.file(self.changed(old.id, mark))

    @rule(status=st.sampled_from(["new", "in-progress", "done"]))
    def set_status(self, status: Any) -> None:
        marking.set_status(self.desk, status)
        self.file(replace(self.marks, status=status))

    @rule(who=st.sampled_from(PEOPLE), document=st.sampled_from(sorted(TEXTS)), replacing=st.booleans())
    def bring_in(self, who: str, document: str, *, replacing: bool) -> None:
        marks = self.model[document, who]
        if marks.spans and not replacing:
            return
        source = write_jsonl(
            self.folder / "more.jsonl",
            record(TEXTS[document], annotator=who, status="done", spans=[span(0, 1, "CUE", id="x1")]),
        )
        wanted = Marks({"x1": Mark("CUE", 0, 1)}, "done")
        jobs.run(import_files(self.session, [source], replace=True))
        if list(marks.spans.values()) == list(wanted.spans.values()):
            # The marks are known, whatever they are called; what the record says of the work still holds.
            wanted = replace(marks, status="done")
        if wanted != marks:
            self.file(wanted, layer=(document, who))
            self.undone = []

    @rule()
    def undo(self) -> None:
        step = max(self.in_line(self.done), key=lambda step: step.number, default=None)
        if step is None:
            # Before that there is only the import of the texts, which takes them away.
            return
        try:
            self.session.undo()
        except Refused:
            assert any(step.changed & other.changed for other in self.done if other.number > step.number)
            return
        self.done.remove(step)
        self.undone.append(step)
        self.model = self.model | {layer: step.before[layer] for layer in step.changed}

    @rule()
    def redo(self) -> None:
        last = max((step.number for step in self.in_line(self.done)), default=0)
        waiting = [step for step in self.in_line(self.undone) if step.number > last]
        step = min(waiting, key=lambda step: step.number, default=None)
        try:
            assert (self.session.redo() is None) is (step is None)
        except Refused:
            assert step
            earlier = [other for other in self.undone if other.number < step.number]
            later = [other for other in self.done if other.number > step.number]
            assert any(step.changed & other.changed for other in earlier + later)
            return
        if step:
            self.undone.remove(step)
            self.done.append(step)
            self.model = self.model | {layer: step.after[layer] for layer in step.changed}

    def in_line(self, steps: list[Step]) -> list[Step]:
        """The steps that the person at work may take back or bring again."""
        return [step for step in steps if step.who == self.who]

    def undo_all_and_redo_all(self) -> None:
        """Everything is taken back, down to the import of the texts, and done again: first state, last state."""
        last, taken = content_hash(self.path, MARKS), list[str]()
        while len(taken) < len(taken := taken + self.undo_what_can_be()):
            pass
        assert self.session.document_ids() == []
        assert content_hash(self.path, MARKS) == self.first
        for who in reversed(taken):
            self.session.work_as(who, create=False)
            assert self.session.redo() is not None
        assert content_hash(self.path, MARKS) == last

    def undo_what_can_be(self) -> list[str]:
        """Each takes back what nobody else built on; who did, in order."""
        taken = []
        for who in PEOPLE:
            self.session.work_as(who, create=False)
            with contextlib.suppress(Refused):
                while self.session.undo():
                    taken.append(who)
        return taken

    @invariant()
    def the_desk_and_the_file_hold_what_the_model_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        shown = Marks({one.id: _mark(one) for one in self.desk.in_order()}, self.desk.status)
        assert (shown.spans, shown.status) == (self.marks.spans, self.marks.status)
        fresh = Desk(self.session, self.document)
        assert (fresh.spans, fresh.status) == (self.desk.spans, self.desk.status)
        text = TEXTS[self.document]
        for one in self.desk.spans.values():
            assert one.quote == text[one.start : one.end]
            assert one in self.desk.index.touching(one.start, one.end)
        assert len(self.desk.index) == len(self.desk.spans)


def _mark(one: Span) -> Mark:
    return Mark(one.label, one.start, one.end, tuple(sorted(one.attributes.items())), one.note)


TestAnnotating = Annotating.TestCase
TestAnnotating.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
