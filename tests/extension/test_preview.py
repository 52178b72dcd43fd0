"""The preview shows an edit, and what builds it starts anew when its code changes."""

from __future__ import annotations

import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessondeck.building.worker import changes_loaded_code
from tests.support import REPOSITORY, Course


class Preview:
    """A running ``lessondeck serve``, and what it has said."""

    def __init__(self, course: Course) -> None:
        """Start it, and wait until it serves."""
        self.course = course
        self.process = course.start("serve", "--port", "0")
        self.address = re.findall(r"http\S+", self.wait_for("preview on "))[0]

    def wait_for(self, words: str) -> str:
        """Return the next line that has some words."""
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            if words in line:
                return str(line)
            said.append(line)
        pytest.fail(f"it never said {words!r}:\n{''.join(said)}")

    def page(self, name: str) -> str:
        """Return a page as a browser gets it."""
        with urllib.request.urlopen(f"{self.address}/{name}") as answer:
            return str(answer.read().decode())


@pytest.fixture
def preview(course: Course) -> Iterator[Preview]:
    course.write("settings.py", 'NAME = "Birds"\n')
    course.edit("conf.py", 'project = "Small course"', HELPED)
    running = Preview(course)
    yield running
    running.process.send_signal(signal.SIGTERM)
    try:
        running.process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        running.process.kill()
        raise


HELPED = """\
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from settings import NAME
project = NAME
"""


def edit_title(course: Course) -> None:
    course.edit("source/fish.md", "title: Fish", "title: Fish and whales")


def test_edit_is_seen_and_changed_code_starts_what_builds_anew(
    preview: Preview,
) -> None:
    edit_title(preview.course)
    preview.wait_for("ready after")
    for folder in ("", "deck/"):
        assert "Fish and whales" in preview.page(f"{folder}source/fish.html")
    preview.course.write("settings.py", 'NAME = "Waders and others"\n')
    preview.wait_for("code changed")
    preview.wait_for("ready after")
    assert "Waders and others" in preview.page("index.html")


def test_code_that_is_loaded_is_told_from_other_files(tmp_path: Path) -> None:
    assert changes_loaded_code([tmp_path / "x.md", REPOSITORY / "lessondeck/core/config.py"])
    assert not changes_loaded_code([tmp_path / "x.py", REPOSITORY / "source" / "two-terms.md"])
