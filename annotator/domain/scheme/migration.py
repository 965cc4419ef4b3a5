"""Migration of a scheme and of its marks through a change.

A change is a frozen value. It edits the scheme's JSON object and converts the marks; attributes that do not fit the
new scheme are removed. The marks of a whole project, and those of a layer that is returned later, migrate in the same
way.
"""

import copy
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import Field, TypeAdapter

from annotator.domain.marks.mark_validation import relation_misfits
from annotator.domain.marks.marks import Layer, Relation, Span
from annotator.domain.scheme.attribute_changes import (
    AddAttribute,
    AddValue,
    RemoveAttribute,
    RemoveValue,
    RenameAttribute,
    RenameValue,
    SetAttribute,
    SetScale,
)
from annotator.domain.scheme.changes import (
    AddLabel,
    Delete,
    MarkContent,
    MergeLabels,
    Rename,
    ReplaceScheme,
    SchemeChange,
    SetLabelGuidance,
    SetLabelStyle,
    SplitLabel,
)
from annotator.domain.scheme.json_body import OwnerKind, SchemeBody, next_version
from annotator.domain.scheme.parser import parse_scheme
from annotator.domain.scheme.relation_changes import AddRelation, SetEnds, SetSymmetric
from annotator.domain.scheme.role_changes import SetRoles
from annotator.domain.scheme.scheme import Attribute, fitting_attributes

AnySchemeChange = Annotated[
    AddLabel
    | SetLabelStyle
    | SetLabelGuidance
    | Rename
    | MergeLabels
    | SplitLabel
    | Delete
    | AddAttribute
    | RenameAttribute
    | RemoveAttribute
    | SetAttribute
    | SetScale
    | AddValue
    | RenameValue
    | RemoveValue
    | AddRelation
    | SetEnds
    | SetSymmetric
    | SetRoles
    | ReplaceScheme,
    Field(discriminator="kind"),
]


@lru_cache
def _adapter() -> TypeAdapter[SchemeChange]:
    return TypeAdapter(AnySchemeChange)


def change_from(text: str) -> SchemeChange:
    """The change from its JSON (``model_dump_json``)."""
    return _adapter().validate_json(text)


class Migration:
    """One change of one scheme: the scheme before and after, and the conversion of each mark."""

    def __init__(self, body: SchemeBody, guidelines: str, change: SchemeChange) -> None:
        """Refused if the change does not fit the scheme, or if the result is not a sound scheme."""
        self.change = change
        self.before = parse_scheme(body, where="")
        self.body = copy.deepcopy(body)
        change.edit(self.body, self.before)
        if self.body["version"] == body["version"]:
            self.body["version"] = next_version(body["version"])
        self.after = parse_scheme(self.body, where="")
        self.guidelines = change.edit_guidelines(guidelines)
        self.affected_labels = change.affected_labels(self.before)

    def migrate_mark(self, kind: OwnerKind, mark: MarkContent) -> MarkContent | None:
        """The mark after the change; None if it is removed. Attributes that no longer fit are removed."""
        if mark.label not in self.affected_labels.get(kind, ()):
            return mark
        converted = self.change.convert(kind, mark)
        if converted is None or not converted.attributes:
            return converted
        declared = self.after.attributes_of(kind, converted.label)
        return MarkContent(converted.label, _consistent(declared, converted.attributes))

    def needs_second_look(self, kind: OwnerKind, mark: MarkContent) -> bool:
        """Whether the annotator should look at the mark again: it was removed, lost content, or was decided."""
        if mark.label not in self.affected_labels.get(kind, ()):
            return False
        migrated, converted = self.migrate_mark(kind, mark), self.change.convert(kind, mark)
        return migrated is None or migrated != converted or self.change.needs_second_look(kind, mark)


def migrations(body: SchemeBody, changes: Iterable[SchemeChange]) -> list[Migration]:
    """The migrations of these changes in order, each from the scheme that the one before it produced.

    Refused if a change does not fit that scheme.
    """
    steps: list[Migration] = []
    for change in changes:
        steps.append(Migration(steps[-1].body if steps else body, "", change))
    return steps


def migrate_layer(layer: Layer, steps: Iterable[Migration]) -> Layer:
    """The layer after all these migrations in order. Its status stays."""
    for migration in steps:
        spans = [span for span in (_migrated_span(span, migration) for span in layer.spans) if span]
        labels = {span.id: span.label for span in spans}
        migrated = (_migrated_relation(relation, migration) for relation in layer.relations)
        relations = [
            relation
            for relation in migrated
            if relation and not list(relation_misfits(relation, labels, migration.after))
        ]
        layer = layer.model_copy(update={"spans": tuple(spans), "relations": tuple(relations)})
    return layer


def _migrated_span(span: Span, migration: Migration) -> Span | None:
    content = migration.migrate_mark("label", MarkContent(span.label, span.attributes))
    return content and span.model_copy(update=content._asdict())


def _migrated_relation(relation: Relation, migration: Migration) -> Relation | None:
    content = migration.migrate_mark("relation", MarkContent(relation.label, relation.attributes))
    return content and relation.model_copy(update=content._asdict())


def _consistent(declared: Mapping[str, Attribute], attributes: dict[str, str]) -> dict[str, str]:
    """The attributes that fit, also without the removed ones: a value may depend on a removed value."""
    return fitting_attributes(declared, fitting_attributes(declared, attributes))
