"""The generated parts of the docs: tables of keys, and pictures.

``make docs`` writes the tables of keys into ``docs/keys.md`` and draws the pictures.
"""

from itertools import chain
from pathlib import Path

from annotator.app.scheme import scheme_files
from annotator.domain.scheme.parser import parse_scheme
from annotator.ui.shell import keys_in_force
from annotator.ui.shell.command_table import COMMAND_ALIASES, COMMANDS, MENUS
from tests import pictures

KEYS = Path(__file__).parent.parent / "docs" / "keys.md"
MADE = "<!-- From here on written by `make docs`. -->\n"


def key_tables() -> str:
    """All usual keys with the default scheme: its own first, then those of the commands, menu by menu."""
    usual = parse_scheme(scheme_files.read(scheme_files.DEFAULT).body, where="the default scheme")
    entries = {entry.id: entry for entry in keys_in_force.entries(usual)}
    plain = {main: entries[alias].usual for alias, main in COMMAND_ALIASES.items()}
    tables = [_table("Labels and attributes", [(e.title, e.usual) for e in entries.values() if e.id not in COMMANDS])]
    for menu, title in MENUS.items():
        commands = [
            command for command in COMMANDS.values() if command.menu == menu and command.id not in COMMAND_ALIASES
        ]
        rows = [(one.title, (*plain.get(one.id, ()), *entries[one.id].usual)) for one in commands]
        tables.append(_table(title.replace("&", ""), rows))
    return "\n".join(tables)


def _table(title: str, rows: list[tuple[str, tuple[str, ...]]]) -> str:
    lines = [f"| {does} | {', '.join(f'`{key}`' for key in keys)} |\n" for does, keys in rows]
    return "".join(chain([f"## {title}\n\n| does | key |\n|---|---|\n"], lines))


def write_keys() -> None:
    written, _, _ = KEYS.read_text(encoding="utf-8").partition(MADE)
    KEYS.write_text(f"{written}{MADE}\n{key_tables()}", encoding="utf-8")


if __name__ == "__main__":
    write_keys()
    pictures.draw(pictures.IMAGES, pictures.PICTURES)
