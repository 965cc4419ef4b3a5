"""The preview of a merge of two names."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.app.cast.registry_edits import NameUnion
from annotator.i18n import tr, trn
from annotator.ui.widgets.plain_text import PlainLabel, shorten

_MAX_VALUES = 6
_MAX_LETTERS = 60


class UnionPreview(QWidget):
    """Shows the effect of a merge before it is applied."""

    accepted = Signal(NameUnion)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._union: NameUnion | None = None
        self._title, self._body = PlainLabel(), PlainLabel()
        self._title.setProperty("role", "heading")
        for label in (self._title, self._body):
            label.setWordWrap(True)
        self.merge_button = QPushButton(tr("Merge"))
        self.merge_button.setDefault(True)
        self.merge_button.clicked.connect(self._accept)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.merge_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label in (self._title, self._body):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(buttons)

    @property
    def text(self) -> str:
        """The title and the text of the preview."""
        return f"{self._title.text()}\n{self._body.text()}"

    def ask_new_name(self, old_name: str) -> None:
        """Ask the user to choose the name that replaces ``old_name``."""
        self._union = None
        self._title.setText(tr("Merge “{name}” into …", name=_short(old_name)))
        self._body.setText(tr("Choose the name that stays in the list above."))
        self.merge_button.setEnabled(False)

    def show_union(self, union: NameUnion) -> None:
        """Show the effect of this union."""
        self._union = union
        self._title.setText(
            tr("Merge “{gone}” into “{kept}”", gone=_short(union.old_name), kept=_short(union.new_name))
        )
        self._body.setText("\n".join(_lines(union)))
        self.merge_button.setEnabled(True)

    def refuse(self, reason: str) -> None:
        """Show why the names cannot be merged."""
        self._union = None
        self._body.setText(reason)
        self.merge_button.setEnabled(False)

    def _accept(self) -> None:
        if self._union:
            self.accepted.emit(self._union)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.merge_button.hasFocus():
            self._accept()
        else:
            super().keyPressEvent(event)


def _lines(union: NameUnion) -> list[str]:
    """The effect on each value, and the names that become aliases."""
    spans = trn("{count} span changes", "{count} spans change", union.spans)
    articles = trn("in {count} article", "in {count} articles", union.articles)
    annotators = trn("in the marks of {count} annotator", "in the marks of {count} annotators", union.annotators)
    lines = [f"{spans} {articles}, {annotators}:" if union.spans else tr("No span changes.")]
    lines += [
        f"{change.spans} ×  {_short(change.before)}  →  {_short(change.after)}"
        for change in union.value_changes[:_MAX_VALUES]
    ]
    if len(union.value_changes) > _MAX_VALUES:
        lines.append(trn("and {count} more value", "and {count} more values", len(union.value_changes) - _MAX_VALUES))
    return [*lines, tr("Also called from then on: {names}", names=_short("; ".join(union.aliases)))]


def _short(name: str) -> str:
    return shorten(name, _MAX_LETTERS)
