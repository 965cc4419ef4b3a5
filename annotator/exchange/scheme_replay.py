"""How does work that was done under an earlier scheme, or with earlier names, become what it would be here?"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from annotator.domain.errors import Refused
from annotator.domain.marks.marks import Layer
from annotator.domain.names import name_resolution
from annotator.domain.names.registry import Registry
from annotator.domain.scheme.migration import Edit, Migration, migrate_layer, migrations
from annotator.domain.scheme.scheme import Scheme
from annotator.exchange.received_file import Received
from annotator.i18n import tr
from annotator.storage.tables import layer_transfer, marks
from annotator.storage.tables.layer_transfer import LayerRows

_KNOWN_VALUES = 100_000


def way(body: dict[str, Any], ours: dict[str, Any], changes: Sequence[Edit] | None) -> list[Migration]:
    """The migrations that lead from a scheme (as JSON object) to ours; ``changes`` are those made since its version.

    Refused where they lead elsewhere: a scheme of the same name and version may still be another one.
    """
    try:
        found = migrations(body, changes) if changes is not None else None
    except Refused:
        found = None
    if found is None or (found[-1].body if found else body) != ours:
        raise Refused(
            tr("its scheme is none that this project ever had"),
            remedy=tr("have the change of the scheme made here, and hand out anew"),
        )
    return found


class Following:
    """Brings layers of one received file to today's scheme and names."""

    def __init__(
        self, received: Received, scheme: Scheme, path: list[Migration], registries: Mapping[str, Registry]
    ) -> None:
        self._path, self._ours = path, registries
        self._theirs = {name: received.registry(name) for name in registries}
        self._places = {
            (label.name, attribute.name): attribute.registry
            for label in scheme.labels.values()
            for attribute in label.attributes.values()
            if attribute.registry in registries
        }
        self._renamed = lru_cache(_KNOWN_VALUES)(self._rename)

    def moved(self, rows: LayerRows) -> LayerRows:
        """The layer as it would stand had it been here all the time."""
        if self._path:
            rows = layer_transfer.rows_of(migrate_layer(_layer(rows), self._path))
        if not self._places:
            return rows
        spans = (span._replace(attributes=self._renamed(span.label, span.attributes)) for span in rows.spans)
        return rows._replace(spans=tuple(spans))

    def _rename(self, label: str, attributes: str) -> str:
        told = orjson.loads(attributes)
        renamed = {name: self._canonical((label, name), value) for name, value in told.items()}
        return attributes if renamed == told else orjson.dumps(renamed).decode()

    def _canonical(self, place: tuple[str, str], value: str) -> str:
        """The value with names as they are called here since; a spelling that was known there was meant as it is."""
        if place not in self._places:
            return value
        registry = self._places[place]
        ours, theirs, names = self._ours[registry], self._theirs[registry], name_resolution.split(value)
        called = [here if theirs.canonical(one) != (here := ours.canonical(one)) else one for one in names]
        return value if called == names else name_resolution.join(called)


def _layer(rows: LayerRows) -> Layer:
    return Layer(
        document="",
        annotator="",
        status=rows.status,
        spans=tuple(marks.span_from_row(one._asdict()) for one in rows.spans),
        relations=tuple(marks.relation_from_row(one._asdict()) for one in rows.relations),
    )
