"""Titles and explanations of the roles, in plain words."""

from typing import NamedTuple

from annotator.domain.scheme.roles import RoleOwner
from annotator.i18n import mark, tr


class RoleTitle(NamedTuple):
    """The title of a role and what it stands for; the latter may be empty."""

    title: str
    hint: str


_TITLES: dict[RoleOwner, dict[str, RoleTitle]] = {
    "label": {
        "speaker": RoleTitle(mark("Speaker"), mark("who says or demands something")),
        "demand": RoleTitle(mark("Demand"), mark("what someone wants someone else to do, allow or stop")),
        "event": RoleTitle(mark("Event"), mark("what happens or could happen")),
        "quote": RoleTitle(mark("Quote"), mark("what is said")),
        "cue": RoleTitle(mark("Cue"), mark("the words that announce a quote or a demand")),
        "actor": RoleTitle(mark("Actor"), mark("who is named but does not speak")),
    },
    "relation": {
        "says": RoleTitle(mark("Says"), mark("from the speaker to the demand or quote")),
        "cues": RoleTitle(mark("Announces"), mark("from the cue to the demand or quote")),
        "addressed-to": RoleTitle(mark("Is addressed to"), mark("from the demand or quote to the addressee")),
        "about": RoleTitle(mark("Is about"), mark("from the demand or quote to the event")),
        "participant": RoleTitle(mark("Takes part"), mark("from the event to those who take part in it")),
        "responds-to": RoleTitle(mark("Responds to"), mark("from the response to the demand")),
    },
    "attribute": {
        "entity": RoleTitle(mark("Name"), mark("a person, country or organisation, linked across articles")),
        "event": RoleTitle(mark("Name of the event"), mark("linked across articles")),
        "concept": RoleTitle(mark("Concept"), mark("linked across articles")),
        "mention": RoleTitle(mark("Form of the mention"), mark("for example name, noun or pronoun")),
        "source-type": RoleTitle(mark("Type of speaker"), mark("for example person, state or media")),
        "realization": RoleTitle(
            mark("Content or mention"), mark("whether the words state the demand or only name it")
        ),
        "strength": RoleTitle(mark("Strength"), mark("for example appeal, demand or ultimatum")),
        "mode": RoleTitle(mark("Direct or indirect"), mark("how the words are quoted")),
        "polarity": RoleTitle(mark("Positive or negative"), mark("whether something is to happen or not")),
        "factuality": RoleTitle(mark("Actual or possible"), mark("how certain it is")),
        "act": RoleTitle(mark("Speech act"), mark("for example assert, reject or threaten")),
        "event-type": RoleTitle(mark("Type of event"), mark("a PLOVER type")),
        "event-mode": RoleTitle(mark("Mode of the event"), mark("a PLOVER mode")),
        "code": RoleTitle(mark("Event code"), mark("a CAMEO code")),
        "stance": RoleTitle(mark("Response"), mark("for example accepts, rejects or evades")),
        "part": RoleTitle(mark("Part in the event"), mark("for example actor or recipient")),
    },
    "value": {
        "ultimatum": RoleTitle(mark("Ultimatum"), mark("the strongest kind of demand")),
        "recipient": RoleTitle(mark("Recipient"), mark("who takes part without acting")),
        "pronoun": RoleTitle(mark("Pronoun"), mark("the words stand for a name in another place")),
    },
}


def role_title(bearer: RoleOwner, role: str) -> RoleTitle:
    """The title and explanation of a role; of a role without them, its own text."""
    title, hint = _TITLES[bearer].get(role, RoleTitle("", ""))
    return RoleTitle(tr(title) if title else role.replace("-", " ").capitalize(), tr(hint) if hint else "")
