"""Replay of the changes of scheme and names on layers that were made under an earlier scheme or with earlier names."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry
from annotator.domain.scheme.changes import SchemeChange
from annotator.domain.scheme.migration import Migration, migrate_layer, migrations
from annotator.domain.scheme.role_names import without_roles
from annotator.domain.scheme.scheme import Scheme
from annotator.exchange.received_file import ReceivedFile
from annotator.i18n import tr
from annotator.storage.tables import layer_transfer, marks
from annotator.storage.tables.layer_transfer import LayerRows

_CACHE_SIZE = 100_000


def migration_path(
    body: dict[str, Any], ours: dict[str, Any], changes: Sequence[SchemeChange] | None
) -> list[Migration]:
    """The migrations from a scheme (as JSON object) to ours; ``changes`` are those made since its version.

    Refused if they lead to another scheme: schemes of the same name and version may differ.
    """
    try:
        path = migrations(body, changes) if changes is not None else None
    except Refused:
        path = None
    # A file from before the scheme had roles, or before one was assigned here, differs in nothing that marks depend on.
    if path is None or without_roles(path[-1].body if path else body) != without_roles(ours):
        raise Refused(
            tr("its scheme is none that this project ever had"),
            remedy=tr("have the change of the scheme made here, and hand out anew"),
        )
    return path


class SchemeReplay:
    """Converts the layers of one received file to the project's current scheme and names."""

    def __init__(
        self, received: ReceivedFile, scheme: Scheme, path: list[Migration], registries: Mapping[str, Registry]
    ) -> None:
        self._path, self._ours = path, registries
        self._theirs = {name: received.registry(name) for name in registries}
        self._registry_attributes = {
            (label.name, attribute.name): attribute.registry
            for label in scheme.labels.values()
            for attribute in label.attributes.values()
            if attribute.registry in registries
        }
        self._renamed = lru_cache(_CACHE_SIZE)(self._rename)

    def replay(self, rows: LayerRows) -> LayerRows:
        """The layer as it would be if it had been in the project during the changes."""
        if self._path:
            rows = layer_transfer.rows_from_layer(migrate_layer(_layer(rows), self._path))
        if not self._registry_attributes:
            return rows
        spans = (span._replace(attributes=self._renamed(span.label, span.attributes)) for span in rows.spans)
        return rows._replace(spans=tuple(spans))

    def _rename(self, label: str, attributes: str) -> str:
        values = orjson.loads(attributes)
        renamed = {name: self._canonical((label, name), value) for name, value in values.items()}
        return attributes if renamed == values else orjson.dumps(renamed).decode()

    def _canonical(self, attribute: tuple[str, str], value: str) -> str:
        """The value with the current canonical names.

        A name whose canonical name is the same in both registries keeps its spelling.
        """
        if attribute not in self._registry_attributes:
            return value
        registry = self._registry_attributes[attribute]
        ours, theirs, names = self._ours[registry], self._theirs[registry], name_resolution.split(value)
        current = [
            canonical if theirs.canonical(name) != (canonical := ours.canonical(name)) else name for name in names
        ]
        return value if current == names else name_resolution.join(current)


def _layer(rows: LayerRows) -> Layer:
    return Layer(
        document="",
        annotator="",
        status=rows.status,
        spans=tuple(marks.span_from_row(row._asdict()) for row in rows.spans),
        relations=tuple(marks.relation_from_row(row._asdict()) for row in rows.relations),
    )
