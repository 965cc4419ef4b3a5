"""How is said what a change of the scheme will do, or did?"""

from annotator.app.scheme.apply_change import Consequences
from annotator.i18n import tr, trn


def foretold(told: Consequences) -> str:
    """What will happen, in a line or two."""
    parts = []
    if told.spans or told.relations:
        parts.append(tr("{marks} in {articles} will follow.", marks=_marks(told), articles=_articles(told)))
    if told.gone_spans or told.gone_relations:
        parts.append(tr("{marks} in {articles} will go.", marks=_gone(told), articles=_articles(told)))
    if told.lost_values:
        parts.append(trn("{count} value will be lost.", "{count} values will be lost.", told.lost_values))
    if told.again:
        parts.append(
            trn(
                "{count} article should be looked at again.",
                "{count} articles should be looked at again.",
                len(told.again),
            )
        )
    return " ".join(parts) or tr("No mark is changed.")


def done(told: Consequences, undo_key: str) -> str:
    """What happened, with the way back."""
    what = tr("Scheme {version}", version=told.version)
    if told.spans or told.relations:
        what += tr(": {marks} in {articles} followed", marks=_marks(told), articles=_articles(told))
    if told.gone_spans or told.gone_relations:
        what += tr("; {marks} went", marks=_gone(told))
    return tr("{what}. {key} takes it back", what=what, key=undo_key)


def _marks(told: Consequences) -> str:
    return _both(told.spans, told.relations)


def _gone(told: Consequences) -> str:
    return _both(told.gone_spans, told.gone_relations)


def _both(spans: int, links: int) -> str:
    parts = [trn("{count} span", "{count} spans", spans)] if spans else []
    parts += [trn("{count} link", "{count} links", links)] if links else []
    return tr(" and ").join(parts)


def _articles(told: Consequences) -> str:
    return trn("{count} article", "{count} articles", told.articles)
