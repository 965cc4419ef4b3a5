"""The page that changes the keys of commands."""

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
from annotator.ui.shell import keys_in_force
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel
from annotator.ui.widgets.tables import set_up_rows

_ROW = 26
_WIDTH = 640


class _Table(QTableWidget):
    """The list of commands; Enter asks for a new key."""

    key_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.key_requested.emit()
        else:
            super().keyPressEvent(event)


class _KeyField(QKeySequenceEdit):
    """Takes the next key; a punctuation character counts as itself, whichever key of the keyboard types it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        character = event.text()
        is_punctuation = character.isprintable() and not character.isalnum() and not character.isspace()
        if character and is_punctuation and _only_shift(event):
            self.setKeySequence(QKeySequence(character))
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


def _only_shift(event: QKeyEvent) -> bool:
    return event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class KeysPage(Page):
    """Every command and label with its key; a key in use is refused, with the title of its command."""

    changed = Signal()
    """The keys in force have changed."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._entries: list[keys_in_force.CommandEntry] = []
        self.table = _Table(0, 3)
        self.press = _KeyField()
        self.press.setMaximumSequenceLength(1)
        self.press.setAccessibleName(tr("New key"))
        for field in self.press.findChildren(QLineEdit):
            field.setAccessibleName(tr("New key"))
        # It takes Tab as a key like any other: Enter in the table leads here, and the new key back.
        self.press.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._answer_label = PlainLabel()
        self._answer_label.setTextFormat(Qt.TextFormat.PlainText)
        self._answer_label.setWordWrap(True)
        self._set_up_table()
        self._lay_out()
        self.press.editingFinished.connect(self._take)
        self.table.key_requested.connect(self.press.setFocus)
        self.table.doubleClicked.connect(lambda _: self.press.setFocus())
        self.table.currentCellChanged.connect(lambda *_: self.press.clear())

    @property
    def answer(self) -> str:
        """The latest answer of the page."""
        return self._answer_label.text()

    def _set_up_table(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("Command"), tr("Key"), tr("Usual key")])
        self.table.setAccessibleName(tr("Keys"))
        set_up_rows(self.table, row_height=_ROW)
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
            (tr("Usual key"), self.restore_key),
            (tr("All usual keys"), self.restore_all_keys),
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
        column.addWidget(self._answer_label)

    def open(self) -> None:
        """Show the keys in force."""
        self._answer_label.clear()
        self._fill(0)
        self.table.setFocus()

    def _fill(self, row: int) -> None:
        self._entries = keys_in_force.entries(self._scheme)
        self.table.setRowCount(len(self._entries))
        for number, entry in enumerate(self._entries):
            key_lists = (keys_in_force.keys_of(entry), entry.usual)
            texts = [", ".join(map(keys_in_force.native_text, keys)) for keys in key_lists]
            for column, text in enumerate([entry.title.rstrip("…"), *texts]):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.selectRow(row)

    def choose(self, name: str) -> None:
        """Select the command or label with this id."""
        self.table.selectRow(next(row for row, entry in enumerate(self._entries) if entry.id == name))

    def _chosen(self) -> keys_in_force.CommandEntry:
        return self._entries[max(0, self.table.currentRow())]

    def _take(self) -> None:
        sequence = self.press.keySequence()
        if sequence.isEmpty():
            return
        entry, key = self._chosen(), sequence.toString(QKeySequence.SequenceFormat.PortableText)
        self.press.clear()
        reason = keys_in_force.refusal(entry, key, self._entries)
        if reason:
            self._answer(reason, wrong=True)
        else:
            self._change({**keys_in_force.moved_keys(), entry.id: (key,)})
            self._answer(tr("{title} is now on {key}", title=entry.title, key=keys_in_force.native_text(key)))
        self.table.setFocus()

    def restore_key(self) -> None:
        """Restore the default key of the selected command, unless another one uses it by now."""
        entry = self._chosen()
        for key in entry.usual:
            reason = keys_in_force.refusal(entry, key, self._entries)
            if reason:
                self._answer(reason, wrong=True)
                return
        self._change({name: keys for name, keys in keys_in_force.moved_keys().items() if name != entry.id})

    def restore_all_keys(self) -> None:
        """Restore the default keys of all commands."""
        self._change({})

    def _change(self, moved: keys_in_force.MovedKeys) -> None:
        row = self.table.currentRow()
        keys_in_force.set_moved_keys(moved)
        self._answer_label.clear()
        self._fill(max(0, row))
        self.changed.emit()

    def _answer(self, text: str, *, wrong: bool = False) -> None:
        self._answer_label.setProperty("role", "error" if wrong else "muted")
        self._answer_label.style().unpolish(self._answer_label)
        self._answer_label.style().polish(self._answer_label)
        self._answer_label.setText(text)

    def _write_sheet(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Cheat sheet"), "annotator-keys.pdf", tr("PDF (*.pdf)"))
        if name:
            write_cheat_sheet(Path(name), all_keys(self._scheme))
            self._answer(tr("Wrote {file}", file=Path(name).name))
