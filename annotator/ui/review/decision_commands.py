"""The commands that settle the current case."""

from functools import partial

from annotator.app.review.queue import case_versions
from annotator.i18n import tr
from annotator.review.choices import accept_version, empty_choice, intersection, keep_all, union
from annotator.ui.annotate.context import Commands
from annotator.ui.review.case_presenter import ordered_annotators
from annotator.ui.review.context import ReviewContext
from annotator.ui.review.label_mode import choose_label

# Versions that a digit key accepts.
_VERSION_KEYS = 9


class DecisionCommands:
    """Settles the current case: with a version, with what versions have in common, with all of them, or with none."""

    def __init__(self, context: ReviewContext) -> None:
        self._context = context

    @property
    def commands(self) -> Commands:
        """The command of each decision that needs one key, and of the choice of another label."""
        return {
            **{f"accept-{number}": partial(self.accept, number) for number in range(1, _VERSION_KEYS + 1)},
            "take-suggestion": self.take_suggestion,
            "union": self.unite,
            "intersection": self.intersect,
            "relabel-case": lambda: choose_label(self._context),
            "reject-all": self.reject_all,
            "keep-all": self.keep_all,
        }

    def accept(self, number: int) -> None:
        """Accept the version of the annotator with this number, counted from 1."""
        context, case = self._context, self._context.current_case
        names = ordered_annotators(context.review.session, case[0], blind=context.is_blind) if case else []
        if number <= len(names):
            context.settle(lambda _, state: accept_version(state.case, names[number - 1]))
        else:
            context.say(tr("Only {count} annotators have finished this article", count=len(names)))

    def accept_version(self, index: int) -> None:
        """Accept the version with this index on the card."""
        self._context.settle(
            lambda _, state: accept_version(state.case, case_versions(state.case)[index].annotators[0])
        )

    def take_suggestion(self) -> None:
        """Accept the suggestion."""
        suggestion = self._context.suggestion
        if suggestion is None:
            self._context.say(tr("Nothing is suggested here: no version has the most votes"))
            return
        choice = suggestion.choice
        self._context.settle(lambda *_: choice)

    def unite(self) -> None:
        """Accept the union of the extents."""
        self._context.settle(lambda document, state: union(state.case, document.text))

    def intersect(self) -> None:
        """Accept the intersection of the extents."""
        self._context.settle(lambda document, state: intersection(state.case, document.text))

    def reject_all(self) -> None:
        """Accept no version: gold has no mark here."""
        self._context.settle(lambda *_: empty_choice())

    def keep_all(self) -> None:
        """Accept the marks of all versions."""
        self._context.settle(lambda _, state: keep_all(state.case))
