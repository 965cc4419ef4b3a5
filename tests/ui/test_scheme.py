"""Tests of the scheme page: a change is previewed, applied and shown everywhere at once."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from annotator.app.project import check
from annotator.app.project.open import new_project, open_project
from annotator.app.scheme.scheme_files import EMPTY
from annotator.domain.scheme.colors import PALETTE, contrast, distance
from annotator.ui.scheme.change_plan import SchemePart
from annotator.ui.scheme.page import SchemePage
from annotator.ui.theme import load_theme
from tests.command_line import MARKS, ROOT, content_hash, facts, write_jsonl
from tests.ui.conftest import Opener
from tests.ui.hand import Hand

if TYPE_CHECKING:
    from annotator.ui.shell.window import ProjectRequest

EVERY_FORM = ROOT / "tests" / "formats" / "data" / "every-form.scheme.json"
Field = TypeVar("Field", bound=QWidget)


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    """The scheme page of the sample project, whose first annotator has marked all five articles."""
    hand = open_window(annotator="annotator-a")
    hand.press("Ctrl+Shift+E")
    return hand


def page(hand: Hand) -> SchemePage:
    return hand.page("scheme")


def settled(hand: Hand) -> None:
    hand.qtbot.waitUntil(lambda: not hand.window.job_runner.busy)


def fields(hand: Hand, kind: type[Field]) -> list[Field]:
    form = page(hand).form
    assert form
    return [widget for widget in form.findChildren(kind) if widget.isVisible()]


def help_points(hand: Hand) -> list[str]:
    return [label.text() for label in hand.screen.help_card.findChildren(QLabel) if label.isVisible()][1:]


def choose(hand: Hand, label: str, title: str) -> None:
    page(hand).choose(SchemePart("label", label), title)


def rename(hand: Hand, label: str, new: str) -> None:
    choose(hand, label, "Rename")
    [name] = fields(hand, QLineEdit)
    name.setFocus()
    name.selectAll()
    hand.type(new)
    hand.press("Return")
    settled(hand)
    hand.press("Return")
    settled(hand)


def test_consequences_are_said_before_anything_changes(hand: Hand) -> None:
    before = content_hash(hand.window.session.path)
    choose(hand, "SPEAKER", "Rename")
    [name] = fields(hand, QLineEdit)
    name.setText("PARTY")
    name.setFocus()
    hand.press("Return")
    settled(hand)
    assert page(hand).report == "107 spans in 5 articles will follow."
    assert hand.with_focus() is page(hand).apply_button
    assert content_hash(hand.window.session.path) == before
    hand.press_button(page(hand).cancel_button)
    assert page(hand).report == ""
    assert not page(hand).apply_button.isVisible()


def test_labels_keys_list_form_and_help_show_the_new_scheme_at_once(hand: Hand) -> None:
    rename(hand, "SPEAKER", "PARTY")
    assert "107 spans in 5 articles followed" in hand.message
    assert "Ctrl+Z" in hand.message
    assert hand.chip("PARTY").isVisible()
    hand.press("Esc", "Tab")
    while hand.focused is None or hand.focused.label != "PARTY":
        hand.press("Tab")
    assert "entity" in {
        field.accessibleName().rstrip(" *").lower() for field in hand.screen.details.findChildren(QLineEdit)
    }
    hand.press("F1")
    assert any("M. Trump" in point or "noun phrase" in point for point in help_points(hand))
    hand.press("F1")
    hand.select_words(*hand.words("Donald Trump"))
    hand.press("S")
    assert hand.focused
    assert hand.focused.label == "PARTY"


def test_undo_and_redo_show_the_old_one_and_the_new_one(hand: Hand) -> None:
    first = content_hash(hand.window.session.path, MARKS)
    rename(hand, "SPEAKER", "PARTY")
    hand.press("Ctrl+Z")
    assert "a change of the scheme (107 spans)" in hand.message
    assert content_hash(hand.window.session.path, MARKS) == first
    assert hand.chip("SPEAKER").isVisible()
    hand.press("Ctrl+Y")
    assert hand.chip("PARTY").isVisible()
    hand.press("Esc")
    hand.press("Ctrl+Z")
    assert {span.label for span in hand.open_document.spans.values()} >= {"SPEAKER"}
    assert check.check(hand.window.session.path) == []


def test_a_label_is_deleted_with_a_replacement_and_the_articles_are_listed(hand: Hand) -> None:
    choose(hand, "CUE", "Delete")
    [box] = fields(hand, QComboBox)
    box.setCurrentIndex(box.findData("ACTOR"))
    page(hand).preview()
    settled(hand)
    assert "will go" in page(hand).report
    hand.press("Return")
    settled(hand)
    assert "CUE" not in hand.window.session.scheme.labels
    assert page(hand).recheck_list.count() == 5
    assert hand.with_focus() is page(hand).recheck_list
    hand.press("Down", "Return")
    assert hand.document == hand.window.session.document_ids()[1]
    assert hand.screen.isVisible()


def test_a_label_is_split_by_the_keys_alone(hand: Hand) -> None:
    choose(hand, "SPEAKER", "Split by source type")
    page(hand).plans.setFocus()
    hand.press("Return")
    assert isinstance(hand.with_focus(), QListWidget)
    hand.press("Down", "Down", "Space")
    page(hand).preview()
    settled(hand)
    hand.press("Return")
    settled(hand)
    assert list(hand.window.session.scheme.labels)[:2] == ["SPEAKER", "SPEAKER_STATE"]
    assert any(span.label == "SPEAKER_STATE" for span in hand.open_document.spans.values())


@pytest.mark.parametrize(("key", "owner"), [("D", "Mark as Demand"), ("B", "Move its boundaries")])
def test_a_key_that_is_taken_is_refused_with_its_owner(hand: Hand, key: str, owner: str) -> None:
    choose(hand, "CUE", "Looks and key")
    [letter] = fields(hand, QLineEdit)
    letter.setFocus()
    letter.selectAll()
    hand.type(key.lower())
    hand.press("Return")
    settled(hand)
    assert owner in page(hand).report
    assert hand.window.session.scheme.labels["CUE"].key == "C"


def test_a_scale_is_given_to_an_attribute_and_no_mark_changes(hand: Hand) -> None:
    page(hand).choose(SchemePart("label", "DEMAND", "strength"), "Scale")
    [box] = fields(hand, QComboBox)
    assert [box.itemData(row) for row in range(box.count())] == ["nominal", "ordinal", "interval"]
    box.setCurrentIndex(box.findData("ordinal"))
    carry_out(hand)
    assert hand.window.session.scheme.labels["DEMAND"].attributes["strength"].scale == "ordinal"


def test_a_relation_is_made_symmetric_by_a_tick(hand: Hand) -> None:
    page(hand).choose(SchemePart("relation", "ABOUT"), "Direction")
    [tick] = fields(hand, QCheckBox)
    assert not tick.isChecked()
    tick.click()
    carry_out(hand)
    assert hand.window.session.scheme.symmetric == {"ABOUT"}


def carry_out(hand: Hand) -> None:
    """Preview the change, which affects no mark, and apply it."""
    page(hand).preview()
    settled(hand)
    assert page(hand).report == "No mark is changed."
    hand.press("Return")
    settled(hand)


def test_guidance_is_written_and_stands_on_the_help_card(hand: Hand) -> None:
    choose(hand, "CUE", "Guidance")
    [text] = fields(hand, QPlainTextEdit)
    assert "attribution" in text.toPlainText()
    text.setPlainText("Only verbs.\n- « a dit »")
    page(hand).preview()
    settled(hand)
    assert page(hand).report == "No mark is changed."
    hand.press("Return")
    settled(hand)
    hand.press("Esc", "Tab")
    while hand.focused is None or hand.focused.label != "CUE":
        hand.press("Tab")
    hand.press("F1")
    assert help_points(hand)[:2] == ["Only verbs.", "« a dit »"]


def test_a_file_replaces_the_scheme_when_every_name_has_a_place(hand: Hand, tmp_path: Path) -> None:
    page(hand).export_to(tmp_path / "mine.json")
    body = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8").replace('"SPEAKER"', '"PARTY"'))
    (tmp_path / "mine.json").write_text(json.dumps(body), encoding="utf-8")
    page(hand).replace_by_file(tmp_path / "mine.json")
    [box] = fields(hand, QComboBox)
    assert box.accessibleName() == "SPEAKER becomes"
    box.setCurrentIndex(box.findData("PARTY"))
    page(hand).preview()
    settled(hand)
    assert page(hand).report.startswith("107 spans in 5 articles will follow.")
    hand.press("Return")
    settled(hand)
    assert hand.chip("PARTY").isVisible()


def test_unknown_keys_of_a_new_scheme_are_said_beforehand(hand: Hand, tmp_path: Path) -> None:
    page(hand).export_to(tmp_path / "mine.json")
    body = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    for label in body["span_labels"].values():
        label["colour"] = "red"
    (tmp_path / "mine.json").write_text(json.dumps(body | {"licence": "CC0"}), encoding="utf-8")
    page(hand).replace_by_file(tmp_path / "mine.json")
    page(hand).preview()
    settled(hand)
    assert "2 unknown keys, which are kept but not used: licence, span_labels.*.colour." in page(hand).report
    hand.press("Return")
    settled(hand)
    assert json.loads(hand.window.session.scheme_text)["licence"] == "CC0"


def test_titles_and_explanations_of_the_scheme_are_on_screen(open_window: Opener, tmp_path: Path) -> None:
    new_project(tmp_path / "full.annotator", EVERY_FORM).close()
    write_jsonl(tmp_path / "in.jsonl", {"text": "Selon Kiev."})
    facts("import", tmp_path / "full.annotator", tmp_path / "in.jsonl")
    hand = open_window(project=tmp_path / "full.annotator")
    assert hand.chip("LOCUTEUR").text() == "Speaker"
    assert hand.chip("LOCUTEUR").toolTip().splitlines()[1:] == ["Who is said to have spoken."]
    hand.select_words(*hand.words("Kiev"))
    hand.press("L")
    [caption] = [label for label in hand.screen.details.findChildren(QLabel) if label.text() == "Person or country *"]
    assert caption.toolTip().splitlines() == ["Person or country *", "The name in the cast."]
    hand.select_words(*hand.words("Selon"))
    hand.press("D")
    boxes = {box.accessibleName(): box for box in hand.screen.details.findChildren(QComboBox)}
    assert [boxes["Citée"].itemData(row) for row in range(boxes["Citée"].count())] == ["", "yes", "no"]


@pytest.mark.parametrize(("kind", "value"), [("yes or no", "yes"), ("a number", "1.5")])
def test_an_attribute_of_a_type_is_added_in_the_window(hand: Hand, kind: str, value: str) -> None:
    choose(hand, "CUE", "Add an attribute")
    fields(hand, QLineEdit)[0].setText("certain")
    [box] = fields(hand, QComboBox)
    box.setCurrentText(kind)
    page(hand).preview()
    settled(hand)
    hand.press("Return")
    settled(hand)
    attribute = hand.window.session.scheme.labels["CUE"].attributes["certain"]
    assert (attribute.misfit(value), bool(attribute.misfit("perhaps"))) == (None, True)


def test_a_bad_file_is_refused_with_its_place_and_nothing_happens(hand: Hand, tmp_path: Path) -> None:
    before = content_hash(hand.window.session.path)
    bad = tmp_path / "bad.json"
    bad.write_text('{"scheme": "x", "version": "1", "relations": {}, "span_labels": {"A": {"key": "AB"}}}')
    page(hand).replace_by_file(bad)
    assert "bad.json, label A" in page(hand).report
    assert content_hash(hand.window.session.path) == before


def test_a_reader_may_look_but_not_change(open_window: Opener, sample: Path) -> None:
    writer = open_project(sample, writing=True)
    hand = open_window(project=sample, annotator=None)
    hand.press("Ctrl+Shift+E")
    assert page(hand).parts.count() > 6
    assert not page(hand).preview_button.isEnabled()
    writer.close()


def test_five_hundred_labels_freeze_nothing(open_window: Opener, tmp_path: Path) -> None:
    labels = {f"LABEL_{number}": {} for number in range(500)}
    scheme = tmp_path / "many.json"
    scheme.write_text(json.dumps({"scheme": "many", "version": "1", "span_labels": labels, "relations": {}}))
    new_project(tmp_path / "many.annotator", scheme).close()
    hand = open_window(project=tmp_path / "many.annotator")
    assert hand.window.minimumSizeHint().width() <= 1280
    visible = [name for name in labels if hand.chip(name).isVisible()]
    assert 0 < len(visible) < 20
    hand.press("Ctrl+Shift+E")
    assert page(hand).parts.count() == 501
    hand.press("Esc", "Ctrl+K")
    assert hand.window.controllers.palette.list.count() > 500


def test_offered_colours_stand_out_on_every_page() -> None:
    for light, dark in PALETTE:
        assert contrast(light, load_theme("light").page) >= 3
        assert contrast(dark, load_theme("dark").page) >= 3
        assert (
            contrast(dark, load_theme("high-contrast").page) >= 3
            or contrast(light, load_theme("high-contrast").page) >= 3
        )


def test_colours_that_some_eyes_take_for_one_are_near() -> None:
    assert distance("#FF0000", "#FF0000") == (0, "usual")
    difference, vision = distance("#4DB3F0", "#B3A8F0")
    assert vision == "protanopia"
    assert difference < 2
    assert distance("#000000", "#FFFFFF")[0] > 90
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_a_label_is_shown_on_a_light_and_a_dark_page(hand: Hand) -> None:
    choose(hand, "SPEAKER", "Looks and key")
    assert page(hand).form
    image = page(hand).form.sample.grab().toImage()
    assert image.pixelColor(4, 4).lightness() > 200
    assert image.pixelColor(image.width() - 5, 4).lightness() < 60


@pytest.mark.parametrize(("row", "labels"), [(0, 6), (1, 0), (2, 1)])
def test_a_new_project_begins_with_the_scheme_that_is_chosen(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: int, labels: int
) -> None:
    body = {"scheme": "one", "version": "1", "span_labels": {"A": {}}, "relations": {}}
    (tmp_path / "one.json").write_text(json.dumps(body))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "one.json"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    hand = open_window("Selon Kiev.")
    requests: list[ProjectRequest] = []
    hand.window.project_requested.disconnect()
    hand.window.project_requested.connect(requests.append)
    hand.press("Ctrl+N", *["Down"] * row, "Return")
    [project] = requests
    assert project.path == tmp_path / "mine.annotator"
    session = new_project(project.path, project.scheme)
    assert len(session.scheme.labels) == labels
    session.close()


def test_an_empty_scheme_grows_in_the_window(open_window: Opener, tmp_path: Path) -> None:
    new_project(tmp_path / "empty.annotator", EMPTY).close()
    hand = open_window(project=tmp_path / "empty.annotator")
    hand.press("Ctrl+Shift+E")
    page(hand).plans.setFocus()
    hand.press("Return")
    hand.type("Place")
    hand.press("Tab")
    hand.type("k")
    hand.press("Return")
    settled(hand)
    hand.press("Return")
    settled(hand)
    [label] = hand.window.session.scheme.labels.values()
    assert (label.name, label.key) == ("Place", "K")
    assert hand.chip("Place")
