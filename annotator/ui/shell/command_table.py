"""The table of commands with their keys.

The table feeds the menus, the shortcuts, the palette, the tooltips and the list of keys. ``reader`` commands have
plain keys: they act while the article or the list of spans has the focus, never while a text field has it; ``review``
commands act in the same way on the review screen, where the same keys may mean something else. The method behind each
command is bound in the ``commands`` of the object that carries it out (see ``command_registry``).
"""

from typing import Literal

from annotator.domain.frozen_model import FrozenModel
from annotator.i18n import mark, tr

Menu = Literal["file", "edit", "document", "span", "link", "review", "view", "help"]
Scope = Literal["window", "reader", "review"]


class Command(FrozenModel):
    """A command with its default ``keys`` in Qt's portable notation and the ``menu`` that shows it."""

    id: str
    title: str
    menu: Menu
    keys: tuple[str, ...] = ()
    scope: Scope = "window"
    icon: str = ""
    rule_above: bool = False

    @property
    def shown_title(self) -> str:
        return tr(self.title)


MENUS: dict[Menu, str] = {
    "file": mark("&File"),
    "edit": mark("&Edit"),
    "document": mark("&Article"),
    "span": mark("&Span"),
    "link": mark("&Link"),
    "review": mark("&Review"),
    "view": mark("&View"),
    "help": mark("&Help"),
}

# The first four have a letter besides the digit.
_ACCEPTING = tuple(
    Command(
        id=f"accept-{number}",
        title=title,
        menu="review",
        keys=(*letter, str(number)),
        scope="review",
        rule_above=number == 1,
    )
    for number, (title, letter) in enumerate(
        (
            (mark("Accept version A"), "A"),
            (mark("Accept version B"), "B"),
            (mark("Accept version C"), "C"),
            (mark("Accept version D"), "D"),
            (mark("Accept version 5"), ""),
            (mark("Accept version 6"), ""),
            (mark("Accept version 7"), ""),
            (mark("Accept version 8"), ""),
            (mark("Accept version 9"), ""),
        ),
        1,
    )
)

_ALL = (
    Command(id="new", title=mark("New project…"), menu="file", keys=("Ctrl+N",)),
    Command(id="open", title=mark("Open project…"), menu="file", keys=("Ctrl+O",)),
    Command(id="open-sample", title=mark("Open the sample project"), menu="file"),
    Command(
        id="import-files", title=mark("Import articles…"), menu="file", keys=("Ctrl+I",), icon="import", rule_above=True
    ),
    Command(id="import-folder", title=mark("Import a folder…"), menu="file", keys=("Ctrl+Shift+I",)),
    Command(id="export", title=mark("Export…"), menu="file", keys=("Ctrl+E",), icon="export"),
    Command(id="hand-out", title=mark("Hand out…"), menu="file", rule_above=True),
    Command(id="bring-back", title=mark("Bring back…"), menu="file"),
    Command(id="give-feedback", title=mark("Give feedback…"), menu="file"),
    Command(id="back-up", title=mark("Back up…"), menu="file", rule_above=True),
    Command(id="restore", title=mark("Restore a backup…"), menu="file"),
    Command(id="annotator", title=mark("Work as…"), menu="file", icon="person", rule_above=True),
    Command(id="quit", title=mark("Quit"), menu="file", keys=("Ctrl+Q",), rule_above=True),
    Command(id="undo", title=mark("Undo"), menu="edit", keys=("Ctrl+Z",), icon="undo"),
    Command(id="redo", title=mark("Redo"), menu="edit", keys=("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo"),
    Command(id="copy", title=mark("Copy"), menu="edit", keys=("Ctrl+C",), scope="reader", rule_above=True),
    Command(id="find", title=mark("Find"), menu="edit", keys=("Ctrl+F",), icon="find", rule_above=True),
    Command(id="find-here", title=mark("Find"), menu="edit", keys=("/",), scope="reader"),
    Command(id="find-next", title=mark("Find next"), menu="edit", keys=("F3",)),
    Command(id="find-previous", title=mark("Find previous"), menu="edit", keys=("Shift+F3",)),
    Command(id="edit-scheme", title=mark("Edit scheme…"), menu="edit", keys=("Ctrl+Shift+E",), rule_above=True),
    Command(id="assign-roles", title=mark("Assign roles…"), menu="edit"),
    Command(id="next-document", title=mark("Next article"), menu="document", keys=("Ctrl+PgDown",), icon="next"),
    Command(
        id="previous-document", title=mark("Previous article"), menu="document", keys=("Ctrl+PgUp",), icon="previous"
    ),
    Command(
        id="next-unfinished",
        title=mark("Next unfinished article"),
        menu="document",
        keys=("Ctrl+Shift+PgDown",),
        icon="next-unfinished",
    ),
    Command(id="documents", title=mark("All articles"), menu="document", keys=("Ctrl+L",), icon="list"),
    Command(id="demands", title=mark("Demands"), menu="document", keys=("Ctrl+D",), icon="demands"),
    Command(id="agreement", title=mark("Agreement"), menu="document", keys=("Ctrl+G",), icon="agreement"),
    Command(
        id="done",
        title=mark("Done, next unfinished article"),
        menu="document",
        keys=("Ctrl+Return", "Ctrl+Enter"),
        icon="done",
        rule_above=True,
    ),
    Command(id="next-span", title=mark("Next span"), menu="span", keys=("Tab",), scope="reader"),
    Command(id="previous-span", title=mark("Previous span"), menu="span", keys=("Shift+Tab",), scope="reader"),
    Command(id="outer-span", title=mark("The span around it"), menu="span", keys=("O",), scope="reader"),
    Command(
        id="start-left",
        title=mark("Start a word earlier"),
        menu="span",
        keys=("Alt+Left",),
        scope="reader",
        rule_above=True,
    ),
    Command(id="start-right", title=mark("Start a word later"), menu="span", keys=("Alt+Right",), scope="reader"),
    Command(id="end-left", title=mark("End a word earlier"), menu="span", keys=("Alt+Shift+Left",), scope="reader"),
    Command(id="end-right", title=mark("End a word later"), menu="span", keys=("Alt+Shift+Right",), scope="reader"),
    Command(
        id="start-left-character",
        title=mark("Start a character earlier"),
        menu="span",
        keys=("Ctrl+Alt+Left",),
        scope="reader",
    ),
    Command(
        id="start-right-character",
        title=mark("Start a character later"),
        menu="span",
        keys=("Ctrl+Alt+Right",),
        scope="reader",
    ),
    Command(
        id="end-left-character",
        title=mark("End a character earlier"),
        menu="span",
        keys=("Ctrl+Alt+Shift+Left",),
        scope="reader",
    ),
    Command(
        id="end-right-character",
        title=mark("End a character later"),
        menu="span",
        keys=("Ctrl+Alt+Shift+Right",),
        scope="reader",
    ),
    Command(id="boundary", title=mark("Move its boundaries"), menu="span", keys=("B",), scope="reader"),
    Command(id="name", title=mark("Say who or what it is…"), menu="span", keys=("L",), scope="reader"),
    Command(id="next-fragment", title=mark("Next fragment"), menu="span", keys=("G",), scope="reader"),
    Command(
        id="copy-attributes",
        title=mark("Describe like the one before"),
        menu="span",
        keys=("V",),
        scope="reader",
        rule_above=True,
    ),
    Command(id="next-warning", title=mark("Next warning"), menu="span", keys=("W",), scope="reader", icon="warning"),
    Command(id="delete", title=mark("Delete"), menu="span", keys=("Del",), scope="reader", rule_above=True),
    Command(id="link", title=mark("Link to…"), menu="link", keys=("R",), scope="reader"),
    Command(id="link-from", title=mark("Link from…"), menu="link", keys=("Shift+R",), scope="reader"),
    Command(id="link-last", title=mark("Link from the last speaker"), menu="link", keys=("P",), scope="reader"),
    Command(
        id="follow-link",
        title=mark("To the other end, and back"),
        menu="link",
        keys=("J",),
        scope="reader",
        rule_above=True,
    ),
    Command(id="reverse-link", title=mark("Reverse the link"), menu="link"),
    Command(id="review", title=mark("Review disagreements"), menu="review", keys=("Ctrl+R",), icon="review"),
    *_ACCEPTING,
    Command(id="take-suggestion", title=mark("Take the suggestion"), menu="review", keys=("Space",), scope="review"),
    Command(id="union", title=mark("Union of the extents"), menu="review", keys=("M",), scope="review"),
    Command(id="intersection", title=mark("Intersection of the extents"), menu="review", keys=("I",), scope="review"),
    Command(id="relabel-case", title=mark("This extent, another label…"), menu="review", keys=("L",), scope="review"),
    Command(id="reject-all", title=mark("None of these"), menu="review", keys=("X",), scope="review"),
    Command(id="keep-all", title=mark("Keep them all"), menu="review", keys=("K",), scope="review"),
    Command(id="edit-case", title=mark("Edit what shall stand"), menu="review", keys=("E",), scope="review"),
    Command(id="ask", title=mark("Question back…"), menu="review", keys=("Q",), scope="review"),
    Command(id="say-why", title=mark("Comment on the decision…"), menu="review", keys=("W",), scope="review"),
    Command(id="propagate", title=mark("The same for identical cases…"), menu="review", keys=("P",), scope="review"),
    Command(
        id="guideline-example", title=mark("Make it a guideline example"), menu="review", keys=("G",), scope="review"
    ),
    Command(
        id="next-case",
        title=mark("Next open case"),
        menu="review",
        keys=("N", "Down"),
        scope="review",
        rule_above=True,
    ),
    Command(
        id="previous-case", title=mark("Previous open case"), menu="review", keys=("Shift+N", "Up"), scope="review"
    ),
    Command(
        id="next-case-document",
        title=mark("Open cases of the next article"),
        menu="review",
        keys=("PgDown",),
        scope="review",
    ),
    Command(id="figures", title=mark("Figures behind the case"), menu="review", keys=("S",), scope="review"),
    Command(id="back-to-list", title=mark("Back to the list"), menu="review", keys=("Backspace",), scope="review"),
    Command(id="blind", title=mark("Hide the annotators' names"), menu="review", keys=("Ctrl+Alt+B",), rule_above=True),
    Command(id="cast", title=mark("Cast and events"), menu="view", keys=("Ctrl+Shift+C",), icon="people"),
    Command(id="next-mention", title=mark("Next mention of the same name"), menu="view", keys=("F4",)),
    Command(id="previous-mention", title=mark("Previous mention of the same name"), menu="view", keys=("Shift+F4",)),
    Command(id="larger", title=mark("Larger text"), menu="view", keys=("Ctrl++", "Ctrl+="), rule_above=True),
    Command(id="smaller", title=mark("Smaller text"), menu="view", keys=("Ctrl+-",)),
    # On a French keyboard the unshifted digit key 0 types à.
    Command(id="usual-size", title=mark("Usual text size"), menu="view", keys=("Ctrl+0", "Ctrl+À")),
    Command(id="wider", title=mark("Wider column"), menu="view", keys=("Ctrl+Alt+W",), rule_above=True),
    Command(id="narrower", title=mark("Narrower column"), menu="view", keys=("Ctrl+Alt+N",)),
    Command(id="looser", title=mark("More space between lines"), menu="view", keys=("Ctrl+Alt+L",)),
    Command(id="tighter", title=mark("Less space between lines"), menu="view", keys=("Ctrl+Alt+T",)),
    Command(id="next-face", title=mark("Next reading face"), menu="view"),
    Command(id="next-pane", title=mark("Next pane"), menu="view", keys=("F6",), rule_above=True),
    Command(id="theme-system", title=mark("Colours of the desktop"), menu="view", rule_above=True),
    Command(id="theme-light", title=mark("Light"), menu="view"),
    Command(id="theme-dark", title=mark("Dark"), menu="view"),
    Command(id="theme-high-contrast", title=mark("High contrast"), menu="view"),
    Command(id="motion-system", title=mark("Motion as the desktop wishes"), menu="view", rule_above=True),
    Command(id="motion-off", title=mark("No motion"), menu="view"),
    Command(id="palette", title=mark("All commands…"), menu="help", keys=("Ctrl+K",)),
    Command(id="change-keys", title=mark("Change keys…"), menu="help"),
    Command(id="help", title=mark("Keys and guideline"), menu="help", keys=("F1",), icon="help"),
    Command(id="help-here", title=mark("Keys and guideline"), menu="help", keys=("?",), scope="reader"),
)

COMMANDS: dict[str, Command] = {command.id: command for command in _ALL}

# The same command on a plain key; menus and the list of keys show both keys together.
COMMAND_ALIASES = {"find-here": "find", "help-here": "help"}
