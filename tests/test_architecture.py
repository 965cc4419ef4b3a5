"""The architecture: imports point down, dangerous calls stay out, names and rooms stay as clear as they are."""

import ast
import json
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from annotator.domain.scheme.roles import AttributeRole, LabelRole, RelationRole, ValueRole
from annotator.resources import DEFAULT_SCHEME
from tests import budget, house
from tests.command_line import ROOT

PACKAGE = ROOT / "annotator"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# Each number may only fall: what brings one up wants another name, another room or another file.
CEILINGS = {"empty_percent": 0.2, "gerunds": 4, "questions": 0, "twins": 0, "long": 1, "crowd": 16}

# Each runs what it reads, hands text to a shell, lets other events in, or opens whatever an archive names.
FORBIDDEN = {
    "pickle": r"\bpickle\b",
    "marshal": r"\bmarshal\b",
    "shelve": r"\bshelve\b",
    "eval": r"(?<![\w.])eval\(",
    "exec": r"(?<![\w.])exec\(",
    "a shell": r"shell\s*=\s*True|os\.system|os\.popen",
    "nested events": r"processEvents",
    "extractall": r"extractall",
    "yaml.load": r"yaml\.load",
    "XML without protection": r"xml\.etree|xml\.sax|minidom",
}


# Words of the default scheme that the program may know: those of its roles, where these are declared and titled, and
# words that mean something else there.
ROLE_FILES = {"domain/scheme/roles.py", "ui/scheme/role_titles.py"}
OTHER_MEANINGS = {
    "": "no value",
    "role": "a key of the scheme file, and a property of widgets",
    "entity": "a registry",
    "name": "a key and a column",
    "nominal": "a scale",
    "relations": "a key and a table",
    "change": "a column",
    "state": "a column, and a kind of entry in a registry",
    "person": "a kind of entry in a registry, and a command",
    "institution": "a kind of entry in a registry",
    "media": "a kind of entry in a registry",
    "unnamed": "a kind of entry in a registry",
}
WARNING_KINDS = {("domain/marks/warnings.py", "ultimatum")}


def _default_scheme_words() -> set[str]:
    """The names of all labels, relations and attributes of the default scheme, and the values of the attributes."""
    body = json.loads((DEFAULT_SCHEME / "scheme.json").read_text(encoding="utf-8"))
    owners = {**body["span_labels"], **body["relations"]}
    words = set(owners)
    for owner in owners.values():
        for attribute, declaration in owner["attributes"].items():
            values = declaration.get("values", [])
            values = body[values] if isinstance(values, str) else values
            words |= {attribute, *(chain.from_iterable(values.values()) if isinstance(values, dict) else values)}
    return words


def _texts(path: Path) -> list[str]:
    """The string constants of a module without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [constant.value for constant in constants if id(constant) not in docstrings]


def test_the_program_knows_no_name_and_no_value_of_the_default_scheme() -> None:
    words = _default_scheme_words() - OTHER_MEANINGS.keys()
    roles = {role for roles in (LabelRole, RelationRole, AttributeRole, ValueRole) for role in roles}
    in_capitals = re.compile(rf"\b({'|'.join(word for word in words if word.isupper() and len(word) > 1)})\b")
    found = []
    for path in SOURCES:
        module = path.relative_to(PACKAGE).as_posix()
        for text in _texts(path):
            named = {text} & words | set(in_capitals.findall(text))
            allowed = roles if module in ROLE_FILES else {word for file, word in WARNING_KINDS if file == module}
            found += [f"{module}: {word}" for word in named - allowed]

    assert found == [], "ask for a role (annotator/domain/scheme/roles.py)"


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.slow
def test_the_contracts_on_imports_are_kept() -> None:
    told = _contracts(ROOT)

    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_dangerous_stands_in_the_program(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(FORBIDDEN[what], line)
    ]

    assert found == []


@pytest.mark.parametrize("folder", ["annotator", "tests"])
def test_every_module_opens_with_what_it_is(folder: str) -> None:
    """The first line of a module is a noun phrase of one line, with a full stop."""
    texts = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")}
    assert [path for path, text in texts.items() if text and not re.match(r'r?"""[^?\n]+\.("""\n|\n\n)', text)] == []


@pytest.mark.parametrize("name", CEILINGS)
def test_the_house_gets_no_worse(name: str) -> None:
    figure = getattr(house.figures(PACKAGE), name)

    assert figure <= CEILINGS[name], _offenders(name)


def test_the_tests_keep_to_their_size() -> None:
    assert budget.lines() <= budget.LINES


def _offenders(name: str) -> object:
    """The places to look at."""
    sources = house.modules(PACKAGE)
    if name == "empty_percent":
        return [
            f"{module.path.relative_to(ROOT)}:{line}: {binding}"
            for module in sources
            for binding, line in house.bindings(module.tree)
            if house.is_empty(binding)
        ]
    lists = {"gerunds": house.gerunds, "questions": house.questions, "twins": house.twins, "long": house.long_files}
    return lists[name](sources) if name in lists else "see python -m tests.house"
