"""What do all values of this program have in common?"""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

# Past the frozen model's own guard.
_put = object.__setattr__


class FrozenModel(BaseModel):
    """A frozen, checked value. Its dictionaries are shared, never changed in place."""

    # Many values are never made in a run; what checks them is built with the first one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """The value with these fields: all are given, and none is checked.

        For rows of our own tables, of which long documents have tens of thousands, and whose types the tables keep.
        """
        made = cls.__new__(cls)
        _put(made, "__dict__", values)
        _put(made, "__pydantic_fields_set__", set(values))
        _put(made, "__pydantic_extra__", None)
        _put(made, "__pydantic_private__", None)
        return made


def first_problem(error: ValidationError) -> str:
    """Which field does not fit and why, in one line."""
    problem = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}"
