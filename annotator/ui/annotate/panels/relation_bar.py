"""The bar that shows the relation which Enter would add."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.i18n import tr
from annotator.ui.widgets.plain_text import PlainLabel


class RelationBar(QWidget):
    """One line above the article: source, label, target, and the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sentence, self._keys = PlainLabel(), PlainLabel()
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence.setProperty("role", "heading")
        self._keys.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 9)
        row.setSpacing(16)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._keys)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_choice(self, source: str, title: str, target: str, *, position: str, has_other_labels: bool) -> None:
        """Show the relation that Enter adds.

        ``position`` is the number of the choice among all, ``has_other_labels`` whether other labels fit the two spans.
        """
        self._sentence.setText(tr("{source}  {title} →  {target}", source=source, title=title, target=target))
        kinds = tr("Up, Down: another kind  ·  ") if has_other_labels else ""
        self._keys.setText(f"{position}   {kinds}" + tr("Tab or a letter: another end  ·  Enter links  ·  Esc"))
        self.setAccessibleName(self._sentence.text())
        self.show()
