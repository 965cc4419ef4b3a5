"""Is what stands in a row what we once wrote there?"""

from pydantic import ValidationError

from annotator.domain.errors import Damaged
from annotator.domain.frozen_model import first_problem
from annotator.i18n import tr


class _SoundRows:
    """Around the reading of rows: what cannot be read comes out as Damaged."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            why = first_problem(error) if isinstance(error, ValidationError) else str(error)
            raise Damaged(
                tr("the project is damaged ({problem})", problem=why),
                remedy=tr("run 'annotator check' and restore a copy"),
            ) from error


sound_rows = _SoundRows()
