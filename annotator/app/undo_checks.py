"""Check that the marks which an undo or redo restores fit the scheme.

The scheme may have changed since the step. A mark without a label in the scheme would be neither shown nor exported,
so such an undo or redo is refused.
"""

import orjson

from annotator.domain.errors import Refused
from annotator.domain.scheme.scheme import Scheme, attribute_misfits
from annotator.i18n import tr
from annotator.storage.file.store import Store
from annotator.storage.journal.filed_steps import FiledStep
from annotator.storage.tables import scheme_use


def refuse_scheme_misfits(store: Store, scheme: Scheme, step: FiledStep) -> None:
    """Refuse, inside the transaction of the step, if it leaves marks that do not fit the scheme."""
    if not scheme_use.ever_changed(store):
        return
    misfits = _project_misfits(store, scheme) if step.document is None else _step_misfits(step, scheme)
    if misfits:
        raise Refused(
            tr("this cannot be done: there are marks that the scheme would not allow"),
            remedy=tr("undo what was marked, or how the scheme was changed, first"),
        )


def _step_misfits(step: FiledStep, scheme: Scheme) -> bool:
    marks = [change for change in step.changes if change.after and change.table in ("spans", "relations")]
    return any(
        not _fits(scheme, change.table, change.after["label"], change.after["attributes"])
        for change in marks
        if change.after
    )


def _project_misfits(store: Store, scheme: Scheme) -> bool:
    return any(
        not _fits(scheme, "spans", label, attributes) for label, attributes in scheme_use.span_kinds(store)
    ) or any(
        not _fits(scheme, "relations", label, attributes) or not scheme.allows(label, source, target)
        for label, attributes, source, target in scheme_use.relation_kinds(store)
    )


def _fits(scheme: Scheme, table: str, label: str, attributes: str) -> bool:
    declaration = (scheme.labels if table == "spans" else scheme.relations).get(label)
    return declaration is not None and not attribute_misfits(declaration.attributes, orjson.loads(attributes))
