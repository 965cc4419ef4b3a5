"""Can two colours be told apart, also by eyes that see fewer, and does one stand out from its ground?

Colours are #RRGGBB in sRGB. Distances are CIE 1976 ΔE*ab for the D65 white point, contrasts those of WCAG 2.2. How a
colour looks to a dichromat follows Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
Color Vision Deficiency", IEEE TVCG 15 (2009), with the matrices of its severity 1.0 on linear RGB.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import starmap

Triple = tuple[float, float, float]
Pair = tuple[str, str]

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
# Below this, two thin lines beside each other read as one colour.
NEAR = 10.0
LEAST_CONTRAST = 3.0

# What is offered for a label: a shade on light and one on dark pages. Each is to 3:1 on the pages of every theme.
PALETTE: tuple[Pair, ...] = (
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
    one, other = (_dot(_LUMINANCE, _linear(shade)) for shade in (color, ground))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def distance(one: str, other: str) -> tuple[float, str]:
    """How far apart two colours are for the eyes to which they are nearest, and for which eyes that is."""
    apart = {name: _apart(_seen(one, name), _seen(other, name)) for name in _VISIONS}
    name = min(apart, key=lambda vision: apart[vision])
    return apart[name], name


def nearest(color: str, others: Iterable[tuple[str, str]]) -> tuple[float, str, str]:
    """The nearest of some named colours: how far, its name, and for which eyes; infinitely far where there is none."""
    found = ((*distance(color, other), name) for name, other in others)
    apart, vision, name = min(found, default=(float("inf"), "usual", ""))
    return apart, name, vision


def farthest_first(pairs: Iterable[Pair], used: Iterable[Pair]) -> list[Pair]:
    """These pairs of shades (on light, on dark), the one farthest from all that are used first."""
    taken = list(used)

    def room(pair: Pair) -> float:
        return min((distance(pair[side], other[side])[0] for other in taken for side in (0, 1)), default=0.0)

    return sorted(pairs, key=room, reverse=True)


@lru_cache(maxsize=4096)
def _seen(color: str, vision: str) -> Triple:
    """The colour in CIELAB as these eyes see it."""
    light = tuple(min(1.0, max(0.0, _dot(row, _linear(color)))) for row in _VISIONS[vision])
    x, y, z = (_cube_root(_dot(row, light)) for row in _TO_XYZ)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _apart(one: Triple, other: Triple) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _linear(color: str) -> tuple[float, ...]:
    shares = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(share / 12.92 if share <= _LINEAR_UP_TO else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def _dot(row: Iterable[float], light: Iterable[float]) -> float:
    return sum(starmap(float.__mul__, zip(row, light, strict=True)))


def _cube_root(share: float) -> float:
    return float(share ** (1 / 3)) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116
