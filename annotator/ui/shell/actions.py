"""How do the commands of the table become menus and shortcuts?"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.icons import icon
from annotator.ui.shell import keymap
from annotator.ui.shell.commands import COMMANDS, MENUS, SISTERS
from annotator.ui.theme import Theme


class Actions:
    """One action per command and per label; plain keys act on ``readers`` only, the others on the whole window."""

    def __init__(
        self,
        window: QWidget,
        readers: Iterable[QWidget],
        scheme: Scheme,
        *,
        do: Callable[[str], None],
    ) -> None:
        self._window, self._readers, self._do = window, list(readers), do
        self._reviewing: list[QWidget] = []
        self._actions: dict[str, QAction] = {}
        self.show_scheme(scheme)

    def show_scheme(self, scheme: Scheme) -> None:
        """An action for each command, and for what has a key by this scheme in place of what had one before."""
        self._scheme = scheme
        for name in [name for name in self._actions if name not in COMMANDS]:
            gone = self._actions.pop(name)
            # Until it is deleted it must not answer to a key that is somebody else's by now.
            gone.setShortcuts([])
            gone.deleteLater()
        self._entries = {entry.id: entry for entry in keymap.entries(scheme)}
        for entry in self._entries.values():
            if entry.id not in self._actions:
                title = COMMANDS[entry.id].shown_title if entry.id in COMMANDS else entry.title
                self._add(self._window, entry.id, title, partial(self._do, entry.id))
        self.obey_keys()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _add(self, window: QWidget, name: str, title: str, act: Callable[[], None]) -> None:
        action = QAction(title, window)
        action.triggered.connect(lambda _=False: act())
        if self._entries[name].plain:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            # Those of a screen that is built later wait for it.
            for reader in self._readers if self._entries[name].screen == "reader" else self._reviewing:
                reader.addAction(action)
        else:
            window.addAction(action)
        self._actions[name] = action

    def let_review(self, *places: QWidget) -> None:
        """From now on the plain keys of the review act where one of these has the focus."""
        self._reviewing += places
        for name, action in self._actions.items():
            if self._entries[name].screen == "review":
                for place in places:
                    place.addAction(action)

    def obey_keys(self) -> None:
        """Take over the keys that are in force now."""
        self._entries = {entry.id: entry for entry in keymap.entries(self._scheme)}
        for name, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in keymap.keys_of(self._entries[name])])
            if name in COMMANDS:
                action.setToolTip(keymap.hint(name))

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every command into its menu."""
        bar.clear()
        menus = {name: bar.addMenu(tr(title)) for name, title in MENUS.items()}
        for command in COMMANDS.values():
            if command.id in SISTERS:
                continue
            menu = menus[command.menu]
            if command.rule_above and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(self._actions[command.id])

    def wear(self, theme: Theme) -> None:
        for command in COMMANDS.values():
            if command.icon:
                self._actions[command.id].setIcon(icon(command.icon, theme))
