"""The operations of the journal: each has a title, and each step is given a member of the enumeration."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.domain.operations import Operation, operation_title

SOURCES = sorted(Path(annotator.__file__).parent.rglob("*.py"))


def step_calls() -> Iterator[tuple[Path, ast.Call]]:
    """The calls of ``Session.step`` and ``journal.step``: those of a method or function ``step`` in a ``with``."""
    for path in SOURCES:
        for block in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(block, ast.With):
                calls = [item.context_expr for item in block.items if isinstance(item.context_expr, ast.Call)]
                yield from ((path, call) for call in calls if getattr(call.func, "attr", "") == "step")


@pytest.mark.parametrize("operation", Operation)
def test_an_operation_has_a_title_that_is_not_its_id(operation: Operation) -> None:
    assert operation.title
    assert operation.title != operation.value
    assert operation_title(operation.value) == operation.title


def test_no_two_operations_have_the_same_title() -> None:
    assert len({operation.title for operation in Operation}) == len(Operation)


def test_no_step_is_given_a_string_literal() -> None:
    calls = list(step_calls())
    literals = [
        f"{path}:{call.lineno}"
        for path, call in calls
        for argument in (*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "operation"))
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]

    assert len(calls) > 20
    assert literals == []


def test_every_operation_is_one_that_the_program_does() -> None:
    used = {
        node.attr
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Operation"
    }

    assert used == set(Operation.__members__)


def test_an_operation_of_another_version_has_a_title_that_is_not_its_id() -> None:
    assert operation_title("turn-the-page") == "a change"
