"""What would become one if two names were merged?"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.app.cast.registry_edits import Union
from annotator.i18n import tr, trn
from annotator.ui.widgets.plain_text import PlainLabel, brief

_SHOWN_VALUES = 6
_SHOWN_LETTERS = 60


class UnionPreview(QWidget):
    """Says what a merge changes before it is carried out."""

    taken = Signal(Union)
    """The person wants it."""
    left = Signal()
    """The person does not."""

    def __init__(self) -> None:
        super().__init__()
        self._union: Union | None = None
        self._title, self._body = PlainLabel(), PlainLabel()
        self._title.setProperty("role", "heading")
        for label in (self._title, self._body):
            label.setWordWrap(True)
        self.take = QPushButton(tr("Merge"))
        self.take.setDefault(True)
        self.take.clicked.connect(self._tell)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self._body):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()}\n{self._body.text()}"

    def ask(self, gone: str) -> None:
        """Nobody has said yet what this name shall be merged into."""
        self._union = None
        self._title.setText(tr("Merge “{name}” into …", name=_short(gone)))
        self._body.setText(tr("Choose the name that stays in the list above."))
        self.take.setEnabled(False)

    def show_union(self, union: Union) -> None:
        """Say what this comes to."""
        self._union = union
        self._title.setText(tr("Merge “{gone}” into “{kept}”", gone=_short(union.gone), kept=_short(union.kept)))
        self._body.setText("\n".join(_lines(union)))
        self.take.setEnabled(True)

    def refuse(self, why: str) -> None:
        """Say why this cannot be."""
        self._union = None
        self._body.setText(why)
        self.take.setEnabled(False)

    def _tell(self) -> None:
        if self._union:
            self.taken.emit(self._union)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.take.hasFocus():
            self._tell()
        else:
            super().keyPressEvent(event)


def _lines(union: Union) -> list[str]:
    """How much changes where, value by value, and which names live on as aliases."""
    spans = trn("{count} span changes", "{count} spans change", union.spans)
    articles = trn("in {count} article", "in {count} articles", union.articles)
    people = trn("in the marks of {count} annotator", "in the marks of {count} annotators", union.people)
    lines = [f"{spans} {articles}, {people}:" if union.spans else tr("No span changes.")]
    lines += [f"{one.spans} ×  {_short(one.before)}  →  {_short(one.after)}" for one in union.rewritten[:_SHOWN_VALUES]]
    if len(union.rewritten) > _SHOWN_VALUES:
        lines.append(trn("and {count} more value", "and {count} more values", len(union.rewritten) - _SHOWN_VALUES))
    return [*lines, tr("Also called from then on: {names}", names=_short("; ".join(union.aliases)))]


def _short(name: str) -> str:
    return brief(name, _SHOWN_LETTERS)
