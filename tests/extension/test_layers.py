"""The packages of the tool stand on floors: each imports only from those below it."""

from __future__ import annotations

import ast
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOL: Final = "lessondeck"

FORBIDDEN: Final = {
    TOOL: {"course", "exercises", "bench", "tests"},
    "selfcheck": {TOOL, "course", "exercises", "bench", "tests", "sphinx", "docutils"},
}
"""What the packages for any course must not import: a course, and the self-check not the tool."""

FLOORS: Final = (
    ("__init__", "__main__"),
    ("extension",),
    ("paper",),
    ("building",),
    ("gallery", "licences", "pages"),
    ("cells", "labs", "slides"),
    ("bank",),
    ("figures", "lessons"),
    ("browser", "starter", "tools"),
    ("core",),
)
"""Packages of the tool, the top floor first; neighbours on a floor know nothing of each other."""


def imported(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports by their whole names, whenever it does so."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def package_of(module: str) -> str:
    """Return the package of the tool that a module or a file's path without suffix belongs to."""
    return module.split(".")[1]


def uses(root: Path) -> dict[str, dict[str, str]]:
    """Return which packages of the tool each of them imports, with a file that does."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((root / TOOL).rglob("*.py")):
        name = file.relative_to(root).as_posix()
        package = package_of(name.removesuffix(".py").replace("/", "."))
        for module in imported(file):
            if module.startswith(f"{TOOL}.") and package_of(module) != package:
                found[package][package_of(module)] = name
    return found


def climbs(found: dict[str, dict[str, str]]) -> list[str]:
    """Return the imports that don't go down."""
    floor = {package: number for number, floor in enumerate(FLOORS) for package in floor}
    return [
        f"{file} imports {TOOL}.{used}"
        for package, others in found.items()
        for used, file in others.items()
        if used in floor and floor[used] <= floor[package]
    ]


def test_every_import_goes_down() -> None:
    assert climbs(uses(REPOSITORY)) == []


def test_every_package_has_its_floor() -> None:
    files = (REPOSITORY / TOOL).rglob("*.py")
    packages = {file.relative_to(REPOSITORY / TOOL).with_suffix("").parts[0] for file in files}
    assert packages == {package for floor in FLOORS for package in floor}


@pytest.mark.parametrize("package", FORBIDDEN)
def test_what_is_for_any_course_imports_no_course(package: str) -> None:
    found = [
        f"{file.relative_to(REPOSITORY)} imports {module}"
        for file in sorted((REPOSITORY / package).rglob("*.py"))
        for module in imported(file)
        if module.partition(".")[0] in FORBIDDEN[package]
    ]
    assert found == []


def test_an_import_that_climbs_is_seen(tmp_path: Path) -> None:
    place = tmp_path / TOOL / "core" / "nodes.py"
    place.parent.mkdir(parents=True)
    place.write_text("def late():\n    from lessondeck.slides import deck\n")
    assert climbs(uses(tmp_path)) == ["lessondeck/core/nodes.py imports lessondeck.slides"]


@pytest.mark.parametrize("package", sorted(name for floor in FLOORS for name in floor))
def test_modules_of_a_package_form_no_circle(package: str) -> None:
    folder = REPOSITORY / TOOL / package
    files = {
        ".".join(file.relative_to(REPOSITORY).with_suffix("").parts): file
        for file in folder.rglob("*.py")
    }
    graph = {name: set(imported(file)) & files.keys() - {name} for name, file in files.items()}
    assert list(TopologicalSorter(graph).static_order()) == list(
        dict.fromkeys(TopologicalSorter(graph).static_order())
    )
