"""Which colours tell what is the same, and how it differs?"""

from PySide6.QtGui import QColor

from annotator.app.agreement.tables import KIND
from annotator.domain.scheme.scheme import Scheme
from annotator.ui.theme import Theme

# Hues that stay apart for colour-blind eyes, as the labels' own: for light and for dark grounds.
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
SAME, OTHER = f"{KIND}agreed", f"{KIND}missed"


def hue(name: str, scheme: Scheme, theme: Theme) -> QColor:
    """The colour of a kind of difference or of a label; the accent for anything else."""
    if name.startswith(KIND):
        return QColor(_KINDS[name.removeprefix(KIND)][theme.scheme == "dark"])
    label = scheme.labels.get(name)
    return theme.color_of(label) if label else QColor(theme.accent)
