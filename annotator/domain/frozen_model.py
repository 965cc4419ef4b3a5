"""The base class of the program's frozen, validated values."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

# Bypasses the guard of the frozen model.
_put = object.__setattr__


class FrozenModel(BaseModel):
    """A frozen, validated value. Its dictionaries are shared and never changed in place."""

    # Many classes are never instantiated in a run; the validator is built with the first instance.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def from_trusted(cls, **values: Any) -> Self:
        """The value with these fields, without validation; every field must be given.

        For rows of the project's own tables: long documents have tens of thousands of them, and the tables guarantee
        the types.
        """
        model = cls.__new__(cls)
        _put(model, "__dict__", values)
        _put(model, "__pydantic_fields_set__", set(values))
        _put(model, "__pydantic_extra__", None)
        _put(model, "__pydantic_private__", None)
        return model


def first_problem(error: ValidationError) -> str:
    """The first field that does not fit and the reason, in one line."""
    problem = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(str, problem["loc"]))
    return f"{field}: {problem['msg']}"
