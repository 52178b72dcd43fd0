"""The drawing of the packages: which of them imports which, read from their imports.

Every package stands above all that it imports.  An arrow that others make up together is left
out: who imports the decks has what the decks import.
``pytest tests/this_course/docs --refresh`` draws it anew.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

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

LETTER: Final = 17
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


class Stop(NamedTuple):
    """A package in its row; or where an arrow to another package passes a row."""

    name: str
    row: int
    to: str = ""

    @property
    def half(self) -> float:
        """Half of its width: an arrow has none."""
        return 0 if self.to else (len(self.name) * LETTER + PADDING) / 2

    @property
    def top(self) -> int:
        """Where it begins, counted from the lowest row upwards."""
        return -self.row * STEP


def draw(graph: Graph) -> str:
    """Return the drawing as SVG, with its text alternative."""
    level = rows(graph)
    ways = [
        [
            Stop(name, level[name]),
            *(Stop(name, row, to=used) for row in range(level[name] - 1, level[used], -1)),
            Stop(used, level[used]),
        ]
        for name, below in sorted(essential(graph).items())
        for used in sorted(below)
    ]
    boxes = sorted((Stop(name, row) for name, row in level.items()), key=lambda b: (-b.row, b.name))
    x = _places(boxes, ways)
    rise = max(level.values()) * STEP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-rise - 4} {WIDTH} '
        f'{rise + BOX + 8}" font-size="28">',
        "<title>The packages and what they import</title>",
        f"<desc>{in_words(graph)}</desc>",
        '<defs><marker id="packages-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" fill="var(--muted, #4a5058)"/>'
        "</marker></defs>",
        '<g fill="none" stroke="var(--muted, #4a5058)" stroke-width="2">',
        *(f'<path d="{_curve(way, x)}" marker-end="url(#packages-tip)"/>' for way in ways),
        "</g>",
        '<g fill="var(--tint, #f5f6f9)" stroke="var(--line, #767c85)" stroke-width="2">',
        *(
            f'<rect x="{x[box] - box.half:.0f}" y="{box.top}" width="{2 * box.half:.0f}" '
            f'height="{BOX}"/>'
            for box in boxes
        ),
        "</g>",
        '<g fill="var(--ink, #14161a)" text-anchor="middle">',
        *(f'<text x="{x[box]:.0f}" y="{box.top + 33}">{box.name}</text>' for box in boxes),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _curve(way: list[Stop], x: dict[Stop, float]) -> str:
    """Return the path of an arrow: it bends between rows, and goes straight down within one."""
    path = f"M{x[way[0]]:.0f} {way[0].top + BOX}"
    for upper, lower in pairwise(way):
        start = upper.top + BOX
        left, right = f"{x[upper]:.0f}", f"{x[lower]:.0f}"
        path += f"C{left} {start + 22} {right} {lower.top - 22} {right} {lower.top}"
        path += f"V{lower.top + BOX}" if lower.to else ""
    return path


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


def _places(boxes: list[Stop], ways: list[list[Stop]]) -> dict[Stop, float]:
    """Return the middle of each box, and of each place where an arrow passes a row.

    What is in a row goes to where that stands which it is joined with, and makes room for others.
    """
    in_row: dict[int, list[Stop]] = defaultdict(list)
    for stop in [*boxes, *(stop for way in ways for stop in way if stop.to)]:
        in_row[stop.row].append(stop)
    joined: dict[Stop, list[Stop]] = defaultdict(list)
    for way in ways:
        for upper, lower in pairwise(way):
            joined[upper].append(lower)
            joined[lower].append(upper)
    x: dict[Stop, float] = {}
    for stops in in_row.values():
        _spread(stops, x)
    for _ in range(ROUNDS):
        for row in [*sorted(in_row), *sorted(in_row, reverse=True)]:
            for stop in in_row[row]:
                if joined[stop]:
                    x[stop] = sum(x[other] for other in joined[stop]) / len(joined[stop])
            in_row[row].sort(key=lambda stop: x[stop])
            _spread(in_row[row], x)
    return x


def _spread(stops: list[Stop], x: dict[Stop, float]) -> None:
    """Move what is in a row apart, so that nothing lies on another or leaves the drawing.

    It is done from either side; what lies in the middle of both is as far apart.
    """
    wanted = [x.get(stop, WIDTH / 2) for stop in stops]
    from_left = _pushed(stops, wanted)
    mirrored = _pushed(stops[::-1], [WIDTH - place for place in wanted[::-1]])
    for stop, left, right in zip(stops, from_left, mirrored[::-1], strict=True):
        x[stop] = (left + WIDTH - right) / 2


def _pushed(stops: list[Stop], wanted: list[float]) -> list[float]:
    """Return the places nearest to the wanted ones, where each makes room to the right."""
    found: list[float] = []
    edge = 2.0
    for stop, place in zip(stops, wanted, strict=True):
        found.append(max(place, edge + stop.half))
        edge = found[-1] + stop.half + GAP
    edge = WIDTH - 2.0
    for number in reversed(range(len(stops))):
        found[number] = min(found[number], edge - stops[number].half)
        edge = found[number] - stops[number].half - GAP
    return found
