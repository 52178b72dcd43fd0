"""Builders of Sphinx: those that write lessons, and one line for all others."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.support import REPOSITORY, Course


def start(course: Course, builder: str, target: Path) -> Sphinx:
    """Set Sphinx up for a builder, as its own command does."""
    with ExitStack() as namespace:
        namespace.enter_context(patch_docutils(course.root))
        namespace.enter_context(docutils_namespace())
        return Sphinx(
            course.root,
            course.root,
            target,
            target / "doctrees",
            builder,
            status=None,
            warning=None,
        )


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "gettext", "xml"],
)
def test_builder_that_can_not_write_lessons_is_refused(
    course: Course, tmp_path: Path, builder: str
) -> None:
    with pytest.raises(SystemExit) as refusal:
        start(course, builder, tmp_path / "out")
    assert str(refusal.value) == (
        f"there is no -b {builder} for lessons; use -b html for pages, -b revealjs for decks, "
        "or `python -m lessondeck pdf` for PDF and EPUB"
    )


def test_sphinx_says_so_in_one_line(course: Course, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "text", ".", str(tmp_path / "out")],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("there is no -b text for lessons")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("builder", ["html", "revealjs", "dummy", "linkcheck", "pseudoxml"])
def test_other_builders_go_through(course: Course, tmp_path: Path, builder: str) -> None:
    with ExitStack() as namespace:
        namespace.enter_context(patch_docutils(course.root))
        namespace.enter_context(docutils_namespace())
        app = Sphinx(
            course.root,
            course.root,
            tmp_path / "out",
            tmp_path / "doctrees",
            builder,
            status=None,
            warning=sys.stderr,
            warningiserror=True,
        )
        app.build()
        assert app._warncount == 0
