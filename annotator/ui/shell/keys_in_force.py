"""The keys that are in force, with the changes that the user made.

Every key that the window shows or reacts to comes from here: the keys of the commands, the letters of the labels
under ``label:NAME``, with Shift under ``fragment:NAME``, and the letters of the attributes under ``attribute:NAME``.
"""

from typing import Any

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.shell.command_table import COMMAND_ALIASES, COMMANDS, Command, Scope

MovedKeys = dict[str, tuple[str, ...]]

_moved: MovedKeys = {}
_LABEL, _FRAGMENT, _ATTRIBUTE = "label:", "fragment:", "attribute:"
_Modifier = Qt.KeyboardModifier
_PLAIN = {_Modifier.NoModifier, _Modifier.ShiftModifier}
_BY_WORD = _PLAIN | {_Modifier.ControlModifier, _Modifier.ControlModifier | _Modifier.ShiftModifier}
_MOVING_KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
_ENTRY_KEYS = {
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Space,
}


class CommandEntry(FrozenModel):
    """Something that can have a key: a command, or a label or an attribute of the scheme."""

    id: str
    title: str
    plain: bool
    screen: Scope = "window"
    usual: tuple[str, ...]


def set_moved_keys(keys_by_id: MovedKeys) -> None:
    """Replace all changes of keys by these."""
    _moved.clear()
    _moved.update(keys_by_id)


def moved_keys() -> MovedKeys:
    """The keys that differ from the default ones, by id."""
    return dict(_moved)


def label_id(label: str) -> str:
    return f"{_LABEL}{label}"


def label_of(command_id: str) -> str:
    """The label that the command with this id sets; empty for every other command."""
    return command_id.removeprefix(_LABEL) if command_id.startswith(_LABEL) else ""


def entries(scheme: Scheme) -> list[CommandEntry]:
    """Everything that can have a key, the labels first."""
    labels = [
        CommandEntry(
            id=label_id(name),
            title=tr("Mark as {label}", label=label.title),
            plain=True,
            screen="reader",
            usual=_usual_letter(label.key),
        )
        for name, label in scheme.labels.items()
    ]
    label_letters = {letter for entry in labels for letter in entry.usual}
    attributes = [
        CommandEntry(
            id=f"{_ATTRIBUTE}{attribute.name}",
            title=tr("Change {attribute}", attribute=attribute.title.lower()),
            plain=True,
            screen="reader",
            usual=tuple(letter for letter in _usual_letter(attribute.key) if letter not in label_letters),
        )
        for attribute in scheme.attributes_with_keys()
    ]
    fragments = [
        CommandEntry(
            id=f"{_FRAGMENT}{name}",
            title=tr("Add to the {label} as a fragment", label=label.title.lower()),
            plain=True,
            screen="reader",
            usual=tuple(f"Shift+{key}" for key in keys_of(entry) if "+" not in key),
        )
        for entry, (name, label) in zip(labels, scheme.labels.items(), strict=True)
    ]
    scheme_keys = {key for entry in (*labels, *attributes, *fragments) for key in entry.usual}
    commands = [
        CommandEntry(
            id=command.id,
            title=listed_title(command),
            plain=command.scope != "window",
            screen=command.scope,
            # A key of the scheme takes precedence over a command on the same plain key.
            usual=tuple(key for key in command.keys if command.scope == "review" or key not in scheme_keys),
        )
        for command in COMMANDS.values()
    ]
    return [*labels, *fragments, *attributes, *commands]


def entries_with_keys(scheme: Scheme) -> list[CommandEntry]:
    """The labels and attributes of the scheme that have a key now."""
    return [entry for entry in entries(scheme) if entry.id.startswith((_LABEL, _ATTRIBUTE)) and keys_of(entry)]


def listed_title(command: Command) -> str:
    """The title of the command in a list of all keys."""
    if command.id in COMMAND_ALIASES:
        return tr("{title} (in the text)", title=command.shown_title)
    return tr("Review: {title}", title=command.shown_title) if command.scope == "review" else command.shown_title


def _usual_letter(key: str) -> tuple[str, ...]:
    return (key,) if key else ()


def keys_of(entry: CommandEntry) -> tuple[str, ...]:
    """The keys in force; the first one is the one to show."""
    return _moved.get(entry.id, entry.usual)


def command_keys(name: str) -> tuple[str, ...]:
    """The keys in force of the command with this id."""
    return _moved.get(name, COMMANDS[name].keys)


def reader_keys(scheme: Scheme) -> dict[str, str]:
    """The id behind each key of the article, in Qt's portable notation: labels, attributes and plain commands."""
    return {
        QKeySequence(key).toString(): entry.id
        for entry in entries(scheme)
        if entry.screen == "reader"
        for key in keys_of(entry)
    }


def event_key(event: QKeyEvent) -> str:
    """The pressed key with its modifiers, in the same notation."""
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    modifiers = event.modifiers() & ~_Modifier.KeypadModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString()


def command_for_character(text: str) -> str | None:
    """The plain command behind a typed character, whichever key of the keyboard types it.

    Letters have no entry here: with Shift they are keys of their own.
    """
    if text.isalpha():
        return None
    return next(
        (name for name, command in COMMANDS.items() if command.scope == "reader" and text in command_keys(name)), None
    )


def label_key(label: str, letter: str) -> str:
    """The key in force of a label whose default key is ``letter``, as shown to the user."""
    new_keys = _moved.get(label_id(label))
    if new_keys is None:
        return letter
    return native_text(new_keys[0]) if new_keys else ""


def shown_key(name: str) -> str:
    """The first key of the command in the notation of the platform; empty where it has none."""
    return native_text(command_keys(name)[0]) if command_keys(name) else ""


def tooltip_of(name: str) -> str:
    """Title and key of a command, as a tooltip."""
    title = COMMANDS[name].shown_title
    return f"{title} ({shown_key(name)})" if shown_key(name) else title


def native_text(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def refusal(entry: CommandEntry, key: str, entries_in_force: list[CommandEntry]) -> str | None:
    """Why ``entry`` cannot have this key; None where it can."""
    sequence: Any = QKeySequence(key)
    key_code, modifiers = sequence[0].key(), sequence[0].keyboardModifiers()
    if (key_code in _MOVING_KEYS and modifiers in _BY_WORD) or (key_code in _ENTRY_KEYS and modifiers in _PLAIN):
        return tr("{key} moves the caret or ends an entry", key=native_text(key))
    function_key = Qt.Key.Key_F1 <= key_code <= Qt.Key.Key_F35
    if modifiers in _PLAIN and not entry.plain and not function_key:
        return tr("{key} would fire while you type; add Ctrl or Alt", key=native_text(key))
    for rival in entries_in_force:
        separate = "window" not in (entry.screen, rival.screen) and entry.screen != rival.screen
        if rival.id != entry.id and not separate and key in keys_of(rival):
            return tr("{key} is taken by “{title}”", key=native_text(key), title=rival.title)
    return None
