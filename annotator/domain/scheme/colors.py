"""Distances and contrasts of colours, also for colour-blind vision.

Colours are #RRGGBB in sRGB. Distances are CIE 1976 ΔE*ab for the D65 white point, contrasts those of WCAG 2.2. The
simulation of dichromatic vision follows Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
of Color Vision Deficiency", IEEE TVCG 15 (2009), with the matrices of its severity 1.0 on linear RGB.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import starmap

Triple = tuple[float, float, float]
ColorPair = tuple[str, str]

_VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_LUMINANCE = (0.2126, 0.7152, 0.0722)
# sRGB to XYZ (IEC 61966-2-1), each row divided by its part of the D65 white.
_TO_XYZ = (
    (0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047),
    (0.2126, 0.7152, 0.0722),
    (0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883),
)
_LINEAR_UP_TO = 0.04045
# Below this distance, two thin lines beside each other look like one colour.
NEAR_DISTANCE = 10.0
LEAST_CONTRAST = 3.0

# The colours offered for a label: a shade for light and one for dark pages, with a contrast of 3:1 in every theme.
PALETTE: tuple[ColorPair, ...] = (
    ("#0072B2", "#4DB3F0"),
    ("#D55E00", "#FF8A3D"),
    ("#009E73", "#3CCB9F"),
    ("#8176F1", "#DBD1FE"),
    ("#F04761", "#FBCCCC"),
    ("#2A33A2", "#9A8CFF"),
    ("#800062", "#F565C7"),
    ("#890800", "#FF6D4E"),
    ("#C41040", "#FE9A9F"),
    ("#669400", "#B9E75D"),
    ("#314900", "#7BA91D"),
    ("#024C31", "#14B178"),
    ("#B41E8C", "#FD93D8"),
    ("#835C02", "#E9AB2B"),
    ("#767676", "#9A9A9A"),
)


def contrast(color: str, ground: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted(_dot(_LUMINANCE, _linear(shade)) for shade in (color, ground))
    return (lighter + 0.05) / (darker + 0.05)


def distance(first: str, second: str) -> tuple[float, str]:
    """The distance of two colours for the vision that distinguishes them least, and the name of that vision."""
    distances = {name: _distance(_lab(first, name), _lab(second, name)) for name in _VISIONS}
    name = min(distances, key=lambda vision: distances[vision])
    return distances[name], name


def nearest(color: str, named_colors: Iterable[tuple[str, str]]) -> tuple[float, str, str]:
    """The nearest of some named colours: its distance, its name, and the vision; infinitely far if there is none."""
    distances = ((*distance(color, named), name) for name, named in named_colors)
    least, vision, name = min(distances, default=(float("inf"), "usual", ""))
    return least, name, vision


def farthest_first(pairs: Iterable[ColorPair], used: Iterable[ColorPair]) -> list[ColorPair]:
    """These pairs of shades (for light, for dark pages), the one farthest from all used pairs first."""
    used_pairs = list(used)

    def least_distance(pair: ColorPair) -> float:
        return min((distance(pair[side], earlier[side])[0] for earlier in used_pairs for side in (0, 1)), default=0.0)

    return sorted(pairs, key=least_distance, reverse=True)


@lru_cache(maxsize=4096)
def _lab(color: str, vision: str) -> Triple:
    """The colour in CIELAB as seen with this vision."""
    light = tuple(min(1.0, max(0.0, _dot(row, _linear(color)))) for row in _VISIONS[vision])
    x, y, z = (_cube_root(_dot(row, light)) for row in _TO_XYZ)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _distance(first: Triple, second: Triple) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


def _linear(color: str) -> tuple[float, ...]:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return tuple(
        channel / 12.92 if channel <= _LINEAR_UP_TO else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )


def _dot(row: Iterable[float], light: Iterable[float]) -> float:
    return sum(starmap(float.__mul__, zip(row, light, strict=True)))


def _cube_root(ratio: float) -> float:
    return float(ratio ** (1 / 3)) if ratio > 216 / 24389 else (24389 / 27 * ratio + 16) / 116
