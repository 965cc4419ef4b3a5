"""What do all values of this program have in common?"""

from pydantic import BaseModel, ConfigDict, ValidationError


class Value(BaseModel):
    """A frozen, checked value. Its dictionaries are shared, never changed in place."""

    # Many values are never made in a run; what checks them is built with the first one.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def first_problem(error: ValidationError) -> str:
    """Which field does not fit and why, in one line."""
    problem = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}"
