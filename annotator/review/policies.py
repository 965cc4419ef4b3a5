"""Policies: rules that settle cases without a reviewer.

Each policy also settles the cases in which all annotators agree, and leaves open the cases that it cannot decide.
"""

from math import ceil
from typing import Literal

from annotator.domain.decisions import non_empty_attributes
from annotator.domain.errors import Refused
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.marks.marks import Span
from annotator.domain.marks.span_edits import with_fragments
from annotator.domain.matching.extents import Extent, extent_of, merged_extent
from annotator.domain.scheme.scheme import Scheme
from annotator.domain.text.words import trim
from annotator.i18n import mark, tr
from annotator.review.cases import Case
from annotator.review.choices import GoldChoice, accept_version, agreed_choice, elected_with

OFFERED_POLICIES = {
    "unanimous": mark("all agree"),
    "trivial": mark("trivial boundaries"),
    "majority": mark("majority"),
    "threshold:0.66": mark("two thirds"),
}
"""The policies that the review offers by their names, beside a preference for each annotator, with their titles."""


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

    def settle(self, case: Case, text: str, scheme: Scheme) -> GoldChoice | None:
        """The choice of the rule for this case; None if the rule leaves it open."""
        if self.rule == "prefer":
            return self._by_policy(accept_version(case, self.annotator)) if self.annotator in case.annotators else None
        if case.agreed:
            return agreed_choice(case)
        if self.rule == "trivial":
            return self._by_policy(_widest(case, text, scheme)) if case.kinds == ("trivial-boundary",) else None
        if self.rule == "unanimous":
            return None
        return self._by_policy(_elected(case, self._needed(len(case.annotators))))

    def _by_policy(self, choice: GoldChoice | None) -> GoldChoice | None:
        return choice and choice.model_copy(update={"action": "policy", "policy": self.name})

    def _needed(self, voters: int) -> int:
        """The number of votes that the rule requires."""
        return voters // 2 + 1 if self.rule == "majority" else max(1, ceil(round(self.share * voters, 9)))


def parse_policy(name: str) -> Policy:
    """The policy of this name; Refused if there is none."""
    rule, _, parameter = name.partition(":")
    match rule:
        case "unanimous" | "trivial" | "majority" if not parameter and ":" not in name:
            return Policy(rule=rule)
        case "prefer" if parameter:
            return Policy(rule="prefer", annotator=parameter)
        case "threshold":
            try:
                share = float(parameter)
            except ValueError:
                share = 0.0
            if 0 < share <= 1:
                return Policy(rule="threshold", share=share)
    raise Refused(
        tr("there is no policy {name}", name=repr(name[:60])),
        remedy=tr("use unanimous, trivial, majority, threshold:SHARE (such as threshold:0.6) or prefer:NAME"),
    )


def _widest(case: Case, text: str, scheme: Scheme) -> GoldChoice:
    """All characters that any annotator marked, without those that the label trims at its edges."""
    first = next(iter(case.spans.values()))[0]
    widest: Extent = ()
    for spans in case.spans.values():
        widest = merged_extent(widest, extent_of(spans[0].fragments))
    label = scheme.labels.get(first.label)
    trimmed = (trim(text, start, end, keeps_quotes=bool(label and label.keeps_quotes)) for start, end in widest)
    fragments = tuple((start, end) for start, end in trimmed if start < end) or widest
    return GoldChoice(action="policy", source=tuple(case.spans), spans=(with_fragments(first, fragments, text),))


def _elected(case: Case, needed: int) -> GoldChoice | None:
    """The version with enough votes; if there is none and each has one span, a span elected property by property."""
    version = elected_with(case.versions.values(), needed)
    if version is not None:
        return accept_version(case, next(name for name in case.annotators if case.versions[name] == version))
    spans = [version_spans[0] for version_spans in case.spans.values()]
    if case.is_relation or "split" in case.kinds or len(case.missing) >= needed or len(spans) < needed:
        return None
    label = elected_with((span.label for span in spans), needed)
    labelled = [span for span in spans if span.label == label]
    extent = elected_with((extent_of(span.fragments) for span in spans), needed)
    attributes = _elected_attributes(labelled, needed)
    if label is None or extent is None or attributes is None:
        return None
    pattern = next(span for span in spans if extent_of(span.fragments) == extent)
    span = pattern.model_copy(update={"label": label, "attributes": attributes, "note": ""})
    return GoldChoice(action="policy", source=tuple(case.spans), spans=(span,))


def _elected_attributes(spans: list[Span], needed: int) -> dict[str, str] | None:
    """The values with enough votes; None if an attribute has no such value."""
    names = {name for span in spans for name, _ in non_empty_attributes(span.attributes)}
    attributes: dict[str, str] = {}
    for name in sorted(names):
        value = elected_with((span.attributes.get(name, "") for span in spans), needed)
        if value is None:
            return None
        if value:
            attributes[name] = value
    return attributes
