"""Sentences about the effect of a change of the scheme, before and after it is applied."""

from annotator.app.scheme.apply_change import Consequences
from annotator.domain.scheme.role_changes import LostRole
from annotator.i18n import mark, tr, trn
from annotator.ui.widgets.plain_text import shorten

_MOST_KEYS, _LONGEST_KEY = 3, 60


def preview_text(effect: Consequences) -> str:
    """The effect that the change would have, in a line or two."""
    sentences = []
    if effect.spans or effect.relations:
        sentences.append(tr("{marks} in {articles} will follow.", marks=_changed(effect), articles=_articles(effect)))
    if effect.gone_spans or effect.gone_relations:
        sentences.append(tr("{marks} in {articles} will go.", marks=_deleted(effect), articles=_articles(effect)))
    if effect.lost_values:
        sentences.append(trn("{count} value will be lost.", "{count} values will be lost.", effect.lost_values))
    sentences += [_lost_role(lost) for lost in effect.lost_roles]
    sentences += [unknown_keys_text(effect.unknown_keys)] if effect.unknown_keys else []
    if effect.to_recheck:
        sentences.append(
            trn(
                "{count} article should be looked at again.",
                "{count} articles should be looked at again.",
                len(effect.to_recheck),
            )
        )
    return " ".join(sentences) or tr("No mark is changed.")


def unknown_keys_text(counts: dict[str, int]) -> str:
    """What the program does with the keys of a scheme that it does not know, and the first of them."""
    keys = list(counts)
    names = ", ".join(shorten(key, _LONGEST_KEY) for key in keys[:_MOST_KEYS]) + ("…" if len(keys) > _MOST_KEYS else "")
    return trn(
        "The scheme has {count} unknown key, which is kept but not used: {names}.",
        "The scheme has {count} unknown keys, which are kept but not used: {names}.",
        len(keys),
        names=names,
    )


def applied_text(effect: Consequences, undo_key: str) -> str:
    """The effect that the change had, and the key that undoes it."""
    text = tr("Scheme {version}", version=effect.version)
    if effect.spans or effect.relations:
        text += tr(": {marks} in {articles} followed", marks=_changed(effect), articles=_articles(effect))
    if effect.gone_spans or effect.gone_relations:
        text += tr("; {marks} went", marks=_deleted(effect))
    return tr("{what}. {key} takes it back", what=text, key=undo_key)


def _lost_role(lost: LostRole) -> str:
    sentences = {
        "label": mark("No label has the role “{role}” any more: what asks for it stays empty."),
        "relation": mark("No link has the role “{role}” any more: what asks for it stays empty."),
        "attribute": mark("The role “{role}” is lost with the attribute {name}."),
        "value": mark("The role “{role}” is lost with the value {name}."),
    }
    return tr(sentences[lost.owner], role=lost.role, name=lost.name)


def _changed(effect: Consequences) -> str:
    return _counts(effect.spans, effect.relations)


def _deleted(effect: Consequences) -> str:
    return _counts(effect.gone_spans, effect.gone_relations)


def _counts(spans: int, relations: int) -> str:
    counts = [trn("{count} span", "{count} spans", spans)] if spans else []
    counts += [trn("{count} link", "{count} links", relations)] if relations else []
    return tr(" and ").join(counts)


def _articles(effect: Consequences) -> str:
    return trn("{count} article", "{count} articles", effect.articles)
