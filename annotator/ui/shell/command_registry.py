"""The method behind each command.

The objects that carry commands out bind them here: a command of the table by its id, a key of the scheme by its kind
(``label``, ``fragment`` or ``attribute``), whose method gets the name that follows the colon.
"""

from collections.abc import Callable, Mapping

from annotator.ui.shell.command_table import COMMANDS

Handler = Callable[[], None]


class CommandRegistry:
    """Every command of the table with the one method that carries it out.

    ``ready`` is asked before each command and may hold it back. The commands of a screen that is built when it is
    first shown are bound then; until then ``unbound`` is called in their place.
    """

    def __init__(self, *, ready: Callable[[], bool], unbound: Handler) -> None:
        self._ready, self._unbound = ready, unbound
        self._handlers: dict[str, Handler] = {}
        self._scheme_handlers: dict[str, Callable[[str], None]] = {}

    def bind(self, handlers: Mapping[str, Handler]) -> None:
        """Bind commands of the table; ValueError for an unknown one and for one that is bound already."""
        for command, handler in handlers.items():
            if command not in COMMANDS or command in self._handlers:
                raise ValueError(command)
            self._handlers[command] = handler

    def bind_scheme_keys(self, handlers: Mapping[str, Callable[[str], None]]) -> None:
        """Bind what the keys of labels, fragments and attributes do."""
        self._scheme_handlers.update(handlers)

    @property
    def bound(self) -> frozenset[str]:
        """The ids of the commands that have a method by now."""
        return frozenset(self._handlers)

    def run(self, command: str) -> None:
        """Carry out the command with this id."""
        if not self._ready():
            return
        kind, _, name = command.partition(":")
        if name:
            self._scheme_handlers[kind](name)
        else:
            self._handlers.get(command, self._unbound)()
