"""`tests/fresh` hides what this machine has, and runs the commands one after another."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY

MAKE: Final = """#!/bin/sh
echo "make $*"
echo "home $(ls -A "$HOME" | wc -l) $HOME"
echo "in $(pwd) with $(ls -A | tr '\\n' ' ')"
command -v chromium google-chrome && echo "a browser is in sight"
echo "zone $TZ, language $LC_ALL, path $PYTHONPATH, cache $PIP_CACHE_DIR"
echo "settings $PIP_CONFIG_FILE $PIP_CERT"
case "$1" in check) apt-get install chromium; command -v chromium;; esac
case "$*" in "$FAILING") exit 3;; esac
"""
"""Stands for make: tells what it sees, and asks for a browser in between."""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a machine that has a browser, settings and caches."""
    programs, home = tmp_path / "programs", tmp_path / "home"
    (home / ".config" / "pip").mkdir(parents=True)
    (home / ".config" / "pip" / "pip.conf").write_text("[global]\n")
    programs.mkdir()
    for name in [
        "bash",
        "cat",
        "chmod",
        "dirname",
        "git",
        "ln",
        "ls",
        "mkdir",
        "mktemp",
        "rm",
        "sh",
        "tr",
        "wc",
    ]:
        path = shutil.which(name)
        assert path, f"the tests need {name}"
        (programs / name).symlink_to(path)
    (programs / "python3").symlink_to(sys.executable)
    for name, script in {
        "make": MAKE,
        "chromium": "#!/bin/sh\n",
        "google-chrome": "#!/bin/sh\n",
        "apt-get": '#!/bin/sh\necho "packages: $* $(command -v chromium)"\n',
    }.items():
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o755)
    return {
        "HOME": str(home),
        "PATH": str(programs),
        "PIP_CACHE_DIR": str(home / "cache"),
        "PIP_CERT": "/some/certificate",
        "PYTHONPATH": str(home),
        "TMPDIR": str(tmp_path),
    }


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a small repository with the script in it, and a file that is not committed."""
    course = tmp_path / "source"
    (course / "tests").mkdir(parents=True)
    shutil.copy(REPOSITORY / "tests" / "fresh", course / "tests" / "fresh")
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=N", "-c", "user.email=e@x.example", "commit", "--quiet", "-m", "Start"],
    ):
        subprocess.run(["git", *command], cwd=course, check=True)
    (course / "build").mkdir()
    return course


def fresh(clone: Path, machine: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "tests" / "fresh", *command], env=machine, capture_output=True, text=True
    )


def test_commands_see_nothing_of_this_machine(clone: Path, machine: dict[str, str]) -> None:
    done = fresh(clone, machine, "sh", "-c", "echo more")
    said = done.stdout
    assert done.returncode == 0, said + done.stderr
    commands = [line for line in said.splitlines() if line.startswith("make ")]
    assert [line.partition("=")[0] for line in commands] == [
        "make PYTHON",
        "make check",
        "make test",
    ]
    assert said.count("home 0 ") == 3
    assert machine["HOME"] not in said.replace(f"{machine['HOME']}/.config/pip/pip.conf", "")
    assert said.count("/course with .git tests") == 3
    first, _, rest = said.partition("make check")
    assert "a browser is in sight" not in first
    assert said.count("zone Asia/Kathmandu, language C, path , cache \n") == 3
    assert said.count(f"settings {machine['HOME']}/.config/pip/pip.conf /some/certificate") == 3
    assert f"packages: install chromium {machine['PATH']}/chromium" in rest
    assert "\nmore\n" in said
    assert "fresh: all passed" in said
    assert not [*Path(machine["TMPDIR"]).glob("tmp.*")], "the clone was left behind"


def test_a_command_that_fails_ends_it(clone: Path, machine: dict[str, str]) -> None:
    done = fresh(clone, {**machine, "FAILING": "check"})
    assert done.returncode == 3
    assert "make test" not in done.stdout
    assert "all passed" not in done.stdout


def test_a_file_that_is_left_behind_is_named(clone: Path, machine: dict[str, str]) -> None:
    done = fresh(clone, machine, "sh", "-c", "echo left > left-behind")
    assert done.returncode == 1
    assert "?? left-behind" in done.stdout
