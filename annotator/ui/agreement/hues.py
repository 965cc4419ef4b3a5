"""Colours of the kinds of difference and of labels in tables and charts."""

from PySide6.QtGui import QColor

from annotator.app.agreement.tables import KIND_HUE
from annotator.domain.scheme.scheme import Scheme
from annotator.ui.theme import Theme

# Colours that colour-blind readers can tell apart: for light and for dark backgrounds.
_KINDS = {
    "agreed": ("#009E73", "#3CCB9F"),
    "missed": ("#D55E00", "#FF8A3D"),
    "label": ("#0072B2", "#4DB3F0"),
    "split": ("#B8860B", "#E3B84A"),
    "relation": ("#767676", "#9A9A9A"),
    "attribute": ("#7A6FBE", "#B3A8F0"),
    "boundary": ("#2E8BC0", "#8FD3F7"),
    "trivial-boundary": ("#A7A7A7", "#6E7076"),
    "link:agreed": ("#009E73", "#3CCB9F"),
    "link:missing": ("#D55E00", "#FF8A3D"),
    "link:wrong type": ("#0072B2", "#4DB3F0"),
    "link:reversed": ("#B8860B", "#E3B84A"),
    "link:other endpoint": ("#2E8BC0", "#8FD3F7"),
    "link:attribute": ("#7A6FBE", "#B3A8F0"),
}
AGREED_HUE, MISSED_HUE = f"{KIND_HUE}agreed", f"{KIND_HUE}missed"


def hue_color(name: str, scheme: Scheme, theme: Theme) -> QColor:
    """The colour of a kind of difference or of a label; the accent colour for any other name."""
    if name.startswith(KIND_HUE):
        return QColor(_KINDS[name.removeprefix(KIND_HUE)][theme.scheme == "dark"])
    label = scheme.labels.get(name)
    return theme.color_of(label) if label else QColor(theme.accent)
