"""The table of pages.

An entry names a page, the function that builds it when it is first shown, and, where a command shows it, that command
with its function. A new screen is one entry here and one command in the table of commands.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from annotator.ui.shell.command_registry import Handler
from annotator.ui.shell.page_stack import PageEntry

if TYPE_CHECKING:
    from annotator.ui.agreement.screen import AgreementScreen
    from annotator.ui.demands.screen import DemandsScreen
    from annotator.ui.documents.screen import DocumentsScreen
    from annotator.ui.feedback.screen import FeedbackScreen
    from annotator.ui.keys.page import KeysPage
    from annotator.ui.review.screen import ReviewScreen
    from annotator.ui.scheme.page import SchemePage
    from annotator.ui.scheme.roles_page import RolesPage
    from annotator.ui.shell.pages.empty_page import EmptyPage
    from annotator.ui.shell.pages.new_project_page import NewProjectPage
    from annotator.ui.shell.window import Window


def _build_empty(window: "Window") -> "EmptyPage":
    from annotator.ui.shell.pages.empty_page import EmptyPage

    page = EmptyPage()
    page.command_chosen.connect(window.commands.run)
    return page


def _build_documents(window: "Window") -> "DocumentsScreen":
    from annotator.ui.documents.screen import DocumentsScreen

    page = DocumentsScreen(window.session, window.actions_by_id["next-unfinished"])
    page.opened.connect(window.navigation.show_document)
    page.left.connect(window.navigation.go_back)
    return page


def _show_documents(window: "Window") -> None:
    page = window.pages.toggle_page(DOCUMENTS)
    if page:
        page.open(window.navigation.document)


def _build_demands(window: "Window") -> "DemandsScreen":
    from annotator.ui.demands.screen import DemandsScreen

    page = DemandsScreen(window.session, window.appearance.theme)
    page.opened.connect(window.navigation.show_demand)
    page.export_requested.connect(window.controllers.transfers.export)
    page.roles_requested.connect(lambda: _show_roles(window))
    page.message.connect(window.toast.say)
    page.left.connect(window.navigation.go_back)
    window.appearance.theme_changed.connect(page.set_theme)
    return page


def _show_demands(window: "Window") -> None:
    page = window.pages.toggle_page(DEMANDS)
    if page:
        page.open()


def _build_agreement(window: "Window") -> "AgreementScreen":
    from annotator.ui.agreement.screen import AgreementScreen

    page = AgreementScreen(window.session, window.job_runner, window.appearance.theme)
    page.opened.connect(window.navigation.show_passage)
    page.return_requested.connect(window.navigation.return_to_case)
    page.message.connect(window.toast.say)
    page.left.connect(window.navigation.go_back)
    window.appearance.theme_changed.connect(page.set_theme)
    return page


def _show_agreement(window: "Window") -> None:
    page = window.pages.toggle_page(AGREEMENT)
    if page:
        page.open()


def _build_review(window: "Window") -> "ReviewScreen":
    from annotator.ui.review.screen import ReviewScreen

    page = ReviewScreen(
        window.session,
        window.job_runner,
        window.appearance.theme,
        window.appearance.typesetting,
        agreement=lambda: window.pages[AGREEMENT].agreement,
    )
    page.message.connect(window.toast.say)
    page.figure_requested.connect(window.navigation.show_figure)
    page.return_requested.connect(window.navigation.return_to_passages)
    page.left.connect(window.navigation.go_back)
    window.appearance.theme_changed.connect(page.set_theme)
    window.appearance.typesetting_changed.connect(page.passage.typeset)
    window.actions_by_id.add_review_targets(page.passage, page.list)
    _bind_review(window, page, page.commands)
    return page


def _build_feedback(window: "Window") -> "FeedbackScreen":
    from annotator.ui.feedback.screen import FeedbackScreen

    page = FeedbackScreen(window.session, window.job_runner, window.appearance.theme, window.appearance.typesetting)
    page.message.connect(window.toast.say)
    page.left.connect(window.navigation.go_back)
    window.appearance.theme_changed.connect(page.set_theme)
    window.appearance.typesetting_changed.connect(page.passage.typeset)
    window.actions_by_id.add_review_targets(page.passage, page.list)
    _bind_review(window, page, page.commands)
    return page


def _bind_review(window: "Window", page: QWidget, handlers: Mapping[str, Handler]) -> None:
    """Bind the commands of the review, which act only while this page is on screen."""

    def run(handler: Handler) -> None:
        if window.pages.currentWidget() is page:
            handler()
        else:
            window.explain_review()

    window.commands.bind({command: partial(run, handler) for command, handler in handlers.items()})


def show_review(window: "Window") -> None:
    """Show the review, in a feedback file the findings; from the list of passages, the case of the selected passage."""
    agreement = window.pages.built(AGREEMENT)
    passage = agreement.current_passage if agreement and window.pages.shows(AGREEMENT) else None
    if window.session.feedback:
        feedback = window.pages.toggle_page(FEEDBACK)
        if feedback:
            feedback.open()
        return
    review = window.pages.toggle_page(REVIEW)
    if review and passage:
        review.open_at(passage.document, passage.start, passage.end)
    elif review:
        review.open()


def _build_keys(window: "Window") -> "KeysPage":
    from annotator.ui.keys.page import KeysPage

    page = KeysPage(window.session.scheme)
    page.changed.connect(window.reload_shortcuts)
    page.left.connect(window.navigation.go_back)
    return page


def _show_keys(window: "Window") -> None:
    window.pages.open_page(KEYS).open()


def _build_scheme(window: "Window") -> "SchemePage":
    from annotator.ui.scheme.page import SchemePage

    page = SchemePage(window.session, window.job_runner, window.appearance.theme)
    page.opened.connect(window.navigation.show_document)
    page.roles_requested.connect(lambda: _show_roles(window))
    page.message.connect(window.toast.say)
    page.left.connect(window.navigation.go_back)
    window.appearance.theme_changed.connect(page.set_theme)
    window.annotate.scheme_shown.connect(lambda: page.set_theme(window.appearance.theme))
    return page


def _show_scheme(window: "Window") -> None:
    window.pages.open_page(SCHEME).open()


def _build_roles(window: "Window") -> "RolesPage":
    from annotator.ui.scheme.roles_page import RolesPage

    page = RolesPage(window.session, window.job_runner)
    page.message.connect(window.toast.say)
    page.left.connect(lambda: _leave_roles(window))
    return page


def _show_roles(window: "Window") -> None:
    """Show the missing roles; the page returns to the demands or the scheme if it was opened from there."""
    pages = window.pages
    if not pages.shows(ROLES):
        pages[ROLES].origin = next((entry.id for entry in (DEMANDS, SCHEME) if pages.shows(entry)), "")
    pages.open_page(ROLES).open()


def _leave_roles(window: "Window") -> None:
    origin = PAGES.get(window.pages[ROLES].origin)
    if origin:
        window.pages.open_page(origin).open()
        if origin is DEMANDS:
            window.pages[DEMANDS].focus_rows()
    else:
        window.navigation.go_back()


def _build_new_project(window: "Window") -> "NewProjectPage":
    from annotator.ui.shell.pages.new_project_page import NewProjectPage

    page = NewProjectPage()
    page.scheme_chosen.connect(window.create_project)
    page.left.connect(window.navigation.go_back)
    return page


def _show_new_project(window: "Window") -> None:
    window.pages.open_page(NEW_PROJECT).schemes.setFocus()


EMPTY = PageEntry("empty", _build_empty)
DOCUMENTS = PageEntry("documents", _build_documents, "documents", _show_documents)
DEMANDS = PageEntry("demands", _build_demands, "demands", _show_demands)
AGREEMENT = PageEntry("agreement", _build_agreement, "agreement", _show_agreement)
REVIEW = PageEntry("review", _build_review, "review", show_review)
FEEDBACK = PageEntry("feedback", _build_feedback)
SCHEME = PageEntry("scheme", _build_scheme, "edit-scheme", _show_scheme)
ROLES = PageEntry("roles", _build_roles, "assign-roles", _show_roles)
KEYS = PageEntry("keys", _build_keys, "change-keys", _show_keys)
NEW_PROJECT = PageEntry("new-project", _build_new_project, "new", _show_new_project)

PAGES: dict[str, PageEntry[Any]] = {
    entry.id: entry
    for entry in (EMPTY, DOCUMENTS, DEMANDS, AGREEMENT, REVIEW, FEEDBACK, SCHEME, ROLES, KEYS, NEW_PROJECT)
}
