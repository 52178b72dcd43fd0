"""What the bench calls plain Sphinx is just that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.loading import LOADING, load_once
from bench.plain import make_plain
from bench.rows import Row
from bench.table import aims
from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course

BUILD = """
import json, sys
from sphinx.cmd.build import main
status = main(["-q", "-b", "html", ".", "build/plain"])
ours = {name.partition(".")[0] for name in sys.modules} & {"lessondeck", "selfcheck"}
print(json.dumps([status, sorted(ours)]))
"""


def test_plain_sphinx_loads_nothing_of_this_project(course: Course) -> None:
    make_plain(course.root)
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=course.root,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [0, []], done.stderr
    page = Page(course.read("build/plain/source/fish.html"))
    assert "Tell a fish from a whale." in page.one("article").text


def test_loading_is_measured_with_and_without_the_extension() -> None:
    pair = load_once()
    assert 0 < pair.plain.cpu < pair.course.cpu
    assert "loading the extension: " in aims([Row(LOADING, [pair])])
