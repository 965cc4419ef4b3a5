"""How does a reviewer settle a case by another label, or by what nobody marked?"""

from annotator.app.queueing import Suggestion
from annotator.domain.marks import Span
from annotator.i18n import tr
from annotator.review.choices import edited, relabelled
from annotator.ui import keymap
from annotator.ui.review.editing import EditMode, LabelMode
from annotator.ui.review.ground import Ground


class Changing:
    """Begins the choice of a label, and an edit, of what shall stand."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def choose_label(self, suggested: Suggestion | None) -> None:
        """This extent with another label: its letter says which."""
        draft, scheme = self._draft(suggested), self._ground.review.session.scheme
        if not draft:
            self._ground.say(tr("Only spans have a label to change"))
            return
        self._ground.enter(
            LabelMode(
                self._labels(),
                choose=lambda label: self._ground.settle(lambda *_: relabelled(draft[0], label, scheme)),
                leave=self._ground.leave,
            )
        )

    def edit(self, suggested: Suggestion | None) -> None:
        """Work on a draft of what shall stand."""
        draft, found = self._draft(suggested), self._ground.at_hand
        if not draft or found is None:
            self._ground.say(tr("Only spans can be edited: accept, keep or reject a link"))
            return
        self._ground.enter(
            EditMode(
                draft,
                found[0].text,
                self._ground.review.session.scheme,
                self._labels(),
                show=self._ground.show_case,
                settle=lambda: self._ground.settle(lambda *_: edited(draft)),
                leave=self._ground.leave,
            )
        )

    def _labels(self) -> dict[str, str]:
        """The labels by the letters that are in force."""
        known = self._ground.review.session.scheme.labels
        told = {keymap.label_key(name, label.key).upper(): name for name, label in known.items()}
        return {letter: name for letter, name in told.items() if letter}

    def _draft(self, suggested: Suggestion | None) -> list[Span]:
        """What an edit begins with: the suggestion, what was settled, or the first version that is there."""
        found = self._ground.at_hand
        if found is None or found[1].case.is_relation:
            return []
        document, standing = found
        settled = document.marks_of(standing.decision) if standing.decision else []
        proposed = list(suggested.choice.spans) if suggested else []
        return settled or proposed or list(next(iter(standing.case.spans.values())))
