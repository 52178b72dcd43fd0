"""The drawing of the packages: which of them imports which, read from their imports.

Every package stands above all that it imports.  An arrow that others make up together is left
out: who imports the decks has what the decks import.
``pytest tests/this_course/docs --refresh`` draws it anew.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

TOOL: Final = "lessondeck"

OTHERS: Final = ("course", "exercises", "selfcheck")
"""Packages beside the tool's."""

NAMES: Final = {"__init__": "extension", "__main__": "command"}
"""What modules at the top of the tool are called in the drawing."""

WIDTH: Final = 640
STEP: Final = 92
"""From one row to the next."""

BOX: Final = 48
"""Height of a box."""

LETTER: Final = 15
"""Width of a letter, with some to spare; with this and `PADDING`, boxes are as wide as needed."""

PADDING: Final = 24
GAP: Final = 12
ROUNDS: Final = 40

Graph = dict[str, set[str]]


def packages(root: Path) -> Graph:
    """Return what each package of the repository imports of the others."""
    graph: Graph = defaultdict(set)
    for top in (TOOL, *OTHERS):
        for file in sorted((root / top).rglob("*.py")):
            here = _package(file.relative_to(root).with_suffix("").parts)
            graph[here] |= {
                package
                for module in _imported(file)
                if (package := _package(module.split("."))) and package != here
            }
    return {name: used & graph.keys() for name, used in graph.items()}


def _package(parts: tuple[str, ...] | list[str]) -> str:
    """Return the package of a module: the tool's have names of their own, others are whole."""
    if parts[0] in OTHERS:
        return parts[0]
    if parts[0] == TOOL and len(parts) > 1:
        return NAMES.get(parts[1], parts[1])
    return ""


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rows(graph: Graph) -> dict[str, int]:
    """Return the row of each package, 0 for the lowest: one above all that it imports.

    Raises:
        ValueError: packages import each other in a circle.
    """
    found: dict[str, int] = {}

    def row(name: str, above: tuple[str, ...] = ()) -> int:
        if name in above:
            raise ValueError(f"a circle of imports: {' → '.join([*above, name])}")
        if name not in found:
            found[name] = 1 + max((row(used, (*above, name)) for used in graph[name]), default=-1)
        return found[name]

    for name in graph:
        row(name)
    return found


def essential(graph: Graph) -> Graph:
    """Return the arrows that no way over other packages makes up."""

    @cache
    def reached(name: str) -> frozenset[str]:
        return frozenset(graph[name]).union(*map(reached, graph[name]))

    return {
        name: {used for used in below if not any(used in reached(other) for other in below)}
        for name, below in graph.items()
    }


def draw(graph: Graph) -> str:
    """Return the drawing as SVG, with its text alternative."""
    level = rows(graph)
    ways = [
        [name, *((name, used, row) for row in range(level[name] - 1, level[used], -1)), used]
        for name, below in sorted(essential(graph).items())
        for used in sorted(below)
    ]
    x = _places(level, ways)
    top = max(level.values())
    height = top * STEP + BOX + 8

    def y(row: int) -> int:
        return 4 + (top - row) * STEP

    parts = []
    for way in ways:
        heights = [level[way[0]], *(each[2] for each in way[1:-1]), level[way[-1]]]
        points = [(x[each], y(row)) for each, row in zip(way, heights, strict=True)]
        path = f"M{points[0][0]:.0f} {points[0][1] + BOX}"
        for (left, above), (right, below) in zip(points, points[1:], strict=False):
            start = above + BOX
            path += f"C{left:.0f} {start + 22} {right:.0f} {below - 22} {right:.0f} {below}"
            path += f"V{below + BOX}" if (right, below) != points[-1] else ""
        parts.append(f'<path d="{path}" marker-end="url(#packages-tip)"/>')
    boxes, words = [], []
    for name, row in sorted(level.items(), key=lambda pair: (-pair[1], x[pair[0]])):
        wide = _width(name)
        boxes.append(
            f'<rect x="{x[name] - wide / 2:.0f}" y="{y(row)}" width="{wide}" height="{BOX}"/>'
        )
        words.append(f'<text x="{x[name]:.0f}" y="{y(row) + 33}">{name}</text>')
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="28">',
        "<title>The packages and what they import</title>",
        f"<desc>{in_words(graph)}</desc>",
        '<defs><marker id="packages-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" fill="var(--muted, #4a5058)"/>'
        "</marker></defs>",
        '<g fill="none" stroke="var(--muted, #4a5058)" stroke-width="2">',
        *parts,
        "</g>",
        '<g fill="var(--tint, #f5f6f9)" stroke="var(--line, #767c85)" stroke-width="2">',
        *boxes,
        "</g>",
        '<g fill="var(--ink, #14161a)" text-anchor="middle">',
        *words,
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def in_words(graph: Graph) -> str:
    """Return what the drawing says, as sentences."""
    level = rows(graph)
    order = sorted(graph, key=lambda name: (-level[name], name))
    return " ".join(
        f"{name} imports {', '.join(sorted(graph[name]))}."
        if graph[name]
        else f"{name} imports none of the others."
        for name in order
    )


Part = str | tuple[str, str, int]
"""A package, or the place where an arrow passes a row: from, to and the row."""


def _width(part: Part) -> int:
    return len(part) * LETTER + PADDING if isinstance(part, str) else 0


def _places(level: Mapping[str, int], ways: list[list[Part]]) -> dict[Part, float]:
    """Return the middle of each box and of each place where an arrow passes a row.

    Parts of a row go to where those that they are joined with stand, and make room for each other.
    """
    in_row: dict[int, list[Part]] = defaultdict(list)
    for name in sorted(level):
        in_row[level[name]].append(name)
    joined: dict[Part, list[Part]] = defaultdict(list)
    for way in ways:
        for part in way[1:-1]:
            in_row[part[2]].append(part)  # type: ignore[arg-type]
        for upper, lower in zip(way, way[1:], strict=False):
            joined[upper].append(lower)
            joined[lower].append(upper)
    x: dict[Part, float] = {}
    for parts in in_row.values():
        _spread(parts, x)
    for _ in range(ROUNDS):
        for row in [*sorted(in_row), *sorted(in_row, reverse=True)]:
            for part in in_row[row]:
                others = joined[part]
                x[part] = sum(x[other] for other in others) / len(others)
            in_row[row].sort(key=lambda part: x[part])
            _spread(in_row[row], x)
    return x


def _spread(parts: list[Part], x: dict[Part, float]) -> None:
    """Move the parts of a row apart, so that none lies on another or leaves the drawing.

    It is done from either side; what lies in the middle of both is as far apart.
    """
    from_left = _pushed(parts, [x.get(part, WIDTH / 2) for part in parts])
    mirrored = _pushed(parts[::-1], [WIDTH - x.get(part, WIDTH / 2) for part in parts[::-1]])
    for part, left, right in zip(parts, from_left, mirrored[::-1], strict=True):
        x[part] = (left + WIDTH - right) / 2


def _pushed(parts: list[Part], wanted: list[float]) -> list[float]:
    """Return the places nearest to the wanted ones, for parts that make room to the right."""
    found: list[float] = []
    edge = 2.0
    for part, place in zip(parts, wanted, strict=True):
        found.append(max(place, edge + _width(part) / 2))
        edge = found[-1] + _width(part) / 2 + GAP
    edge = WIDTH - 2.0
    for number in reversed(range(len(parts))):
        half = _width(parts[number]) / 2
        found[number] = min(found[number], edge - half)
        edge = found[number] - half - GAP
    return found
