"""How does a person give a command another key?"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from annotator.domain.scheme.scheme import Scheme
from annotator.i18n import tr
from annotator.ui.annotate.panels.help_card import all_keys
from annotator.ui.keys.cheat_sheet import write_cheat_sheet
from annotator.ui.shell import keymap
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import walk_by_rows

_ROW = 26
_WIDTH = 640


class _Table(QTableWidget):
    """The list of commands; Enter asks for a key."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class _Press(QKeySequenceEdit):
    """Takes the next key; a sign is the same one on whichever key, with Shift or without, a keyboard has it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = event.text()
        if sign.isprintable() and sign and not sign.isalnum() and not sign.isspace() and _only_shift(event):
            self.setKeySequence(QKeySequence(sign))
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


def _only_shift(event: QKeyEvent) -> bool:
    return event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class KeysPage(Page):
    """Every command and label with its key. A key that is taken is refused, with the name of who has it."""

    changed = Signal()
    """Other keys are in force."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._entries: list[keymap.Entry] = []
        self.table = _Table(0, 3)
        self.press = _Press()
        self.press.setMaximumSequenceLength(1)
        self.press.setAccessibleName(tr("New key"))
        for field in self.press.findChildren(QLineEdit):
            field.setAccessibleName(tr("New key"))
        # It takes Tab for a key like any other: Enter in the table leads here, and the new key back.
        self.press.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._said = PlainLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._dress_table()
        self._lay_out()
        self.press.editingFinished.connect(self._take)
        self.table.asked.connect(self.press.setFocus)
        self.table.doubleClicked.connect(lambda _: self.press.setFocus())
        self.table.currentCellChanged.connect(lambda *_: self.press.clear())

    @property
    def said(self) -> str:
        """What the page answered last."""
        return self._said.text()

    def _dress_table(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("Command"), tr("Key"), tr("Usual key")])
        self.table.setAccessibleName(tr("Keys"))
        walk_by_rows(self.table, row_height=_ROW)
        heading = self.table.horizontalHeader()
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 170)
        self.table.setColumnWidth(2, 170)

    def _lay_out(self) -> None:
        title = PlainLabel(tr("Keys"))
        title.setProperty("role", "heading")
        hint = PlainLabel(tr("Choose a command, press Enter, then the key that it shall have."))
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self.press, 1)
        for text, act in (
            (tr("Usual key"), self.give_back),
            (tr("All usual keys"), self.give_all_back),
            (tr("Cheat sheet…"), self._write_sheet),
            (tr("Close"), self.left.emit),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        column = self.column(_WIDTH, spacing=10, tall=True)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self._said)

    def open(self) -> None:
        """Show the keys that are in force."""
        self._said.clear()
        self._fill(0)
        self.table.setFocus()

    def _fill(self, row: int) -> None:
        self._entries = keymap.entries(self._scheme)
        self.table.setRowCount(len(self._entries))
        for place, entry in enumerate(self._entries):
            keys = [", ".join(map(keymap.native, known)) for known in (keymap.keys_of(entry), entry.usual)]
            for column, text in enumerate([entry.title.rstrip("…"), *keys]):
                self.table.setItem(place, column, QTableWidgetItem(text))
        self.table.selectRow(row)

    def choose(self, name: str) -> None:
        """Point at the command or label of this id."""
        self.table.selectRow(next(row for row, entry in enumerate(self._entries) if entry.id == name))

    def _chosen(self) -> keymap.Entry:
        return self._entries[max(0, self.table.currentRow())]

    def _take(self) -> None:
        sequence = self.press.keySequence()
        if sequence.isEmpty():
            return
        entry, key = self._chosen(), sequence.toString(QKeySequence.SequenceFormat.PortableText)
        self.press.clear()
        why = keymap.refusal(entry, key, self._entries)
        if why:
            self._answer(why, wrong=True)
        else:
            self._move({**keymap.moved(), entry.id: (key,)})
            self._answer(tr("{title} is now on {key}", title=entry.title, key=keymap.native(key)))
        self.table.setFocus()

    def give_back(self) -> None:
        """Give the chosen command its usual key again, unless that is taken by now."""
        entry = self._chosen()
        for key in entry.usual:
            why = keymap.refusal(entry, key, self._entries)
            if why:
                self._answer(why, wrong=True)
                return
        self._move({name: keys for name, keys in keymap.moved().items() if name != entry.id})

    def give_all_back(self) -> None:
        """Put every command on its usual key."""
        self._move({})

    def _move(self, moved: keymap.Moved) -> None:
        row = self.table.currentRow()
        keymap.use(moved)
        self._said.clear()
        self._fill(max(0, row))
        self.changed.emit()

    def _answer(self, text: str, *, wrong: bool = False) -> None:
        self._said.setProperty("role", "error" if wrong else "muted")
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(text)

    def _write_sheet(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Cheat sheet"), "annotator-keys.pdf", tr("PDF (*.pdf)"))
        if name:
            write_cheat_sheet(Path(name), all_keys(self._scheme))
            self._answer(tr("Wrote {file}", file=Path(name).name))
