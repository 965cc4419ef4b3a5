"""The page of a project without articles."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from annotator.i18n import tr
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMANDS
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH = 480


class EmptyPage(Page):
    """Says that there are no articles yet, and offers to import some."""

    command_chosen = Signal(str)
    """The id of the command behind the pressed button."""

    def __init__(self) -> None:
        super().__init__()
        heading = PlainLabel(tr("No articles yet"))
        heading.setProperty("role", "heading")
        hint = PlainLabel(
            tr("Import text files or JSONL, or drop files and folders on this window. Nothing is sent anywhere.")
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        column = self.column(_WIDTH, spacing=12)
        column.addWidget(heading)
        column.addWidget(hint)
        buttons = QHBoxLayout()
        for name in ("import-files", "import-folder", "open-sample"):
            command = COMMANDS[name]
            button = QPushButton(command.shown_title)
            button.setToolTip(keys_in_force.tooltip_of(name))
            button.setDefault(name == "import-files")
            button.clicked.connect(lambda _=False, name=name: self.command_chosen.emit(name))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
