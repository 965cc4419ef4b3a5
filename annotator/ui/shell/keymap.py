"""Which keys are in force, after a person has moved some?

Every key that the window shows or obeys comes from here: those of the commands, the letters of the labels under
``label:NAME``, with Shift under ``fragment:NAME``, and those of the attributes under ``attribute:NAME``.
"""

from typing import Any

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.shell.commands import COMMANDS, SISTERS, Command, Scope

Moved = dict[str, tuple[str, ...]]

_moved: Moved = {}
_LABEL, _FRAGMENT, _ATTRIBUTE = "label:", "fragment:", "attribute:"
_Modifier = Qt.KeyboardModifier
_PLAIN = {_Modifier.NoModifier, _Modifier.ShiftModifier}
_BY_WORD = _PLAIN | {_Modifier.ControlModifier, _Modifier.ControlModifier | _Modifier.ShiftModifier}
_WALKING = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
_ENTERING = {
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Space,
}


class Entry(FrozenModel):
    """Something that has a key: a command, or a label or an attribute of the scheme."""

    id: str
    title: str
    plain: bool
    screen: Scope = "window"
    usual: tuple[str, ...]


def use(moved: Moved) -> None:
    """Obey these keys where they differ from the usual ones."""
    _moved.clear()
    _moved.update(moved)


def moved() -> Moved:
    """What differs from the usual keys."""
    return dict(_moved)


def label_id(label: str) -> str:
    return f"{_LABEL}{label}"


def label_of(name: str) -> str:
    """The label that the command of this id sets; empty where it is another one."""
    return name.removeprefix(_LABEL) if name.startswith(_LABEL) else ""


def entries(scheme: Scheme) -> list[Entry]:
    """All that can have a key, the labels first."""
    labels = [
        Entry(
            id=label_id(name),
            title=tr("Mark as {label}", label=label.title),
            plain=True,
            screen="reader",
            usual=_usual_letter(label.key),
        )
        for name, label in scheme.labels.items()
    ]
    letters = {letter for entry in labels for letter in entry.usual}
    attributes = [
        Entry(
            id=f"{_ATTRIBUTE}{attribute.name}",
            title=tr("Change {attribute}", attribute=attribute.title.lower()),
            plain=True,
            screen="reader",
            usual=tuple(letter for letter in _usual_letter(attribute.key) if letter not in letters),
        )
        for attribute in scheme.attributes_with_keys()
    ]
    fragments = [
        Entry(
            id=f"{_FRAGMENT}{name}",
            title=tr("Add to the {label} as a fragment", label=label.title.lower()),
            plain=True,
            screen="reader",
            usual=tuple(f"Shift+{key}" for key in keys_of(entry) if "+" not in key),
        )
        for entry, (name, label) in zip(labels, scheme.labels.items(), strict=True)
    ]
    taken = {key for entry in (*labels, *attributes, *fragments) for key in entry.usual}
    commands = [
        Entry(
            id=command.id,
            title=told(command),
            plain=command.scope != "window",
            screen=command.scope,
            # What the scheme puts on a plain key wins over a command on the same one.
            usual=tuple(key for key in command.keys if command.scope == "review" or key not in taken),
        )
        for command in COMMANDS.values()
    ]
    return [*labels, *fragments, *attributes, *commands]


def letters(scheme: Scheme) -> list[Entry]:
    """The labels and attributes of the scheme that have a key now."""
    return [entry for entry in entries(scheme) if entry.id.startswith((_LABEL, _ATTRIBUTE)) and keys_of(entry)]


def told(command: Command) -> str:
    """What the command is called where all keys stand together."""
    if command.id in SISTERS:
        return tr("{title} (in the text)", title=command.shown_title)
    return tr("Review: {title}", title=command.shown_title) if command.scope == "review" else command.shown_title


def _usual_letter(key: str) -> tuple[str, ...]:
    return (key,) if key else ()


def keys_of(entry: Entry) -> tuple[str, ...]:
    """The keys in force, the one that is shown first."""
    return _moved.get(entry.id, entry.usual)


def keys(name: str) -> tuple[str, ...]:
    """The keys in force of the command with this id."""
    return _moved.get(name, COMMANDS[name].keys)


def in_the_text(scheme: Scheme) -> dict[str, str]:
    """What each key does in the article: of labels, attributes and the plain commands, in Qt's portable notation."""
    return {
        QKeySequence(key).toString(): entry.id
        for entry in entries(scheme)
        if entry.screen == "reader"
        for key in keys_of(entry)
    }


def pressed(event: QKeyEvent) -> str:
    """The key that was pressed, with what was held, in the same notation."""
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    held = event.modifiers() & ~_Modifier.KeypadModifier
    return QKeySequence(QKeyCombination(held, key)).toString()


def typed(text: str) -> str | None:
    """The plain command behind a sign, on whichever key, with Shift or without, a keyboard has it.

    Letters are left to their keys: with Shift they are other keys.
    """
    if text.isalpha():
        return None
    return next((name for name, command in COMMANDS.items() if command.scope == "reader" and text in keys(name)), None)


def label_key(label: str, letter: str) -> str:
    """The key in force of a label whose usual one is ``letter``, as it is shown."""
    own = _moved.get(label_id(label))
    return letter if own is None else native(own[0]) if own else ""


def shown(name: str) -> str:
    """The command's first key, as this desktop writes it; empty where there is none."""
    return native(keys(name)[0]) if keys(name) else ""


def hint(name: str) -> str:
    """Title and key of a command, for a tooltip."""
    title = COMMANDS[name].shown_title
    return f"{title} ({shown(name)})" if shown(name) else title


def native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def refusal(entry: Entry, key: str, everything: list[Entry]) -> str | None:
    """Why ``entry`` cannot have this key; None where it can."""
    sequence: Any = QKeySequence(key)
    pressed, modifiers = sequence[0].key(), sequence[0].keyboardModifiers()
    if (pressed in _WALKING and modifiers in _BY_WORD) or (pressed in _ENTERING and modifiers in _PLAIN):
        return tr("{key} moves the caret or ends an entry", key=native(key))
    function_key = Qt.Key.Key_F1 <= pressed <= Qt.Key.Key_F35
    if modifiers in _PLAIN and not entry.plain and not function_key:
        return tr("{key} would fire while you type; add Ctrl or Alt", key=native(key))
    for other in everything:
        elsewhere = "window" not in (entry.screen, other.screen) and entry.screen != other.screen
        if other.id != entry.id and not elsewhere and key in keys_of(other):
            return tr("{key} is taken by “{title}”", key=native(key), title=other.title)
    return None
