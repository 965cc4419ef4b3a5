"""Figures of the house: how well names, modules and rooms of the program speak for themselves."""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Words that say nothing of what a variable holds.
EMPTY_WORDS = frozenset(
    word
    for words in (
        "told said found known one other others here there made held kept taken given wanted asked shown what who why",
        "place part own now more by of it among around near rest whole both several again",
    )
    for word in words.split()
)
# Nouns of the field that end like a gerund.
NOUNS = frozenset(
    {"setting", "settings", "string", "mapping", "heading", "encoding", "ring", "matching", "unitizing", "painting"}
    | {"rendering", "typesetting"}
)
LONGEST = 400


class Figures(NamedTuple):
    """``empty_percent`` is the share of all bindings whose name says nothing; the others count modules or classes."""

    modules: int
    empty_percent: float
    gerunds: int
    questions: int
    twins: int
    long: int
    crowd: int
    logs: int


class Module(NamedTuple):
    """One file of the program, parsed."""

    path: Path
    text: str
    tree: ast.Module


def modules(package: Path) -> list[Module]:
    """All modules of a package but the files that only mark a folder as one."""
    paths = sorted(path for path in package.rglob("*.py") if path.name != "__init__.py")
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [Module(path, text, ast.parse(text)) for path, text in texts.items()]


def figures(package: Path) -> Figures:
    sources = modules(package)
    names = [name for module in sources for name, _ in bindings(module.tree)]
    return Figures(
        modules=len(sources),
        empty_percent=round(100 * sum(map(is_empty, names)) / max(1, len(names)), 1),
        gerunds=len(gerunds(sources)),
        questions=len(questions(sources)),
        twins=len(twins(sources)),
        long=len(long_files(sources)),
        crowd=max(Counter(module.path.parent for module in sources).values()),
        logs=sum("getLogger" in module.text for module in sources),
    )


def bindings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each name that the module binds, with its line: parameters, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                if name not in {"self", "cls"}:
                    yield name, node.lineno


def is_empty(name: str) -> bool:
    return name.strip("_") in EMPTY_WORDS


def gerunds(sources: list[Module]) -> list[str]:
    """Modules that are named after an action instead of a thing."""
    return [str(path) for path, *_ in sources if path.stem.endswith("ing") and path.stem not in NOUNS]


def questions(sources: list[Module]) -> list[str]:
    """Modules whose first line asks instead of saying what the module is."""
    openings = {module.path: (ast.get_docstring(module.tree) or "").split("\n")[0] for module in sources}
    return [str(path) for path, opening in openings.items() if opening.rstrip().endswith("?")]


def twins(sources: list[Module]) -> dict[str, list[str]]:
    """Public classes of one name in several modules."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module in sources:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(module.path))
    return {name: paths for name, paths in homes.items() if len(paths) > 1}


def long_files(sources: list[Module]) -> list[str]:
    return [str(module.path) for module in sources if module.text.count("\n") > LONGEST]


if __name__ == "__main__":
    package = Path(sys.argv[1] if len(sys.argv) > 1 else "annotator")
    for name, value in figures(package)._asdict().items():
        print(f"{name:15} {value}")  # noqa: T201
