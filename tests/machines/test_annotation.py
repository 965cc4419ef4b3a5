"""State machine of annotation: the open document and the file agree with a model after any order of steps."""

import contextlib
import json
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotator.app import jobs
from annotator.app.annotate import attributes as attribute_steps
from annotator.app.annotate import boundaries, relations
from annotator.app.annotate import spans as span_steps
from annotator.app.annotate.open_document import OpenDocument
from annotator.app.cast import registry_edits
from annotator.app.cast.cast import Cast
from annotator.app.project import check
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme import apply_change
from annotator.app.transfer.importer import import_files
from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Fragment, Relation, Span
from annotator.domain.names import name_resolution
from annotator.domain.scheme.changes import Delete, MergeLabels, Rename, SchemeChange, SplitLabel
from annotator.domain.scheme.changes import MarkContent as Moved
from annotator.domain.scheme.migration import Migration
from annotator.domain.scheme.scheme import Scheme, attribute_misfits
from annotator.domain.text import words
from tests.command_line import MARKS, content_hash, record, span, write_jsonl

TEXTS = {
    "one": "« Kiev » réclame 🕊 la paix.\r\nMoscou\u00a0? Non !",
    "two": "L’e\u0301te\u0301, 𝒜 dit : « Oui »\u2028puis s’en va…",
    "three": "شكرا — d’accord, 12,5 % \ufeffdes voix",
}
ANNOTATORS = ("Alba", "Bruno")
NEW_LABELS = ("PARTY", "PLACE")

PROJECT = ""
NAMES = ("Donald Trump", "É", "e", "OTAN")
HASHED = (*MARKS, "entries", "scheme", "scheme_changes")

Layers = dict[tuple[str, str], "Marks"]
Attributes = tuple[tuple[str, str], ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Mark:
    label: str
    fragments: tuple[Fragment, ...]
    attributes: Attributes = ()
    note: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    source: str
    target: str
    attributes: Attributes = ()


@dataclass(frozen=True)
class Marks:
    """One layer of the model: its spans and links by id, and its status."""

    spans: dict[str, Mark] = field(default_factory=dict)
    status: str = "new"
    links: dict[str, Link] = field(default_factory=dict)

    def patched(self, old: "Marks", new: "Marks") -> "Marks":
        """These marks with the differences between two states of the layer applied."""
        return Marks(
            _patched(self.spans, old.spans, new.spans),
            new.status if new.status != old.status else self.status,
            _patched(self.links, old.links, new.links),
        )

    def allowed(self, scheme: Scheme) -> "Marks":
        """These marks without the links that have lost an end, or that the scheme does not allow between their ends."""
        links = {
            name: link
            for name, link in self.links.items()
            if link.source in self.spans
            and link.target in self.spans
            and scheme.allows(link.label, self.spans[link.source].label, self.spans[link.target].label)
        }
        return replace(self, links=links)


def _patched(mine: dict[str, T], old: dict[str, T], new: dict[str, T]) -> dict[str, T]:
    touched = {name for name in {**old, **new} if old.get(name) != new.get(name)}
    untouched = {name: mark for name, mark in mine.items() if name not in touched}
    return untouched | {name: mark for name, mark in new.items() if name in touched}


@dataclass(frozen=True)
class Entry:
    """The entry of a name in the registry ``entity``, as the model has it."""

    aliases: tuple[str, ...] = ()
    country: str = ""


Entries = dict[str, Entry]


@dataclass(frozen=True)
class Step:
    """A step of the model: its number, its annotator, and layers, entries and scheme before and after."""

    number: int
    annotator: str
    before: Layers
    after: Layers
    entries: tuple[Entries, Entries]
    schemes: tuple[Scheme, Scheme]

    @property
    def changed(self) -> set[tuple[str, str]]:
        return {layer for layer in self.after if self.after[layer] != self.before[layer]}

    def meets(self, steps: list["Step"]) -> bool:
        """Whether one of the steps touches what this one touches; a change of the scheme touches every mark."""
        changed_scheme = self.schemes[0] != self.schemes[1]
        return any(self.changed & step.changed or (changed_scheme and step.changed) for step in steps)


class Annotating(RuleBasedStateMachine):
    """Two annotators mark and link in three documents; plain dictionaries hold what must be there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "desk.annotator"

    @initialize()
    def begin(self) -> None:
        self.session = new_project(self.path)
        self.first = content_hash(self.path, HASHED)
        source = write_jsonl(self.folder / "texts.jsonl", *(record(text, id=name) for name, text in TEXTS.items()))
        jobs.run(import_files(self.session, [source]))
        for name in ANNOTATORS:
            self.session.annotator_named(name, create=True)
        self.model: Layers = {(name, annotator): Marks() for name in TEXTS for annotator in ANNOTATORS}
        self.entries: Entries = {}
        self.scheme = self.session.scheme
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.count = 0
        self.annotator, self.document = ANNOTATORS[0], "one"
        self.start_work()

    def start_work(self) -> None:
        self.session.work_as(self.annotator, create=False)
        self.desk = OpenDocument(self.session, self.document)
        self.session.subscribe(self.desk.follow)
        self.cast = Cast(self.session)
        self.session.subscribe(self.cast.follow)

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.undo_all_and_redo_all()
            self.session.close()
            assert check.check(self.path) == []
            assert {path.name for path in self.folder.iterdir()} <= {"desk.annotator", "texts.jsonl", "more.jsonl"}
        shutil.rmtree(self.folder)

    @property
    def layer_key(self) -> tuple[str, str]:
        return self.document, self.annotator

    @property
    def marks(self) -> Marks:
        return self.model[self.layer_key]

    def file(self, marks: Marks, *, layer: tuple[str, str] | None = None) -> None:
        """The model takes the same step as the program."""
        after = self.model | {layer or self.layer_key: marks}
        if after != self.model:
            self.count += 1
            self.done.append(
                Step(
                    self.count,
                    self.annotator,
                    self.model,
                    after,
                    (self.entries, self.entries),
                    (self.scheme, self.scheme),
                )
            )
            self.undone = [step for step in self.undone if step.annotator not in (self.annotator, PROJECT)]
            self.model = after

    def file_entries(self, entries: Entries, layers: Layers) -> None:
        """The same for a step of the project."""
        if (entries, layers) != (self.entries, self.model):
            self.file_shared(entries, layers, self.scheme)

    def file_shared(self, entries: Entries, layers: Layers, scheme: Scheme) -> None:
        self.count += 1
        sides = (self.entries, entries), (self.scheme, scheme)
        self.done.append(Step(self.count, PROJECT, self.model, layers, *sides))
        self.undone = []
        self.model, self.entries, self.scheme = layers, entries, scheme

    def changed(self, name: str, mark: Mark | None) -> Marks:
        spans = {**self.marks.spans}
        if mark is None:
            del spans[name]
        else:
            spans[name] = mark
        return Marks(spans, "in-progress", self.marks.links).allowed(self.scheme)

    def relinked(self, name: str, link: Link | None) -> Marks:
        links = {**self.marks.links}
        if link is None:
            del links[name]
        else:
            links[name] = link
        return Marks(self.marks.spans, "in-progress", links)

    def some_link(self, data: st.DataObject) -> Relation:
        return self.desk.relations[data.draw(st.sampled_from(sorted(self.marks.links)))]

    def some_span(self, data: st.DataObject) -> Span:
        return self.desk.spans[data.draw(st.sampled_from(sorted(self.marks.spans)))]

    @rule(annotator=st.sampled_from(ANNOTATORS), document=st.sampled_from(sorted(TEXTS)))
    def turn_to(self, annotator: str, document: str) -> None:
        self.annotator, self.document = annotator, document
        self.session.close()
        self.reopen()

    @rule()
    def reopen(self) -> None:
        self.session.close()
        self.session = open_project(self.path, writing=True)
        self.start_work()

    def some_label(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.scheme.labels)))

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        label = self.some_label(data)
        text = TEXTS[self.document]
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = self.session.scheme.labels[label]
        trimmed = words.trim(text, start, end, keeps_quotes=kind.keeps_quotes)
        if trimmed[0] == trimmed[1]:
            return
        added = span_steps.add_span(self.desk, label, start, end)
        if added.id not in self.marks.spans:
            assert all((mark.label, mark.fragments) != (label, (trimmed,)) for mark in self.marks.spans.values())
            mark = Mark(label, (trimmed,), tuple(sorted(kind.default_attributes().items())))
            self.file(self.changed(added.id, mark))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), edge=st.sampled_from(["start", "end"]), forward=st.booleans(), by_word=st.booleans())
    def move(self, data: st.DataObject, edge: str, *, forward: bool, by_word: bool) -> None:
        moved = self.some_span(data)
        boundaries.nudge_span(self.desk, moved, edge=edge, forward=forward, by_word=by_word)
        span = self.desk.spans[moved.id]
        assert 0 <= span.start < span.end <= len(TEXTS[self.document])
        other_edge = "end" if edge == "start" else "start"
        assert getattr(span, other_edge) == getattr(moved, other_edge)
        if span != moved:
            assert (getattr(span, edge) > getattr(moved, edge)) is forward
            self.file(self.changed(moved.id, replace(self.marks.spans[moved.id], fragments=span.fragments)))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def add_fragment(self, data: st.DataObject) -> None:
        old, text = self.some_span(data), TEXTS[self.document]
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        keeps_quotes = self.scheme.labels[old.label].keeps_quotes
        trimmed = words.trim(text, start, end, keeps_quotes=keeps_quotes)
        if trimmed[0] == trimmed[1]:
            return
        boundaries.add_fragment(self.desk, old, start, end)
        fragments = self.desk.spans[old.id].fragments
        covered = {offset for fragment in (*old.fragments, trimmed) for offset in range(*fragment)}
        assert covered == {offset for fragment in fragments for offset in range(*fragment)}
        assert all(left[1] < right[0] for left, right in pairwise(fragments))
        if fragments != old.fragments:
            self.file(self.changed(old.id, replace(self.marks.spans[old.id], fragments=fragments)))

    @precondition(lambda self: any(len(mark.fragments) > 1 for mark in self.marks.spans.values()))
    @rule(data=st.data())
    def remove_fragment(self, data: st.DataObject) -> None:
        pieces = sorted(name for name, mark in self.marks.spans.items() if len(mark.fragments) > 1)
        old = self.desk.spans[data.draw(st.sampled_from(pieces))]
        number = data.draw(st.integers(0, len(old.fragments) - 1))
        boundaries.remove_fragment(self.desk, old, number)
        left = tuple(fragment for n, fragment in enumerate(old.fragments) if n != number)
        self.file(self.changed(old.id, replace(self.marks.spans[old.id], fragments=left)))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), incoming=st.booleans())
    def link(self, data: st.DataObject, *, incoming: bool) -> None:
        focused = self.some_span(data)
        offers = relations.relation_offers(self.desk, focused, incoming=incoming)
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        label = data.draw(st.sampled_from(offer.relations))
        source, target = (offer.span, focused) if incoming else (focused, offer.span)
        relation = relations.add_relation(self.desk, source, target, label)
        presets = tuple(sorted(self.scheme.relations[label].default_attributes().items()))
        self.file(self.relinked(relation.id, Link(label, source.id, target.id, presets)))

    @precondition(lambda self: self.marks.links)
    @rule(data=st.data(), action=st.sampled_from(["unlink", "reverse", "describe"]))
    def change_link(self, data: st.DataObject, action: str) -> None:
        old = self.some_link(data)
        link = self.marks.links[old.id]
        declared = self.scheme.relations[old.label].attributes
        if action == "unlink":
            relations.delete_relation(self.desk, old)
            self.file(self.relinked(old.id, None))
        elif action == "reverse":
            ends = self.marks.spans[old.target].label, self.marks.spans[old.source].label
            reversed_ends = (old.label, old.target, old.source)
            exists = any((link.label, link.source, link.target) == reversed_ends for link in self.links)
            try:
                relations.reverse_relation(self.desk, old)
            except Refused:
                assert exists or not self.scheme.allows(old.label, *ends)
                return
            assert not exists
            self.file(self.relinked(old.id, replace(link, source=old.target, target=old.source)))
        elif declared:
            attribute = declared[data.draw(st.sampled_from(sorted(declared)))]
            value = data.draw(st.sampled_from(("", *attribute.values)))
            relations.set_relation_attribute(self.desk, old, attribute.name, value)
            values = {**old.attributes, attribute.name: value}
            attributes = tuple(sorted((name, value) for name, value in values.items() if value))
            if attributes != link.attributes:
                self.file(self.relinked(old.id, replace(link, attributes=attributes)))

    @property
    def links(self) -> list[Link]:
        return list(self.marks.links.values())

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def describe_like_before(self, data: st.DataObject) -> None:
        names = sorted(self.marks.spans)
        chosen = [
            self.desk.spans[name] for name in data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        ]
        before = dict(self.desk.spans)
        attribute_steps.copy_attributes(self.desk, chosen)
        spans = dict(self.marks.spans)
        for old in chosen:
            span = self.desk.spans[old.id]
            like = attribute_steps.similar_span(self.desk, old)
            assert span.attributes == (before[like.id].attributes if like else old.attributes)
            spans[old.id] = replace(spans[old.id], attributes=tuple(sorted(span.attributes.items())))
        if spans != self.marks.spans:
            self.file(Marks(spans, "in-progress", self.marks.links))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def relabel(self, data: st.DataObject) -> None:
        label = self.some_label(data)
        old = self.some_span(data)
        span_steps.relabel_span(self.desk, old, label)
        if old.label != label:
            span = self.desk.spans[old.id]
            assert set(span.attributes) <= set(self.session.scheme.labels[label].attributes)
            mark = replace(self.marks.spans[old.id], label=label, attributes=tuple(sorted(span.attributes.items())))
            self.file(self.changed(old.id, mark))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        old = self.some_span(data)
        span_steps.delete_span(self.desk, old)
        self.file(self.changed(old.id, None))

    @precondition(lambda self: self.marks.spans)
    @rule(data=st.data(), note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8))
    def set_note(self, data: st.DataObject, note: str) -> None:
        old = self.some_span(data)
        attribute_steps.set_note(self.desk, old, note)
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
        choices = attribute.choices(old.attributes) or ("", *NAMES, "É; Donald Trump")
        if attribute.kind == "code":
            choices = ("",)
        value = data.draw(st.sampled_from(choices))
        attribute_steps.set_attribute(self.desk, old, attribute.name, value)
        attributes = self.desk.spans[old.id].attributes
        assert attributes.get(attribute.name, "") == value
        if attributes != old.attributes:
            mark = replace(self.marks.spans[old.id], attributes=tuple(sorted(attributes.items())))
            self.file(self.changed(old.id, mark))

    @rule(status=st.sampled_from(["new", "in-progress", "done"]))
    def set_status(self, status: Any) -> None:
        span_steps.set_status(self.desk, status)
        self.file(replace(self.marks, status=status))

    @rule(annotator=st.sampled_from(ANNOTATORS), document=st.sampled_from(sorted(TEXTS)), replacing=st.booleans())
    def bring_in(self, annotator: str, document: str, *, replacing: bool) -> None:
        marks = self.model[document, annotator]
        if (marks.spans and not replacing) or "CUE" not in self.scheme.labels:
            return
        source = write_jsonl(
            self.folder / "more.jsonl",
            record(TEXTS[document], annotator=annotator, status="done", spans=[span(0, 1, "CUE", id="x1")]),
        )
        imported = Marks({"x1": Mark("CUE", ((0, 1),))}, "done")
        jobs.run(import_files(self.session, [source], replace=True))
        if list(marks.spans.values()) == list(imported.spans.values()):
            # The same marks are there already, whatever their ids; the status of the record still counts.
            imported = replace(marks, status="done")
        if imported != marks:
            self.file(imported, layer=(document, annotator))
            self.undone = []

    @rule(
        name=st.sampled_from(NAMES),
        aliases=st.lists(st.sampled_from((*NAMES, "FT")), max_size=2, unique=True),
        country=st.sampled_from(("", "USA")),
    )
    def set_facts(self, name: str, aliases: list[str], country: str) -> None:
        entry = Entry(tuple(alias for alias in aliases if alias != name), country)
        remaining = {title: entry for title, entry in self.entries.items() if title != name}
        used_keys = {
            name_resolution.key(spelling) for title, entry in remaining.items() for spelling in (title, *entry.aliases)
        }
        clashes = any(name_resolution.key(spelling) in used_keys for spelling in (name, *entry.aliases))
        try:
            registry_edits.set_facts(self.cast, self.session, "entity", name, {"aliases": aliases, "country": country})
        except Refused:
            assert clashes
            return
        assert not clashes
        self.file_entries(remaining if entry == Entry() else {**remaining, name: entry}, self.model)

    def group(self, name: str) -> str:
        """What all spellings and aliases of a name have in common."""
        for title, entry in self.entries.items():
            if name_resolution.key(name) in map(name_resolution.key, (title, *entry.aliases)):
                return name_resolution.key(title)
        return name_resolution.key(name)

    @rule(data=st.data(), new_name=st.sampled_from((*NAMES, "Neu; alt", "Neu")))
    def unite(self, data: st.DataObject, new_name: str) -> None:
        names = sorted(line.name for line in self.cast.names("entity", None))
        if not names:
            return
        gone = data.draw(st.sampled_from(names))
        try:
            union = registry_edits.plan_union(self.cast, self.session, "entity", gone, new_name)
        except Refused:
            assert new_name in ("Neu; alt", gone)
            return
        united, groups = union.new_name, {self.group(gone), self.group(new_name)}
        assert self.group(united) == self.group(new_name)
        changed = jobs.run(registry_edits.unite_names(self.session, union))
        after = {
            layer: replace(
                marks, spans={name: self.renamed(mark, groups, united) for name, mark in marks.spans.items()}
            )
            for layer, marks in self.model.items()
        }
        assert (
            changed
            == union.spans
            == sum(
                after[layer].spans[name] != mark
                for layer, marks in self.model.items()
                for name, mark in marks.spans.items()
            )
        )
        sides = [self.entries[name] for name in (united, gone) if name in self.entries]
        country = next((side.country for side in sides if side.country), "")
        remaining = {name: entry for name, entry in self.entries.items() if name not in (united, gone)}
        assert {gone, *(alias for side in sides for alias in side.aliases)} - {united} <= set(union.aliases)
        self.file_entries({**remaining, united: Entry(union.aliases, country)}, after)
        assert self.cast.registry("entity").canonical(gone) == united

    def renamed(self, mark: Mark, groups: set[str], new_name: str) -> Mark:
        attributes = dict(mark.attributes)
        if "entity" in attributes:
            names = [new_name if self.group(name) in groups else name for name in attributes["entity"].split("; ")]
            attributes["entity"] = "; ".join(dict.fromkeys(names))
        return replace(mark, attributes=tuple(sorted(attributes.items())))

    @rule(data=st.data(), kind=st.sampled_from(["rename", "merge", "split", "delete", "replace"]))
    def change_scheme(self, data: st.DataObject, kind: str) -> None:
        change = self.some_change(data, kind)
        body, guidelines = json.loads(self.session.scheme_text), self.session.guidelines
        try:
            migration: Migration | None = Migration(body, guidelines, change)
        except Refused:
            migration = None
        if migration is None:
            with pytest.raises(Refused):
                jobs.run(apply_change.apply(self.session, change))
            return
        preview = jobs.run(apply_change.consequences(self.session, change))
        assert jobs.run(apply_change.apply(self.session, change)) == preview
        after = {layer: self.followed(marks, migration) for layer, marks in self.model.items()}
        pairs = [
            (after[layer].spans.get(name), mark) for layer in after for name, mark in self.model[layer].spans.items()
        ]
        assert preview.gone_spans == sum(new is None for new, _ in pairs)
        assert preview.spans == sum(new is not None and new != old for new, old in pairs)
        self.file_shared(self.entries, after, migration.after)

    def some_change(self, data: st.DataObject, kind: str) -> SchemeChange:
        name, replacement = self.some_label(data), self.some_label(data)
        choices = [
            attribute for attribute in self.scheme.labels[name].attributes.values() if attribute.kind == "choice"
        ]
        if kind == "merge":
            return MergeLabels(name=name, into=replacement)
        if kind == "split" and choices:
            attribute = data.draw(st.sampled_from(choices))
            value = data.draw(st.sampled_from([value for value in attribute.values if value] or [""]))
            return SplitLabel(
                name=name, attribute=attribute.name, parts={value: data.draw(st.sampled_from(NEW_LABELS))}
            )
        # Labels with an entity stay: the model knows of no registry that comes and goes.
        if kind in ("delete", "replace") and "entity" not in self.scheme.labels[name].attributes:
            return Delete(name=name, replacement=replacement if kind == "replace" else None)
        return Rename(name=name, new=data.draw(st.sampled_from((*NEW_LABELS, "SPEAKER", "CUE"))))

    def followed(self, marks: Marks, migration: Migration) -> Marks:
        spans = {}
        for name, mark in marks.spans.items():
            moved = migration.migrate_mark("label", Moved(mark.label, dict(mark.attributes)))
            if moved:
                attributes = tuple(sorted(moved.attributes.items()))
                spans[name] = replace(mark, label=moved.label, attributes=attributes)
        return replace(marks, spans=spans).allowed(migration.after)

    def orphans(self, step: Step, old: Layers, new: Layers, scheme: Scheme) -> bool:
        """Whether the step would leave marks that the scheme does not allow."""
        patched = {layer: self.model[layer].patched(old[layer], new[layer]) for layer in self.model}
        return any(
            mark.label not in scheme.labels
            or attribute_misfits(scheme.labels[mark.label].attributes, dict(mark.attributes))
            for marks in patched.values()
            for mark in marks.spans.values()
        ) or any(marks.allowed(scheme) != marks for marks in patched.values())

    @rule()
    def undo(self) -> None:
        step = max(self.in_line(self.done), key=lambda step: step.number, default=None)
        if step is None:
            # Before that there is only the import of the texts, which takes them away.
            return
        try:
            self.session.undo()
        except Refused:
            scheme = step.schemes[0] if step.annotator == PROJECT else self.scheme
            later = [done for done in self.done if done.number > step.number]
            assert step.meets(later) or self.orphans(step, step.after, step.before, scheme)
            return
        self.done.remove(step)
        self.undone.append(step)
        self.take(step, step.after, step.before)
        if step.annotator == PROJECT:
            self.entries, self.scheme = step.entries[0], step.schemes[0]

    @rule()
    def redo(self) -> None:
        last = max((step.number for step in self.in_line(self.done)), default=0)
        waiting = [step for step in self.in_line(self.undone) if step.number > last]
        step = min(waiting, key=lambda step: step.number, default=None)
        try:
            assert (self.session.redo() is None) is (step is None)
        except Refused:
            assert step
            earlier = [undone for undone in self.undone if undone.number < step.number]
            later = [done for done in self.done if done.number > step.number]
            scheme = step.schemes[1] if step.annotator == PROJECT else self.scheme
            assert step.meets(earlier + later) or self.orphans(step, step.before, step.after, scheme)
            return
        if step:
            self.undone.remove(step)
            self.done.append(step)
            self.take(step, step.before, step.after)
            if step.annotator == PROJECT:
                self.entries, self.scheme = step.entries[1], step.schemes[1]

    def take(self, step: Step, old: Layers, new: Layers) -> None:
        """Bring the model from one side of a step to the other, whatever else was done since."""
        patched = {layer: self.model[layer].patched(old[layer], new[layer]) for layer in step.changed}
        self.model = self.model | patched

    def in_line(self, steps: list[Step]) -> list[Step]:
        """The steps that the annotator at work may undo or redo."""
        return [step for step in steps if step.annotator in (self.annotator, PROJECT)]

    def undo_all_and_redo_all(self) -> None:
        """Everything is taken back, down to the import of the texts, and done again: first state, last state.

        Before it one more article comes, after which nothing is left to be redone that was taken back earlier.
        """
        jobs.run(import_files(self.session, [write_jsonl(self.folder / "more.jsonl", record("Ende."))]))
        last, undone = content_hash(self.path, HASHED), list[tuple[int, str]]()
        while len(undone) < len(undone := undone + self.undo_what_can_be()):
            pass
        assert self.session.document_ids() == []
        assert content_hash(self.path, HASHED) == self.first
        for number, annotator in sorted(undone):
            self.session.work_as(annotator, create=False)
            redone = self.session.redo()
            assert redone
            assert redone.step == number
        assert content_hash(self.path, HASHED) == last

    def undo_what_can_be(self) -> list[tuple[int, str]]:
        """Each annotator undoes the steps on which no later one depends; the steps, each with its annotator."""
        undone = []
        for annotator in ANNOTATORS:
            self.session.work_as(annotator, create=False)
            with contextlib.suppress(Refused):
                while step := self.session.undo():
                    undone.append((step.step, annotator))
        return undone

    @invariant()
    def the_desk_and_the_file_hold_what_the_model_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert _layer_of(self.desk) == self.marks
        assert _layer_of(OpenDocument(self.session, self.document)) == self.marks
        for name in self.marks.spans:
            attached = {relation.id for relation in self.desk.relations_of(name)}
            assert attached == {
                link_id for link_id, link in self.marks.links.items() if name in (link.source, link.target)
            }
        text = TEXTS[self.document]
        for mark in self.desk.spans.values():
            assert mark.quote == text[mark.start : mark.end]
            assert mark in self.desk.index.touching(mark.start, mark.end)
        assert [self.desk.spans[name].start for *_, name in self.desk.index.order] == sorted(
            span.start for span in self.desk.spans.values()
        )

    @invariant()
    def the_scheme_is_the_models_and_every_mark_fits_it(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert self.session.scheme == self.scheme
        assert set(self.desk.counts()) == set(self.scheme.labels), "no mark has a label that is not there"

    @invariant()
    def the_cast_and_the_file_hold_what_the_model_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        facts = {entry.name: entry.facts for entry in self.cast.registry("entity").entries.values()}
        assert {name: Entry(fact.aliases, fact.country) for name, fact in facts.items()} == self.entries
        lines = self.cast.names("entity", self.desk)
        assert lines == Cast(self.session).names("entity", self.desk)
        for line in lines:
            mentions = self.cast.mentions("entity", line.name)
            assert (len(mentions), sum(mention.document == self.document for mention in mentions)) == (
                line.in_project,
                line.in_article,
            )


def _layer_of(desk: OpenDocument) -> Marks:
    links = {
        relation.id: Link(relation.label, relation.source, relation.target, tuple(sorted(relation.attributes.items())))
        for relation in desk.relations.values()
    }
    return Marks({span.id: _mark(span) for span in desk.spans_in_order()}, desk.status, links)


def _mark(span: Span) -> Mark:
    return Mark(span.label, span.fragments, tuple(sorted(span.attributes.items())), span.note)


_USUAL = settings(deadline=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
TestAnnotating = Annotating.TestCase
TestAnnotating.settings = settings(_USUAL, max_examples=25, stateful_step_count=30)


@pytest.mark.fault_long
@pytest.mark.timeout(3600)
def test_ten_thousand_commands_are_taken_back_and_done_again() -> None:
    run_state_machine_as_test(Annotating, settings=settings(_USUAL, max_examples=10, stateful_step_count=1000))
