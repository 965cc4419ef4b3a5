"""The fixtures of the window tests."""

from tests.ui.conftest import pytest_configure, quiet

__all__ = ["pytest_configure", "quiet"]
