"""The offer to assign the missing roles of a scheme, above the pages of the window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QPushButton

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.shell.current_settings import CurrentSettings
from annotator.ui.shell.page_table import ROLES
from annotator.ui.widgets.accessibility import announce
from annotator.ui.widgets.rule import banner

if TYPE_CHECKING:
    from annotator.ui.shell.window import Window


class RoleNotice:
    """A banner that offers to assign roles; it appears once for each project that can be changed."""

    def __init__(self, settings: CurrentSettings, window: "Window") -> None:
        self._settings, self._window = settings, window
        self._banner: QFrame | None = None
        window.annotate.scheme_shown.connect(self._follow)
        window.pages.currentChanged.connect(lambda _: self._follow())

    def offer_once(self) -> None:
        """Show the banner if the scheme lacks roles and it was not shown for this project before."""
        session = self._window.session
        offered = self._settings.values.roles_offered
        if session.read_only or session.id in offered or not _worth_offering(session.scheme):
            return
        self._settings.update(roles_offered=(*offered, session.id))
        text = tr(
            "This scheme does not say yet what each label and link is for, so the Demands screen and other lists may"
            " stay empty. You can also do this later: Edit, Assign roles…"
        )
        assign_button, later_button = QPushButton(tr("Assign roles…")), QPushButton(tr("Not now"))
        assign_button.clicked.connect(self._assign)
        later_button.clicked.connect(self._dismiss)
        self._banner = banner(text, assign_button, later_button)
        self._window.show_banner(self._banner)
        announce(self._banner, text)

    def _assign(self) -> None:
        self._window.commands.run("assign-roles")

    def _dismiss(self) -> None:
        self._close()
        if self._window.pages.currentWidget() is self._window.annotate:
            self._window.annotate.reader.setFocus()

    def _follow(self) -> None:
        """Remove the banner where it has served its purpose."""
        if self._banner is None:
            return
        window = self._window
        if window.pages.shows(ROLES) or not _worth_offering(window.session.scheme):
            self._close()

    def _close(self) -> None:
        if self._banner:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None


def _worth_offering(scheme: Scheme) -> bool:
    if not scheme.missing_roles:
        return False
    # Most schemes have all roles, and the changes of a scheme take a part of the start to import.
    from annotator.app.scheme import role_offer

    return role_offer.worth_offering(scheme)
