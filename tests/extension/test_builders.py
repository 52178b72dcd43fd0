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


def build(root: Path, builder: str, target: Path) -> Sphinx:
    """Have Sphinx build with a builder, as its own command does."""
    with ExitStack() as namespace:
        namespace.enter_context(patch_docutils(root))
        namespace.enter_context(docutils_namespace())
        app = Sphinx(
            root,
            root,
            target,
            target / "doctrees",
            builder,
            status=None,
            warning=sys.stderr,
            warningiserror=True,
        )
        app.build()
        return app


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "gettext", "xml"],
)
def test_builder_that_can_not_write_lessons_is_refused(
    course: Course, tmp_path: Path, builder: str
) -> None:
    with pytest.raises(SystemExit) as refusal:
        build(course.root, builder, tmp_path / "out")
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
    assert build(course.root, builder, tmp_path / "out")._warncount == 0


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex"])
def test_a_project_without_lessons_keeps_the_builders_of_sphinx(
    tmp_path: Path, builder: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "conf.py").write_text('project = "Plain"\nextensions = ["lessondeck"]\n')
    (project / "index.rst").write_text("Plain\n=====\n\nNo lesson is here.\n")
    app = build(project, builder, tmp_path / "out")
    assert type(app.builder).__module__.startswith("sphinx.builders.")
    assert app._warncount == 0
    written = [path for path in (tmp_path / "out").glob("*.*") if path.suffix != ".doctree"]
    assert any("No lesson is here." in path.read_text(errors="replace") for path in written)
