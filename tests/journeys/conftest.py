"""The same ground as under the tests of the window."""

from tests.ui.conftest import pytest_configure, quiet

__all__ = ["pytest_configure", "quiet"]
