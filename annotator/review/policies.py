"""What does a rule settle without anybody looking?

Each policy settles what all agree on as well, and leaves open what it cannot tell.
"""

from math import ceil
from typing import Literal

from annotator.domain.decisions import said
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import placed
from annotator.domain.matching.extents import Extent, extent, joined
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text.words import trim
from annotator.i18n import tr
from annotator.review.cases import Case
from annotator.review.choices import Choice, accept, agreed, elected


class Policy(FrozenModel):
    """A rule by its name: ``unanimous``, ``trivial``, ``majority``, ``threshold:SHARE`` or ``prefer:NAME``."""

    rule: Literal["unanimous", "trivial", "majority", "threshold", "prefer"]
    annotator: str = ""
    share: float = 0.5

    @property
    def name(self) -> str:
        match self.rule:
            case "prefer":
                return f"prefer:{self.annotator}"
            case "threshold":
                return f"threshold:{self.share:g}"
        return self.rule

    def settle(self, case: Case, text: str, scheme: Scheme) -> Choice | None:
        """What the rule makes of the case; None where it leaves it open."""
        if self.rule == "prefer":
            return self._settled(accept(case, self.annotator)) if self.annotator in case.annotators else None
        if case.agreed:
            return agreed(case)
        if self.rule == "trivial":
            return self._settled(_widest(case, text, scheme)) if case.kinds == ("trivial-boundary",) else None
        if self.rule == "unanimous":
            return None
        return self._settled(_elected(case, self._needed(len(case.annotators))))

    def _settled(self, choice: Choice | None) -> Choice | None:
        return choice and choice.model_copy(update={"action": "policy", "policy": self.name})

    def _needed(self, voters: int) -> int:
        return voters // 2 + 1 if self.rule == "majority" else max(1, ceil(round(self.share * voters, 9)))


def policy(told: str) -> Policy:
    """The policy of this name; Refused where there is none."""
    rule, _, rest = told.partition(":")
    match rule:
        case "unanimous" | "trivial" | "majority" if not rest and ":" not in told:
            return Policy(rule=rule)
        case "prefer" if rest:
            return Policy(rule="prefer", annotator=rest)
        case "threshold":
            try:
                share = float(rest)
            except ValueError:
                share = 0.0
            if 0 < share <= 1:
                return Policy(rule="threshold", share=share)
    raise Refused(
        tr("there is no policy {name}", name=repr(told[:60])),
        remedy=tr("use unanimous, trivial, majority, threshold:SHARE (such as threshold:0.6) or prefer:NAME"),
    )


def _widest(case: Case, text: str, scheme: Scheme) -> Choice:
    """All that somebody marked, but for what the label does not want at its edges."""
    first = next(iter(case.spans.values()))[0]
    whole: Extent = ()
    for held in case.spans.values():
        whole = joined(whole, extent(held[0].fragments))
    label = scheme.labels.get(first.label)
    trimmed = (trim(text, start, end, keeps_quotes=bool(label and label.keeps_quotes)) for start, end in whole)
    fragments = tuple((start, end) for start, end in trimmed if start < end) or whole
    return Choice(action="policy", source=tuple(case.spans), spans=(placed(first, fragments, text),))


def _elected(case: Case, needed: int) -> Choice | None:
    """What at least so many say: as a whole, or part by part where it is one span each."""
    whole = elected(case.versions.values(), needed)
    if whole is not None:
        return accept(case, next(name for name in case.annotators if case.versions[name] == whole))
    spans = [held[0] for held in case.spans.values()]
    if case.is_relation or "split" in case.kinds or len(case.missing) >= needed or len(spans) < needed:
        return None
    label = elected((span.label for span in spans), needed)
    named = [span for span in spans if span.label == label]
    place = elected((extent(span.fragments) for span in spans), needed)
    attributes = _attributes(named, needed)
    if label is None or place is None or attributes is None:
        return None
    pattern = next(span for span in spans if extent(span.fragments) == place)
    span = pattern.model_copy(update={"label": label, "attributes": attributes, "note": ""})
    return Choice(action="policy", source=tuple(case.spans), spans=(span,))


def _attributes(spans: list[Span], needed: int) -> dict[str, str] | None:
    """What enough say in each attribute; None where one has no such value."""
    names = {name for span in spans for name, _ in said(span.attributes)}
    found: dict[str, str] = {}
    for name in sorted(names):
        value = elected((span.attributes.get(name, "") for span in spans), needed)
        if value is None:
            return None
        if value:
            found[name] = value
    return found
