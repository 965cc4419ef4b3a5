"""Settings: saved, restored, and replaced by the defaults if the file is broken."""

import pytest

from annotator.app import settings
from annotator.app.settings import Settings


def test_what_was_saved_is_remembered() -> None:
    settings.save(Settings(project="p.annotator", theme="dark", annotators={"1": "Alba"}))

    assert settings.load() == Settings(project="p.annotator", theme="dark", annotators={"1": "Alba"})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"theme": "pink"}', b"\xff", b"[" * 100_000])
def test_a_broken_memory_is_an_empty_one(content: bytes) -> None:
    settings.settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings.settings_path().write_bytes(content)

    assert settings.load() == Settings()


def test_what_a_later_program_remembers_does_not_make_this_one_forget() -> None:
    settings.settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings.settings_path().write_bytes(b'{"theme": "dark", "hovercraft": "eels"}')

    assert settings.load().theme == "dark"
