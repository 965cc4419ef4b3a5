"""Themes: the colours and line styles of the program."""

import tomllib
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator.app.settings import ThemeChoice
from annotator.domain.frozen_model import FrozenModel
from annotator.domain.scheme.scheme import Label
from annotator.resources import RESOURCES

LINE_STYLES = {"solid": Qt.PenStyle.SolidLine, "dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}


class Theme(FrozenModel):
    """Colours as #RRGGBB, strengths from 0 to 1, line widths in pixels."""

    scheme: Literal["light", "dark"]
    page: str
    panel: str
    raised: str
    hover: str
    text: str
    muted: str
    line: str
    faint: str
    edge: str
    accent: str
    accent_text: str
    selection: str
    found: str
    error: str
    tint: float
    focus: float
    lift: float
    strong_line: float
    fine_line: float
    lanes: tuple[str, ...]
    gold: str

    def color_of(self, label: Label) -> QColor:
        """The colour of a label, made lighter as the theme requires; the hue stays that of the scheme."""
        color = QColor(label.color_light if self.scheme == "light" else label.color_dark)
        return QColor.fromRgb(
            *(round(channel + (255 - channel) * self.lift) for channel in (color.red(), color.green(), color.blue()))
        )

    def lane_of(self, number: int) -> QColor:
        """The colour of an annotator's lane, by the number of the annotator among all."""
        return QColor(self.lanes[number % len(self.lanes)])

    def blend(self, color: QColor, strength: float) -> QColor:
        """The colour with this opacity, from 0 to 1."""
        translucent = QColor(color)
        translucent.setAlphaF(strength)
        return translucent


@lru_cache
def load_theme(name: str) -> Theme:
    """The theme of the file with this name."""
    return Theme(**tomllib.loads((RESOURCES / "themes" / f"{name}.toml").read_text(encoding="utf-8")))


def resolve(choice: ThemeChoice) -> Theme:
    """The theme of this choice; ``system`` follows the desktop."""
    if choice != "system":
        return load_theme(choice)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return load_theme("dark" if dark else "light")


def set_theme(theme: Theme) -> None:
    """Use this theme in the whole program.

    A theme that is already in use is not set again, because that would make the start a tenth slower.
    """
    application = QApplication.instance()
    sheet = _STYLE_SHEET.format(**theme.model_dump())
    if isinstance(application, QApplication) and application.styleSheet() != sheet:
        QDir.setSearchPaths("icons", [str(RESOURCES / "icons")])
        application.setPalette(_palette(theme))
        application.setStyleSheet(sheet)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.page,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.edge,
        QPalette.ColorRole.Shadow: theme.edge,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


_STYLE_SHEET = """
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}
QMenuBar {{ background: {panel}; color: {text}; padding: 2px 8px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QAbstractScrollArea {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
{{ background: none; border: none; width: 0; height: 0; }}
QSplitter::handle {{ background: {line}; }}
QSplitter[role="gap"]::handle {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QLineEdit, QPlainTextEdit {{
  background: {page}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 6px;
  placeholder-text-color: {muted}; selection-background-color: {selection}; selection-color: {text}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 2px 5px; }}
QLineEdit[wrong="true"] {{ border: 2px solid {error}; padding: 2px 5px; }}
QSpinBox {{ background: {page}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 6px;
  selection-background-color: {selection}; selection-color: {text}; }}
QSpinBox QLineEdit {{ border: none; padding: 0 4px; background: transparent; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox:focus {{ border: 2px solid {accent}; padding: 2px 5px; }}
QComboBox {{ background: {page}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 3px 6px; }}
QComboBox:hover {{ background: {hover}; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 2px 5px; }}
QComboBox:disabled {{ color: {faint}; border-color: {line}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url(icons:choose.svg); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {raised}; color: {text}; border: 1px solid {line};
  selection-background-color: {hover}; selection-color: {text}; outline: none; }}
QPushButton {{ background: {raised}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 5px 14px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:default {{ background: {accent}; color: {accent_text}; border-color: {accent}; }}
QPushButton:default:focus {{ border: 2px solid {text}; }}
QPushButton:disabled, QPushButton:default:disabled {{
  background: {panel}; color: {faint}; border-color: {line}; }}
QPushButton[role="chip"] {{ background: {raised}; border: 1px solid {accent}; padding: 0 6px; text-align: left; }}
QPushButton[role="chip"]:hover {{ background: {selection}; }}
QFrame[role="choice"] {{ background: {raised}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[role="version"] {{ background: {raised}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[role="choice"]:hover {{ border: 1px solid {accent}; }}
QCheckBox::indicator, QListWidget::indicator {{
  width: 12px; height: 12px; border: 1px solid {edge}; border-radius: 3px; background: {page}; }}
QCheckBox::indicator:checked, QListWidget::indicator:checked {{
  background: {accent}; border: 1px solid {accent}; image: url(icons:ticked-{scheme}.svg); }}
QCheckBox:focus {{ color: {accent}; }}
QToolButton {{ background: transparent; color: {text}; border: none; border-radius: 4px; padding: 4px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:disabled {{ color: {faint}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 2px; }}
QListView, QTableView {{ background: {panel}; outline: none; }}
QHeaderView {{ background: {panel}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: none; border-bottom: 1px solid {line};
  padding: 5px 11px; }}
QTableView::item {{ padding: 0 8px; }}
QTableView::item:selected {{ background: {selection}; color: {text}; }}
QWidget[role="page"] QTableView {{ background: {page}; }}
QWidget[role="page"] QTableView[role="queue"] {{ background: {panel}; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 5px 12px; border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QTableView[role="matrix"] QHeaderView {{ background: {page}; }}
QTableView[role="matrix"] QTableCornerButton::section {{ background: {page}; border: none; }}
QProgressBar {{ background: {hover}; border: none; border-radius: 3px; height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="error"] {{ color: {error}; }}
QFrame[role="rule"] {{ background: {line}; border: none; }}
QWidget[role="bar"] {{ background: {panel}; }}
QWidget[role="page"] {{ background: {page}; }}
QFrame[role="toast"] {{ background: {text}; border-radius: 6px; }}
QFrame[role="toast"] QLabel {{ color: {page}; background: transparent; }}
QFrame[role="palette"] {{ background: {raised}; border: 1px solid {edge}; border-radius: 8px; }}
QFrame[role="palette"] QListWidget {{ background: {raised}; }}
QListWidget::item {{ padding: 4px 6px; border-radius: 4px; }}
QListWidget::item:selected {{ background: {selection}; color: {text}; }}
QFrame[role="banner"] {{ background: {found}; }}
QFrame[role="banner"] QLabel {{ color: {text}; }}
"""
