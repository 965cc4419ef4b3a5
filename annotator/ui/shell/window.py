"""The main window: menus, toolbar and status line around the pages of an open project."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from annotator.app import log_file
from annotator.app import settings as saved_settings
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import tr
from annotator.ui.annotate.screen import AnnotateScreen
from annotator.ui.backups.auto_backup import AutoBackup
from annotator.ui.shell import keys_in_force, layout_state
from annotator.ui.shell.appearance import Appearance
from annotator.ui.shell.command_registry import CommandRegistry, Handler
from annotator.ui.shell.controllers import Controllers
from annotator.ui.shell.controls.actions import Actions
from annotator.ui.shell.controls.role_notice import RoleNotice
from annotator.ui.shell.controls.status_line import StatusLine
from annotator.ui.shell.controls.toolbar import Toolbar
from annotator.ui.shell.current_settings import CurrentSettings
from annotator.ui.shell.job_runner import JobRunner
from annotator.ui.shell.navigation import Navigation
from annotator.ui.shell.page_stack import PageStack
from annotator.ui.shell.page_table import KEYS, PAGES, REVIEW
from annotator.ui.shell.pages.annotator_choice import AnnotatorChoice
from annotator.ui.shell.undo_redo import DraftEdits, UndoRedo
from annotator.ui.widgets.page import Page
from annotator.ui.widgets.rule import banner, rule
from annotator.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from annotator.ui.shell.failure_dialog import FailureDialog

_USUAL_SIZE = QSize(1400, 900)
_SHARE_OF_SCREEN = 0.94
# The banners stand below the toolbar and its rule.
_BANNER_ROW = 2


class ProjectRequest(FrozenModel):
    """Another project to open in the place of this window; without a path, the sample project."""

    path: Path | None
    create: bool = False
    scheme: Path | None = None


class Window(QMainWindow):
    """One open project in one window."""

    project_requested = Signal(ProjectRequest)
    """The user asks for another project."""
    _damaged = Signal(str)

    def __init__(self, session: Session, settings: Settings, *, read_only_because: str = "") -> None:
        super().__init__()
        self.session = session
        self._settings = CurrentSettings(settings)
        keys_in_force.set_moved_keys(settings.keys)
        self.appearance = Appearance(self._settings, self)
        self.annotate = AnnotateScreen(
            session, self.appearance.theme, typesetting=self.appearance.typesetting, side_width=settings.side_width
        )
        if session.id in settings.places:
            self.annotate.reading_positions[settings.documents.get(session.id, "")] = settings.places[session.id]
        self.commands = CommandRegistry(ready=self._prepare_command, unbound=self.explain_review)
        readers = (self.annotate.reader, self.annotate.span_list, self.annotate.relation_controller.list.rows)
        self.actions_by_id = Actions(self, readers, session.scheme, run=self.commands.run)
        self.actions_by_id.fill_menus(self.menuBar())
        self.toolbar = Toolbar(self.annotate.labels, self.actions_by_id)
        self.pages = PageStack(self, PAGES.values())
        self.status_line = StatusLine(session)
        self._lay_out(read_only_because)
        self.toast = Toast(self._body)
        self.job_runner = JobRunner(self)
        self.navigation = Navigation(self)
        self.controllers = Controllers(self)
        self.annotator_choice = AnnotatorChoice(self)
        self.role_notice = RoleNotice(self._settings, self)
        self.undo_redo = UndoRedo(session, self.job_runner, self._review_draft)
        self.auto_backup = AutoBackup(session, self)
        self._bind_commands()
        self._connect()
        self.setAcceptDrops(True)
        self.appearance.apply_theme()
        # The project is checked on another thread; the signal passes what it finds to the thread of the window.
        self._damaged.connect(self._show_damage)
        session.on_damage(lambda refusal: self._damaged.emit(log_file.logged_message(refusal)))
        self.setWindowTitle(f"{session.path.stem} – Annotator")
        if not self.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode())):
            self.resize(self.screen().availableSize().boundedTo(_USUAL_SIZE) * _SHARE_OF_SCREEN)

    @cached_property
    def failures(self) -> "FailureDialog":
        """The message about errors that nobody foresaw."""
        from annotator.ui.shell.failure_dialog import FailureDialog

        return FailureDialog(self)

    @property
    def settings(self) -> Settings:
        """The settings in force now."""
        return self._settings.values

    def _lay_out(self, read_only_because: str) -> None:
        self._body = QWidget()
        column = self._column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(rule())
        if self.session.feedback:
            column.addWidget(banner(self._feedback_notice()))
        elif self.session.read_only:
            column.addWidget(banner(tr("For reading only: {why}", why=read_only_because or tr("opened so"))))
        column.addWidget(self.pages, 1)
        column.addWidget(rule())
        column.addWidget(self.status_line)
        self.pages.addWidget(self.annotate)
        layout_state.restore(self.annotate, self.settings.panels)
        self.setCentralWidget(self._body)

    def _connect(self) -> None:
        self.annotate.details.names = self.controllers.names_for
        self.annotate.counts_changed.connect(self.update_status)
        self.annotate.scheme_shown.connect(self._show_scheme)
        self.annotate.labels.overflow_requested.connect(self.controllers.open_palette)
        self.toolbar.left.connect(self.navigation.go_back)
        self.pages.currentChanged.connect(self._show_heading)
        self.undo_redo.message.connect(self.toast.say)
        self.undo_redo.started.connect(self.navigation.show_step_document)
        self.undo_redo.finished.connect(self.navigation.show_step_result)
        self.auto_backup.failed.connect(self._warn)
        self.appearance.theme_changed.connect(self.annotate.set_theme)
        self.appearance.theme_changed.connect(self.actions_by_id.set_theme)
        self.appearance.theme_changed.connect(self.toolbar.set_theme)
        self.appearance.typesetting_changed.connect(self.annotate.reader.typeset)

    # Commands

    def _bind_commands(self) -> None:
        """Bind all commands but those of the review, whose page binds them when it is built."""
        for handlers in (
            self._commands,
            self.pages.commands,
            self.navigation.commands,
            self.controllers.commands,
            self.annotator_choice.commands,
            self.undo_redo.commands,
            self.appearance.commands,
            self.annotate.commands,
        ):
            self.commands.bind(handlers)
        self.commands.bind_scheme_keys(self.annotate.scheme_commands)

    @property
    def _commands(self) -> dict[str, Handler]:
        return {
            "open": self._open_project,
            "open-sample": lambda: self.request_project(None),
            "quit": self._quit,
        }

    def _prepare_command(self) -> bool:
        """Before each command: save what is being typed and hide messages; no command runs beside a job."""
        if self.job_runner.busy:
            return False
        self.annotate.details.settle()
        for toast in (self.toast, self.annotate.toast):
            toast.hide()
        return True

    def explain_review(self) -> None:
        """Say that a command belongs to the review, which is not on screen."""
        self.toast.say(tr("This is for the review: {key} opens it", key=keys_in_force.shown_key("review")))

    def _review_draft(self) -> DraftEdits | None:
        """The edit in the review, as long as undo and redo act on it."""
        review = self.pages.built(REVIEW)
        return review.draft_mode if review and self.pages.shows(REVIEW) and review.is_editing else None

    def reload_shortcuts(self) -> None:
        """Save the keys that the user changed, and use and show them everywhere."""
        self._settings.update(keys=keys_in_force.moved_keys())
        self.actions_by_id.reload_shortcuts()
        self.annotate.reload_shortcuts()

    # What is on screen

    def begin(self, annotator: str | None, document: str | None) -> None:
        """Start work as ``annotator`` (asked for where unknown) on ``document``, or on the article of the last run."""
        self.annotator_choice.begin(annotator, document)

    def remember_annotator(self, name: str) -> None:
        """Open this project with this annotator in the next run."""
        self._settings.update(annotators={**self.settings.annotators, self.session.id: name})

    def update_status(self) -> None:
        """Show the position in the project, the status of the article, and whether there is a step to undo or redo."""
        ids, document = self.session.document_ids(), self.navigation.document
        self.toolbar.show_position(ids.index(document) + 1 if document in ids else 0, len(ids))
        self.status_line.show_article(self.annotate if self.pages.currentWidget() is self.annotate else None)
        self.actions_by_id["undo"].setEnabled(self.session.next_undo() is not None)
        self.actions_by_id["redo"].setEnabled(self.session.next_redo() is not None)

    def _show_heading(self) -> None:
        """Show the heading of the page on screen in the toolbar, or the labels."""
        page = self.pages.currentWidget()
        if self.navigation.document and isinstance(page, Page) and not page.keeps_labels:
            self.toolbar.show_heading(tr(page.heading) if page.heading else "")
        else:
            self.toolbar.show_labels()
        self.update_status()

    def _show_scheme(self) -> None:
        """Take over another scheme, which has other keys."""
        self.actions_by_id.show_scheme(self.session.scheme)
        self.pages.discard(KEYS)

    def _feedback_notice(self) -> str:
        names = ", ".join(map(repr, self.session.annotator_names()))
        notice = tr("Feedback for {name}, to be read: your marks beside gold. Nothing here can be changed.", name=names)
        return (
            notice + " " + tr("{key} leads to the list and back to the article.", key=keys_in_force.shown_key("review"))
        )

    def _show_damage(self, reason: str) -> None:
        """Show above all pages that nothing can be written to this project any more."""
        self.show_banner(banner(tr("Nothing can be saved: {why}", why=reason)))

    def show_banner(self, strip: QWidget) -> None:
        """Show a banner above all pages."""
        self._column.insertWidget(_BANNER_ROW, strip)

    def _warn(self, message: str) -> None:
        """Show a message that no command caused, in place of the message on screen."""
        self.annotate.toast.hide()
        self.toast.say(message)

    # Projects and files

    def request_project(self, path: Path | None) -> None:
        """Ask for another project in the place of this window; None for the sample project."""
        self.project_requested.emit(ProjectRequest(path=path))

    def create_project(self, scheme: Path) -> None:
        """Ask for the path of a new project with this scheme, and open it."""
        path = self.controllers.transfers.choose_new_project()
        if path:
            self.project_requested.emit(ProjectRequest(path=path, create=True, scheme=scheme))

    def _open_project(self) -> None:
        path = self.controllers.transfers.choose_project()
        if path:
            self.request_project(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.session.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and all(path.suffix == ".annotator" for path in paths):
            self.controllers.exchanges.preview(paths)
        else:
            self.controllers.transfers.preview(paths)

    # Keys, size and the end

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of undo and redo, which say why where their actions are disabled, and Backspace."""
        pressed = QKeySequence(event.keyCombination())
        for command in ("undo", "redo"):
            if pressed in self.actions_by_id[command].shortcuts():
                self.commands.run(command)
                return
        if event.key() != Qt.Key.Key_Backspace or not self.navigation.return_to_list():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.job_runner.setGeometry(self.rect())

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.job_runner.wait()
        self.auto_backup.stop()
        self.annotate.prepare_to_close()
        documents = {**self.settings.documents, self.session.id: self.navigation.document or ""}
        self._settings.update(
            project=str(self.session.path.absolute()),
            geometry=bytes(self.saveGeometry().toBase64().data()).decode(),
            panels=self.settings.panels | layout_state.sizes(self.pages),
            side_width=self.annotate.side_width or self.settings.side_width,
            documents=documents,
            places={**self.settings.places, self.session.id: self.annotate.reader.reading_position()},
        )
        saved_settings.save(self.settings)
        self.session.close()
        super().closeEvent(event)
