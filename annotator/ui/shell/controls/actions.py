"""The commands of the table as menus and shortcuts."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.icons import icon
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMAND_ALIASES, COMMANDS, MENUS
from annotator.ui.theme import Theme


class Actions:
    """One action for each command and label; plain keys act in ``readers`` only, all others in the whole window."""

    def __init__(
        self,
        window: QWidget,
        readers: Iterable[QWidget],
        scheme: Scheme,
        *,
        run: Callable[[str], None],
    ) -> None:
        self._window, self._readers, self._run = window, list(readers), run
        self._review_targets: list[QWidget] = []
        self._actions: dict[str, QAction] = {}
        self.show_scheme(scheme)

    def show_scheme(self, scheme: Scheme) -> None:
        """Replace the actions of the scheme before by those of this one."""
        self._scheme = scheme
        for name in [name for name in self._actions if name not in COMMANDS]:
            outdated = self._actions.pop(name)
            # Until it is deleted it must not react to a key that belongs to another action by now.
            outdated.setShortcuts([])
            outdated.deleteLater()
        self._entries = {entry.id: entry for entry in keys_in_force.entries(scheme)}
        for entry in self._entries.values():
            if entry.id not in self._actions:
                title = COMMANDS[entry.id].shown_title if entry.id in COMMANDS else entry.title
                self._add(self._window, entry.id, title)
        self.reload_shortcuts()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _add(self, window: QWidget, name: str, title: str) -> None:
        action = QAction(title, window)
        action.triggered.connect(lambda _=False: self._run(name))
        if self._entries[name].plain:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            # The targets of a screen that is not built yet are added later, by add_review_targets.
            for reader in self._readers if self._entries[name].screen == "reader" else self._review_targets:
                reader.addAction(action)
        else:
            window.addAction(action)
        self._actions[name] = action

    def add_review_targets(self, *targets: QWidget) -> None:
        """The plain keys of the review act where one of these has the focus, too."""
        self._review_targets += targets
        for name, action in self._actions.items():
            if self._entries[name].screen == "review":
                for target in targets:
                    target.addAction(action)

    def reload_shortcuts(self) -> None:
        """Take over the keys that are in force now."""
        self._entries = {entry.id: entry for entry in keys_in_force.entries(self._scheme)}
        for name, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in keys_in_force.keys_of(self._entries[name])])
            if name in COMMANDS:
                action.setToolTip(keys_in_force.tooltip_of(name))

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every command into its menu."""
        bar.clear()
        menus = {name: bar.addMenu(tr(title)) for name, title in MENUS.items()}
        for command in COMMANDS.values():
            if command.id in COMMAND_ALIASES:
                continue
            menu = menus[command.menu]
            if command.rule_above and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(self._actions[command.id])

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons of the commands in the colours of this theme."""
        for command in COMMANDS.values():
            if command.icon:
                self._actions[command.id].setIcon(icon(command.icon, theme))
