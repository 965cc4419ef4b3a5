"""Translation of every sentence in the window, with room for a longer language."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from annotator import i18n
from tests import own_scheme
from tests.ui.conftest import Opener
from tests.ui.hand import Hand
from tests.ui.projects import project_of
from tests.ui.test_annotate_screen import TEXT

# What is data, or a sign and no word: names of keys, places in a list, what the scheme and the person call things.
DATA = re.compile(
    r"[\W\d_]*|(Ctrl|Alt|Shift|F\d+|Tab|Del|Esc|Return|Enter|PgUp|PgDown|Space|Backspace|Left|Right|Up|Down|[A-Z]|\W|\d)*"
)


class Wrapped(gettext.NullTranslations):
    """Puts every sentence between brackets, a third longer."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}{'·' * (len(message) // 3)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    i18n.use(Wrapped())
    return open_window({"one": TEXT})


@pytest.fixture
def known(hand: Hand) -> set[str]:
    """Names that are data: of the scheme, its attributes and values."""
    scheme = hand.window.session.scheme
    names = {label.title for label in scheme.labels.values()}
    for label in scheme.labels.values():
        for attribute in label.attributes.values():
            shown = attribute.name.replace("_", " ").capitalize()
            values = {value for values in attribute.values_by.values() for value in values}
            names |= {shown, f"{shown} *", *attribute.values, *values}
    return names | {"Camille", "one", "project"}


def sentences(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.statusTip()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QTableView) and widget.model():
        header = widget.model().headerData
        yield from (str(header(column, widget.horizontalHeader().orientation()) or "") for column in range(4))


def untranslated(hand: Hand, known: set[str]) -> set[str]:
    """What is shown now, and is neither translated nor data."""
    shown = {sentence for one in hand.window.findChildren(QWidget) if seen(one) for sentence in sentences(one)}
    shown |= {action.text() for menu in hand.window.findChildren(QMenu) for action in menu.actions()}
    found = set()
    for sentence in shown:
        bare = re.sub(r"⟦[^⟦⟧]*⟧", "", sentence)
        while bare != (bare := re.sub(r"⟦[^⟦⟧]*⟧", "", bare)):
            pass
        bare = bare.replace("&", "").strip()
        if not DATA.fullmatch(bare) and bare not in known and not is_article(bare, hand):
            found.add(sentence)
    return found


def seen(widget: QWidget) -> bool:
    return widget.isVisible() or isinstance(widget, QMenu | QAction)


def is_article(text: str, hand: Hand) -> bool:
    """Whether this is data: the guideline, or the line below, whose sentences are wrapped one by one."""
    parts = [part.strip() for part in text.split("·")]
    guidance = hand.window.session.guidelines.replace("*", "")
    return all(part in ("", "one", "Camille") for part in parts) or text.replace("*", "")[:40] in guidance


def test_the_annotate_screen(hand: Hand, known: set[str]) -> None:
    assert untranslated(hand, known) == set()
    hand.select_words(*hand.words("le Kremlin"))
    hand.press("S")
    assert untranslated(hand, known) == set()
    hand.press("Ctrl+F")
    hand.type("xyz")
    assert untranslated(hand, known) == set()
    hand.press("Esc", "B", "Return", "Del")
    assert untranslated(hand, known) == set()


@pytest.mark.parametrize("key", list("SDEQCA"))
def test_the_form_of_every_label(hand: Hand, known: set[str], key: str) -> None:
    hand.select_words(*hand.words("le Kremlin"))
    hand.press(key)
    assert untranslated(hand, known) == set()


def test_the_help_card(hand: Hand, known: set[str]) -> None:
    hand.press("F1")
    found = untranslated(hand, known)
    assert found == set()


def test_the_question_who(hand: Hand, known: set[str]) -> None:
    hand.window.commands.run("annotator")
    hand.with_focus().selectAll()
    hand.press("Del", "Return")
    assert untranslated(hand, known) == set()


def test_the_empty_page(hand: Hand, known: set[str], open_window: Opener, tmp_path: Path) -> None:
    empty = open_window(project=project_of(tmp_path, {}, name="empty"))
    assert untranslated(empty, known | {"empty"}) == set()


def test_the_offer_of_roles_and_its_page(hand: Hand, open_window: Opener, tmp_path: Path) -> None:
    own = open_window(project=own_scheme.own_project(tmp_path))
    names = {"Locuteur", "Exigence", "Cité", "Nom", "Mention", "Force", "Polarité", "dit", "adressé à", "nom", "pronom"}
    names |= {"appel", "exigence", "sommation", "own", "Camille", "one"}
    assert untranslated(own, names) == set()
    own.window.commands.run("assign-roles")
    own.press("Tab", "Down", "Down")
    assert untranslated(own, names) == set()


def test_a_sentence_that_is_not_translated_is_found(hand: Hand, known: set[str], open_window: Opener) -> None:
    i18n.use(gettext.NullTranslations())
    plain = open_window(project=hand.window.session.path)
    assert {"Find", "&Edit", "read only", "Undo"} <= untranslated(plain, known)


def test_what_is_said_in_passing(hand: Hand, known: set[str]) -> None:
    for key in ("S", "Del", "B", "Ctrl+PgUp", "Ctrl+PgDown", "Ctrl+Return", "Ctrl+Z", "Ctrl+Y"):
        hand.press(key)
        assert hand.message == "" or "⟦" in hand.message, (key, hand.message)


def test_a_longer_language_fits_the_smallest_window(hand: Hand) -> None:
    """The window can still be made 1280 pixels wide."""
    assert hand.window.minimumSizeHint().width() <= 1280
    assert hand.window.minimumSizeHint().height() <= 720
    assert QApplication.instance()
