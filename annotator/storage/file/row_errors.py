"""The refusal of rows whose content is not valid."""

from pydantic import ValidationError

from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import first_problem
from annotator.i18n import tr


class _RowErrors:
    """A context for reading rows: a ValueError becomes Damaged."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            problem = first_problem(error) if isinstance(error, ValidationError) else str(error)
            raise Damaged(
                tr("the project is damaged ({problem})", problem=problem),
                remedy=tr("run 'annotator check' and restore a copy"),
            ) from error


refuse_damaged_rows = _RowErrors()
