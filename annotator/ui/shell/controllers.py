"""The controllers of the window that are loaded and built when they are first needed."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.domain.marks.marks import Span
from annotator.domain.scheme.scheme import Attribute
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_registry import Handler
from annotator.ui.shell.command_table import COMMAND_ALIASES

if TYPE_CHECKING:
    from annotator.ui.backups.controller import BackupController
    from annotator.ui.cast.controller import CastController
    from annotator.ui.exchange.controller import ExchangeController
    from annotator.ui.shell.controls.command_palette import CommandPalette
    from annotator.ui.shell.window import Window
    from annotator.ui.transfer.controller import TransferController


class Controllers:
    """The cast, files, hand-outs, backups and the command palette of one window."""

    def __init__(self, window: "Window") -> None:
        self._window = window

    @property
    def commands(self) -> dict[str, Handler]:
        """The commands of these controllers; each builds the controller that it needs."""
        return {
            "cast": lambda: self.cast.toggle(),
            "name": lambda: self.cast.name_focused(),
            "next-mention": lambda: self.cast.go_to_mention(forward=True),
            "previous-mention": lambda: self.cast.go_to_mention(forward=False),
            "import-files": lambda: self.transfers.import_files(),
            "import-folder": lambda: self.transfers.import_folder(),
            "export": lambda: self.transfers.export(),
            "hand-out": lambda: self.exchanges.open_handout(),
            "bring-back": lambda: self.exchanges.open_return(),
            "give-feedback": lambda: self.exchanges.open_feedback(),
            "back-up": lambda: self.backups.choose_copy(),
            "restore": lambda: self.backups.choose_backup(),
            "palette": self.open_palette,
        }

    @cached_property
    def cast(self) -> "CastController":
        from annotator.ui.cast.controller import CastController

        window = self._window
        cast = CastController(window.session, window.annotate, window.job_runner, window.appearance.theme)
        cast.mention_requested.connect(window.navigation.show_mention)
        cast.message.connect(window.toast.say)
        window.appearance.theme_changed.connect(cast.set_theme)
        window.navigation.document_shown.connect(cast.show_article)
        return cast

    def names_for(self, span: Span, attribute: Attribute) -> list[str]:
        """The names to offer as values of this attribute of a span."""
        document = self._window.annotate.open_document
        return self.cast.names(document, span, attribute) if document else []

    @cached_property
    def transfers(self) -> "TransferController":
        from annotator.ui.transfer.controller import TransferController

        window = self._window
        transfers = TransferController(window.session, window.job_runner, window)
        transfers.page_opened.connect(window.pages.show_page)
        transfers.left.connect(window.navigation.go_back)
        transfers.imported.connect(lambda: window.navigation.show_first(window.navigation.document))
        transfers.message.connect(window.toast.say)
        return transfers

    @cached_property
    def exchanges(self) -> "ExchangeController":
        from annotator.ui.exchange.controller import ExchangeController

        window = self._window
        exchanges = ExchangeController(window.session, window.job_runner, window)
        exchanges.page_opened.connect(window.pages.show_page)
        exchanges.left.connect(window.navigation.go_back)
        exchanges.message.connect(window.toast.say)
        return exchanges

    @cached_property
    def backups(self) -> "BackupController":
        from annotator.ui.backups.controller import BackupController

        window = self._window
        backups = BackupController(window.session, window.job_runner, window)
        backups.restored.connect(window.request_project)
        backups.message.connect(window.toast.say)
        return backups

    @cached_property
    def palette(self) -> "CommandPalette":
        from annotator.ui.shell.controls.command_palette import CommandPalette

        return CommandPalette(self._window)

    def open_palette(self) -> None:
        """Offer all commands and labels by their names."""
        window = self._window
        entries = [entry for entry in keys_in_force.entries(window.session.scheme) if entry.id not in COMMAND_ALIASES]
        self.palette.open(entries, back_to=window.focusWidget(), take=lambda name: window.actions_by_id[name].trigger())
