"""Does what an undo or redo brings back still fit the scheme?

The scheme may have changed since. A mark that the scheme has no label for would be shown by nobody and exported by
nothing, so such a step is refused.
"""

import orjson

from annotator.domain.errors import Refused
from annotator.domain.scheme.scheme import Scheme, misfits
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal.journal import FiledStep
from annotator.storage.tables import scheme_use


def refuse_orphans(store: Store, scheme: Scheme, step: FiledStep) -> None:
    """Refuse, inside the step's transaction, where it leaves marks that do not fit the scheme."""
    if not scheme_use.ever_changed(store):
        return
    found = _in_project(store, scheme) if step.document is None else _in_step(step, scheme)
    if found:
        raise Refused(
            tr("this cannot be done: there are marks that the scheme would not allow"),
            remedy=tr("undo what was marked, or how the scheme was changed, first"),
        )


def _in_step(step: FiledStep, scheme: Scheme) -> bool:
    marks = [change for change in step.changes if change.after and change.table in ("spans", "relations")]
    return any(
        not _fits(scheme, change.table, change.after["label"], change.after["attributes"])
        for change in marks
        if change.after
    )


def _in_project(store: Store, scheme: Scheme) -> bool:
    return any(
        not _fits(scheme, "spans", label, attributes) for label, attributes in scheme_use.kinds_of_spans(store)
    ) or any(
        not _fits(scheme, "relations", label, attributes) or not scheme.allows(label, source, target)
        for label, attributes, source, target in scheme_use.kinds_of_links(store)
    )


def _fits(scheme: Scheme, table: str, label: str, attributes: str) -> bool:
    known = (scheme.labels if table == "spans" else scheme.relations).get(label)
    return known is not None and not misfits(known.attributes, orjson.loads(attributes))
