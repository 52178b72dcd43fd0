"""The extension as a package: a course that lives elsewhere installs it and builds with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY, Course

PACKAGES: Final = ("lessondeck", "exercises")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a checkout, made from the files that git knows."""
    checkout, wheels = (tmp_path_factory.mktemp(name) for name in ("checkout", "wheels"))
    for name in _tracked(*PACKAGES, "pyproject.toml", "requirements.in", "LICENSE", "README.md"):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((REPOSITORY / name).read_bytes())
    command = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels)]
    subprocess.run([sys.executable, "-m", "pip", *command, str(checkout)], check=True)
    (built,) = wheels.iterdir()
    return built


def _tracked(*places: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *places], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_a_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    assert {name for name in packed if ".dist-info/" not in name} == set(_tracked(*PACKAGES))


def test_a_course_elsewhere_is_built_by_the_installed_command(
    wheel: Path, course: Course, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    command = ["install", "--quiet", "--no-deps", "--no-compile", "--target", str(installed)]
    subprocess.run([sys.executable, "-m", "pip", *command, str(wheel)], check=True)
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "lessondeck"), "build"],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "built 2 lessons" in done.stdout
    assert "reveal" in course.page("deck/source/birds.html")
