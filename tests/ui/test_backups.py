"""Backups from the window: on demand as a job, and automatic ones in the background."""

import os
import time
from pathlib import Path

import pytest

from annotator.app.project import auto_backup
from tests.command_line import content_hash, facts
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

DIALOG = "annotator.ui.backups.controller.QFileDialog"


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    hand = open_window("Selon Kiev, la paix est loin.")
    hand.select_words(*hand.words("Kiev"))
    hand.press("S")
    return hand


def by_palette(hand: Hand, words: str) -> None:
    hand.press("Ctrl+K")
    hand.type(words)
    hand.press("Return")
    hand.wait_for_job()


def kept(hand: Hand) -> list[Path]:
    folder = auto_backup.folder_of(hand.window.session)
    return sorted(folder.glob("*.annotator"), key=lambda path: path.stat().st_mtime_ns) if folder.is_dir() else []


def keep(hand: Hand) -> None:
    """What the window does every minute; wait for the backup that it begins."""
    with hand.qtbot.waitSignal(hand.window.auto_backup.finished, timeout=60_000):
        hand.window.auto_backup.check()


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def test_the_palette_backs_up_to_the_place_that_is_chosen(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def choose(_: object, title: str, suggestion: str, *_more: object, **_options: object) -> tuple[str, str]:
        offered.append(suggestion)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(f"{DIALOG}.getSaveFileName", choose)

    by_palette(hand, "back up")

    assert "mine.annotator" in hand.message
    assert Path(offered[0]).name.startswith("project.backup-20")
    assert content_hash(tmp_path / "mine.annotator") == content_hash(hand.window.session.path)

    by_palette(hand, "back up")
    assert "exists already" in hand.message


def test_a_backup_is_restored_as_a_new_project_which_opens(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.window.controllers.backups.back_up(tmp_path / "kept.annotator")
    hand.wait_for_job()
    hand.press("Delete")
    assert hand.marks() == []
    monkeypatch.setattr(f"{DIALOG}.getOpenFileName", lambda *_, **__: (str(tmp_path / "kept.annotator"), ""))
    monkeypatch.setattr(f"{DIALOG}.getSaveFileName", lambda *_, **__: (str(tmp_path / "again.annotator"), ""))
    wanted: list[Path | None] = []
    hand.window.project_requested.disconnect()
    hand.window.project_requested.connect(lambda one: wanted.append(one.path))

    by_palette(hand, "restore")

    assert wanted == [tmp_path / "again.annotator"]
    assert facts("info", tmp_path / "again.annotator")["labels"] == {"SPEAKER": 1}
    assert hand.marks() == [], "what was open stays as it is"


def test_a_backup_that_is_damaged_is_not_restored(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "kept.annotator").write_bytes(hand.window.session.path.read_bytes()[:5000])

    hand.window.controllers.backups.restore(tmp_path / "kept.annotator", tmp_path / "again.annotator")
    hand.wait_for_job()

    assert "kept.annotator" in hand.message
    assert not (tmp_path / "again.annotator").exists()


def test_a_backup_that_is_stopped_leaves_nothing(open_window: Opener, sample: Path, tmp_path: Path) -> None:
    hand = open_window(project=sample)
    before = sorted(tmp_path.iterdir())

    hand.window.controllers.backups.back_up(tmp_path / "kept.annotator")
    hand.window.job_runner.stop()
    hand.wait_for_job()

    assert hand.message == "Stopped: no copy was made"
    assert sorted(tmp_path.iterdir()) == before


def test_work_is_backed_up_by_itself_after_half_an_hour(hand: Hand) -> None:
    keep(hand)
    [first] = kept(hand)
    assert content_hash(first) == content_hash(hand.window.session.path)

    hand.press("Delete")
    hand.window.auto_backup.check()
    assert kept(hand) == [first], "it is not time yet"

    age(first, 29 * 60)
    keep(hand)
    assert len(kept(hand)) == 2
    assert facts("info", kept(hand)[-1])["labels"] == {}


def test_it_does_not_wait_for_the_time_after_many_steps(hand: Hand) -> None:
    keep(hand)
    hand.press("Ctrl+Z", "Ctrl+Shift+Z", times=99)
    assert len(kept(hand)) == 1
    keep(hand)
    assert len(kept(hand)) == 2


def test_where_nothing_changed_there_is_nothing_to_back_up(hand: Hand) -> None:
    keep(hand)
    age(hand.window.session.path, 4_000)
    age(Path(f"{hand.window.session.path}-wal"), 4_000)
    age(kept(hand)[0], 3_000)
    hand.window.auto_backup.check()
    assert not hand.window.auto_backup.busy


def test_the_newest_and_one_of_each_day_are_kept(hand: Hand) -> None:
    folder = auto_backup.make_folder(hand.window.session)
    day = 24 * 60 * 60
    for number in range(1, 60):
        (folder / f"p.backup-{number:02}.annotator").write_bytes(b"x")
        age(folder / f"p.backup-{number:02}.annotator", number * day / 4)
    (folder / "notes.txt").write_text("mine")

    keep(hand)

    ages = [time.time() - path.stat().st_mtime for path in kept(hand)]
    assert 8 <= len(ages) <= 9
    assert sorted(ages)[2] < day
    assert 5 * day < max(ages) < 8 * day
    assert (folder / "notes.txt").exists()


def test_a_backup_that_fails_is_told_and_takes_none_of_the_kept_ones_away(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(hand)
    kept_before = kept(hand)
    age(kept_before[0], 4_000)
    hand.press("Delete")
    monkeypatch.setattr("annotator.ui.backups.auto_backup.sys.executable", "/bin/false")

    with hand.qtbot.waitSignal(hand.window.auto_backup.failed):
        hand.window.auto_backup.check()

    assert "No backup could be made" in hand.message
    assert kept(hand) == kept_before


def test_closing_the_window_does_not_wait_for_a_backup(hand: Hand) -> None:
    hand.window.auto_backup.check()
    assert hand.window.auto_backup.busy
    hand.window.close()
    assert not hand.window.auto_backup.busy
    assert kept(hand) == []


def test_who_only_reads_makes_no_backups(open_window: Opener, sample: Path) -> None:
    first = open_window(project=sample)
    second = open_window(project=sample, annotator=None)
    assert second.window.session.read_only
    assert not second.window.auto_backup._clock.isActive()
    assert first.window.auto_backup._clock.isActive()
