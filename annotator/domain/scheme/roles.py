"""Roles: what a label, relation, attribute or value is for, whatever the scheme calls it.

Demands, warnings, the cast and the exports ask for roles, never for names. The lists are those of the scheme file.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, TypeVar

from annotator.i18n import tr


class LabelRole(StrEnum):
    """The roles of labels."""

    SPEAKER = "speaker"
    DEMAND = "demand"
    EVENT = "event"
    QUOTE = "quote"
    CUE = "cue"
    ACTOR = "actor"


class RelationRole(StrEnum):
    """The roles of relations."""

    SAYS = "says"
    CUES = "cues"
    ADDRESSED_TO = "addressed-to"
    ABOUT = "about"
    PARTICIPANT = "participant"
    RESPONDS_TO = "responds-to"


class AttributeRole(StrEnum):
    """The roles of attributes: at most one attribute of a label or relation has each."""

    ENTITY = "entity"
    EVENT = "event"
    CONCEPT = "concept"
    MENTION = "mention"
    SOURCE_TYPE = "source-type"
    REALIZATION = "realization"
    STRENGTH = "strength"
    MODE = "mode"
    POLARITY = "polarity"
    FACTUALITY = "factuality"
    ACT = "act"
    EVENT_TYPE = "event-type"
    EVENT_MODE = "event-mode"
    CODE = "code"
    STANCE = "stance"
    PART = "part"


class ValueRole(StrEnum):
    """The roles of values that the program asks for; a value without an explicit role is its own role."""

    ULTIMATUM = "ultimatum"
    RECIPIENT = "recipient"
    PRONOUN = "pronoun"


RoleOwner = Literal["label", "relation", "attribute", "value"]
Role = TypeVar("Role", LabelRole, RelationRole, AttributeRole)


def parse_role(text: object, roles: type[Role]) -> Role | None:
    """The role that a declaration states, None where it states none; ValueError if there is no such role."""
    if text in (None, ""):
        return None
    match = next((role for role in roles if role == text), None)
    if match is None:
        raise ValueError(tr("{role} is none of the roles {roles}", role=repr(text)[:60], roles=_listed(roles)))
    return match


def _listed(roles: Iterable[str]) -> str:
    return ", ".join(roles)
