"""What do all values of this program have in common?"""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen, checked value. Its dictionaries are shared, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")
