"""The guidelines of an annotation scheme, by label.

Guidelines are Markdown with a heading per label, or one for several labels whose paragraphs then begin with the
label's name in bold. Only headings, list items and paragraphs are used, without marks of emphasis. A point that begins
with ``Example:`` is a settled passage and stays unchanged.
"""

import re

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_EMPHASIS = re.compile(r"\*\*|~~|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_SEPARATOR = re.compile(r"^[|\s:]*-[|\s:-]*$")
_REST_OF_HEADING = re.compile(r" [–(-].*")
_EXAMPLE = "Example: "


def guidance_for(label: str, guidelines: str) -> list[str]:
    """The points of a label's guideline; empty if the guidelines do not mention it.

    The label's own section has priority over a shared one.
    """
    sections = [(heading, points) for heading, points in _sections(guidelines) if label in _names(heading)]
    if not sections:
        return []
    heading, points = min(sections, key=lambda section: len(_names(section[0])))
    names = _names(heading)
    own_points = points if len(names) == 1 else [point for point in points if _is_about(point, label, names)]
    lead = heading.split(" – ", 1)[1:] if len(names) == 1 else []
    return [_plain(point) for point in (*lead, *own_points)]


def guidance_summary(label: str, guidelines: str, *, rules: int, examples: int) -> list[str]:
    """The first rules of a label's guideline, and the latest examples."""
    points = guidance_for(label, guidelines)
    settled = [point for point in points if point.startswith(_EXAMPLE)]
    return [*[point for point in points if point not in settled][:rules], *settled[-examples:]]


def with_example(text: str, example: str) -> str:
    """A label's section of the guidelines with one more example as a point; unchanged if it already has the example."""
    point = f"- {_EXAMPLE}{' '.join(example.split())}"
    return text if point in text.splitlines() else f"{text}\n{point}".strip()


def label_section(label: str, guidelines: str) -> str:
    """The Markdown below the label's own heading; empty if it has no section of its own."""
    bounds = _own_section(label, guidelines)
    lines = guidelines.splitlines()
    return "\n".join(lines[bounds[0] + 1 : bounds[1]]).strip() if bounds else ""


def with_label_section(label: str, guidelines: str, text: str) -> str:
    """The guidelines with this Markdown below the label's own heading; an empty text removes the section."""
    lines = guidelines.splitlines()
    bounds = _own_section(label, guidelines)
    heading = lines[bounds[0]] if bounds else f"## {label}"
    start, end = bounds or (len(lines), len(lines))
    before, after = "\n".join(lines[:start]).rstrip(), "\n".join(lines[end:]).strip()
    section = f"{heading}\n{text.strip()}" if text.strip() else ""
    return "\n\n".join(filter(None, (before, section, after))) + "\n"


def with_renamed_label(old: str, new: str, guidelines: str) -> str:
    """The guidelines with another name for a label.

    A name in capitals is replaced everywhere. Any other name may be an ordinary word, and is replaced only in headings
    and where it is bold.
    """
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    if old.isupper():
        return word.sub(lambda _: new, guidelines)
    bold = guidelines.replace(f"**{old}**", f"**{new}**")
    lines = [word.sub(lambda _: new, line) if _HEADING.match(line) else line for line in bold.split("\n")]
    return "\n".join(lines)


def _own_section(label: str, guidelines: str) -> tuple[int, int] | None:
    """The first line of the label's own section, with its heading, and the line after its last one."""
    start = None
    lines = guidelines.splitlines()
    for number, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading and start is not None:
            return start, number
        if heading and _names(heading.group(1)) == [label]:
            start = number
    return None if start is None else (start, len(lines))


def _names(heading: str) -> list[str]:
    """The labels in a heading: the text before a dash or bracket, separated by commas."""
    return _REST_OF_HEADING.sub("", heading).split(", ")


def _sections(guidelines: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    before = ""
    for line in guidelines.splitlines():
        heading = _HEADING.match(line)
        if heading:
            sections.append((heading.group(1), []))
        elif sections and _SEPARATOR.match(line):
            # The line above the separator of a table contains its column names, and is not a point.
            if before.startswith("|"):
                sections[-1][1].pop()
        elif sections and line.strip():
            _add_line(sections[-1][1], line)
        before = line
    return sections


def _add_line(points: list[str], line: str) -> None:
    """A table row becomes a point; an indented line continues the point before it."""
    if line.startswith(" ") and points:
        points[-1] += f" {line.strip()}"
    elif line.startswith("|"):
        points.append(" → ".join(cell.strip() for cell in line.strip("| ").split("|")))
    else:
        points.append(line.removeprefix("- "))


def _is_about(point: str, label: str, names: list[str]) -> bool:
    """Whether a point of a shared section is about the label.

    It begins with the label's name; a point that begins with no name is about the first label.
    """
    leading_name = next((name for name in names if point.startswith(f"**{name}**")), None)
    return leading_name == label or (leading_name is None and label == names[0])


def _plain(point: str) -> str:
    return point if point.startswith(_EXAMPLE) else _EMPHASIS.sub("", point).strip()
