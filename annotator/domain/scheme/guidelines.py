"""What do the guidelines say about one label?

Guidelines are Markdown with a heading per label, or one for several labels whose paragraphs then begin with the
label's name in bold. Only headings, list items and paragraphs are looked at; marks of emphasis are taken off. What
begins with ``Example:`` is a passage as it was settled, and stays as it stands.
"""

import re

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_EMPHASIS = re.compile(r"\*\*|~~|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_SEPARATOR = re.compile(r"^[|\s:]*-[|\s:-]*$")
_REST_OF_HEADING = re.compile(r" [–(-].*")
_EXAMPLE = "Example: "


def guidance_for(label: str, guidelines: str) -> list[str]:
    """The guideline of a label, a point each; empty where the guidelines say nothing of it.

    A section of its own comes before one that it shares.
    """
    about = [(heading, points) for heading, points in _sections(guidelines) if label in _names(heading)]
    if not about:
        return []
    heading, points = min(about, key=lambda section: len(_names(section[0])))
    names = _names(heading)
    mine = points if len(names) == 1 else [point for point in points if _speaks_of(point, label, names)]
    lead = heading.split(" – ", 1)[1:] if len(names) == 1 else []
    return [_plain(point) for point in (*lead, *mine)]


def in_short(label: str, guidelines: str, *, rules: int, examples: int) -> list[str]:
    """The first rules of a label's guideline, and the latest examples."""
    points = guidance_for(label, guidelines)
    settled = [point for point in points if point.startswith(_EXAMPLE)]
    return [*[point for point in points if point not in settled][:rules], *settled[-examples:]]


def with_example(text: str, example: str) -> str:
    """A label's part of the guidelines (Markdown) with one more passage as a point; the same where it is there."""
    point = f"- {_EXAMPLE}{' '.join(example.split())}"
    return text if point in text.splitlines() else f"{text}\n{point}".strip()


def section_of(label: str, guidelines: str) -> str:
    """The Markdown below the label's own heading; empty where it has none of its own."""
    found = _own_section(label, guidelines)
    lines = guidelines.splitlines()
    return "\n".join(lines[found[0] + 1 : found[1]]).strip() if found else ""


def with_section(label: str, guidelines: str, text: str) -> str:
    """The guidelines with this Markdown below the label's own heading; an empty one takes the section away."""
    lines = guidelines.splitlines()
    found = _own_section(label, guidelines)
    heading = lines[found[0]] if found else f"## {label}"
    start, end = found or (len(lines), len(lines))
    before, after = "\n".join(lines[:start]).rstrip(), "\n".join(lines[end:]).strip()
    section = f"{heading}\n{text.strip()}" if text.strip() else ""
    return "\n\n".join(filter(None, (before, section, after))) + "\n"


def with_name(old: str, new: str, guidelines: str) -> str:
    """The guidelines with another name for a label.

    One in capitals is taken for the label wherever it stands; any other may be a plain word, and is changed in
    headings and where it is bold.
    """
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    if old.isupper():
        return word.sub(lambda _: new, guidelines)
    bold = guidelines.replace(f"**{old}**", f"**{new}**")
    lines = [word.sub(lambda _: new, line) if _HEADING.match(line) else line for line in bold.split("\n")]
    return "\n".join(lines)


def _own_section(label: str, guidelines: str) -> tuple[int, int] | None:
    """From which line to which the label's own section goes, heading included."""
    start = None
    lines = guidelines.splitlines()
    for place, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading and start is not None:
            return start, place
        if heading and _names(heading.group(1)) == [label]:
            start = place
    return None if start is None else (start, len(lines))


def _names(heading: str) -> list[str]:
    """The labels that a heading names: what stands before a dash or bracket, parted by commas."""
    return _REST_OF_HEADING.sub("", heading).split(", ")


def _sections(guidelines: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    before = ""
    for line in guidelines.splitlines():
        heading = _HEADING.match(line)
        if heading:
            sections.append((heading.group(1), []))
        elif sections and _SEPARATOR.match(line):
            # What stands above the rows of a table names its columns, and is no point.
            if before.startswith("|"):
                sections[-1][1].pop()
        elif sections and line.strip():
            _add_line(sections[-1][1], line)
        before = line
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
    return point if point.startswith(_EXAMPLE) else _EMPHASIS.sub("", point).strip()
