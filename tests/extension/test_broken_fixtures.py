"""A fixture that fails is one error, in one process and in several."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY

TESTS: Final = """
import pytest

@pytest.fixture(scope="session")
def house():
    pytest.fail("the roof leaks")

@pytest.fixture
def room(house):
    return house

@pytest.mark.parametrize("number", range(6))
def test_room(room, number):
    pass

def test_house(house):
    pass

@pytest.fixture(params=[1, 2])
def chair(request):
    raise ValueError(f"chair {request.param} is broken")

def test_chair(chair):
    pass

def test_garden():
    assert "flowers"
"""


@pytest.mark.parametrize("processes", [0, 2])
def test_a_broken_fixture_names_itself_once(tmp_path: Path, processes: int) -> None:
    (tmp_path / "test_home.py").write_text(TESTS, encoding="utf-8")
    plugins = ["-p", "tests.broken_fixtures", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *plugins,
            "-n",
            str(processes),
            "-rA",
            "-v",
            str(tmp_path),
        ],
        cwd=REPOSITORY,
        env=os.environ | {"COLUMNS": "300"},  # else a long path leaves no room for the reason
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout
    assert done.returncode == 1, said
    reasons = re.findall(r"^E +Failed: the roof leaks$", said, re.MULTILINE)
    assert len(reasons) == 1, f"once in full:\n{said}"
    summary = re.findall(r"^ERROR \S+ - Failed: the roof leaks$", said, re.MULTILINE)
    assert len(summary) == 1, f"once in the summary:\n{said}"
    assert said.count("NOT RUN: house failed") == 6
    assert re.search(r"6 more tests need the fixture 'house'; why it failed: see \S+::test_", said)
    assert re.search(r"\b1 passed, 3 errors, 6 not run in ", said), said
