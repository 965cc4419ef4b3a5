"""How do the commands of the table become menus and shortcuts?"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from annotator.domain.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.commands import COMMANDS, MENUS, SISTERS
from annotator.ui.icons import icon
from annotator.ui.theme import Theme


def make_actions(
    window: QWidget, readers: Iterable[QWidget], scheme: Scheme | None, do: Callable[[str], None]
) -> dict[str, QAction]:
    """One action per command, bound to the window, or for plain keys to each of ``readers``.

    A label's letter wins over a command on the same plain key.
    """
    letters = set(scheme.by_key) if scheme else set()
    readers = list(readers)
    actions = {}
    for command in COMMANDS.values():
        action = QAction(command.shown_title, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys if key not in letters])
        action.setToolTip(command.hint)
        action.triggered.connect(lambda _=False, name=command.id: do(name))
        if command.scope == "reader":
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            for reader in readers:
                reader.addAction(action)
        else:
            window.addAction(action)
        actions[command.id] = action
    return actions


def make_label_actions(readers: Iterable[QWidget], scheme: Scheme, label: Callable[[str], None]) -> None:
    """The letters of the labels, on each of ``readers``."""
    for reader in readers:
        for key, kind in scheme.by_key.items():
            action = QAction(kind.title, reader)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, name=kind.name: label(name))
            reader.addAction(action)


def fill_menus(bar: QMenuBar, actions: dict[str, QAction]) -> None:
    """Put every command into its menu."""
    bar.clear()
    menus = {name: bar.addMenu(tr(title)) for name, title in MENUS.items()}
    for command in COMMANDS.values():
        if command.id in SISTERS:
            continue
        menu = menus[command.menu]
        if command.rule_above and not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(actions[command.id])


def wear(actions: dict[str, QAction], theme: Theme) -> None:
    for name, action in actions.items():
        if COMMANDS[name].icon:
            action.setIcon(icon(COMMANDS[name].icon, theme))
