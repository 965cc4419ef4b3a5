"""The message about an error that nobody foresaw, with details to copy for a report."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from annotator.app import log_file
from annotator.i18n import tr
from annotator.ui.widgets.plain_text import PlainLabel

_WIDTH = 480
_MARGIN = 20


class FailureDialog(QDialog):
    """One window for all errors until it is closed: the first is described, all are in the details."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._details: list[str] = []
        self.setWindowTitle(tr("An error in Annotator"))
        self.setFixedWidth(_WIDTH)
        self._summary, advice, self._log = PlainLabel(), PlainLabel(), PlainLabel()
        self._summary.setProperty("role", "heading")
        advice.setText(
            tr(
                "The step that failed was not carried out. Everything before it is saved in the project. You can go on"
                " working. If the error comes back, copy the details and send them to whoever looks after the program."
            )
        )
        self._log.setText(tr("The log is in {path}", path=log_file.log_path()))
        self._log.setProperty("role", "muted")
        self._log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox()
        self.copy_button: QPushButton = buttons.addButton(tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setToolTip(tr("Copies the version, the system and the places in the code; no article text"))
        self.copy_button.clicked.connect(self._copy)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        for label in (self._summary, advice, self._log):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(buttons)
        self.finished.connect(lambda _: self._details.clear())

    @property
    def details(self) -> str:
        """What *Copy details* copies."""
        return "\n\n".join(self._details)

    def show_error(self, error: BaseException) -> None:
        """Describe this error, or add it to those that the window shows already."""
        self._details.append(log_file.details(error))
        count = len(self._details)
        summary = tr("Something went wrong ({error})", error=type(error).__name__)
        self._summary.setText(
            summary if count == 1 else tr("{count} errors, the last: {summary}", count=count, summary=summary)
        )
        self.copy_button.setText(tr("Copy details"))
        if not self.isVisible():
            # Shown without an event loop of its own, which would let any other event in.
            self.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy_button.setText(tr("Copied"))
