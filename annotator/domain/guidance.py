"""What do the guidelines say about one label?

Guidelines are Markdown with a heading per label, or one for several labels whose paragraphs then begin with the
label's name in bold. Only headings, list items and paragraphs are looked at; marks of emphasis are taken off.
"""

import re

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_EMPHASIS = re.compile(r"\*\*|~~|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_SEPARATOR = re.compile(r"^[|\s:-]+$")


def guidance_for(label: str, guidelines: str) -> list[str]:
    """The guideline of a label, a point each; empty where the guidelines say nothing of it."""
    for heading, points in _sections(guidelines):
        names = re.findall(r"\b[A-Z_]{2,}\b", heading)
        if label in names:
            mine = points if len(names) == 1 else [point for point in points if _speaks_of(point, label, names)]
            lead = heading.split(" – ", 1)[1:] if len(names) == 1 else []
            return [_plain(point) for point in (*lead, *mine)]
    return []


def _sections(guidelines: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    for line in guidelines.splitlines():
        heading = _HEADING.match(line)
        if heading:
            sections.append((heading.group(1), []))
        elif sections and line.strip() and not _SEPARATOR.match(line):
            _add_line(sections[-1][1], line)
    return sections


def _add_line(points: list[str], line: str) -> None:
    """A table row becomes a point; an indented line goes on with the one before."""
    if line.startswith(" ") and points:
        points[-1] += f" {line.strip()}"
    elif line.startswith("|"):
        points.append(" → ".join(cell.strip() for cell in line.strip("| ").split("|")))
    else:
        points.append(line.removeprefix("- "))


def _speaks_of(point: str, label: str, names: list[str]) -> bool:
    """Whether a point of a shared section is about the label: it begins with its name, or with no other one."""
    begins = next((name for name in names if point.startswith(f"**{name}**")), None)
    return begins == label or (begins is None and label == names[0])


def _plain(point: str) -> str:
    return _EMPHASIS.sub("", point).strip()
