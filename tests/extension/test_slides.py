"""The slides of small lessons, as doctrees.

``tests/snapshots/slides`` holds them as MyST-Parser holds its own: a title, a line with a dot,
the lesson, a line with a dot, its slides, a line with a dot.
``pytest tests/extension/test_slides.py --refresh`` writes the slides anew;
read the diff before you commit.

A lesson gets its front matter from here unless it has its own; then its title slide is shown too.
Cases of ``instructor.md`` are built in that edition.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from tests.support import Course

SNAPSHOTS: Final = sorted((Path(__file__).parent / "snapshots" / "slides").glob("*.md"))

CASE: Final = re.compile(
    r"^(?P<title>.+)\n\.\n(?P<lesson>(?:.*\n)*?)\.\n(?P<slides>(?:.*\n)*?)\.\n", re.MULTILINE
)
"""A case of a snapshot file."""

FRONT_MATTER: Final = "---\ntitle: Lesson\nminutes: 30\nclaims: [S1]\n---\n\n"


@dataclass(frozen=True)
class Case:
    """A lesson and the slides that it makes."""

    title: str
    lesson: str
    slides: str

    @property
    def is_whole(self) -> bool:
        """Tell whether the case shows a whole lesson."""
        return self.lesson.startswith("---\n")

    @property
    def source(self) -> str:
        """The lesson's file."""
        return self.lesson if self.is_whole else FRONT_MATTER + self.lesson

    def __str__(self) -> str:
        """Write the case as its file has it."""
        return f"{self.title}\n.\n{self.lesson}.\n{self.slides}.\n"


def read_cases(text: str) -> list[Case]:
    return [Case(**match.groupdict()) for match in CASE.finditer(text)]


def make_slides(course: Course, cases: list[Case], edition: str) -> list[Case]:
    """Build the lessons of some cases together and return the cases with what came out."""
    names = [f"source/case-{number}" for number, _case in enumerate(cases, start=1)]
    for name, case in zip(names, cases, strict=True):
        course.write(f"{name}.md", case.source)
    course.edit("index.md", "source/birds\n", "source/birds\n" + "\n".join(names) + "\n")
    warnings = io.StringIO()
    nocolor()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=course.root,
            confdir=course.root,
            outdir=course.path("out"),
            doctreedir=course.path("doctrees"),
            buildername="revealjs",
            confoverrides={
                "lessondeck_edition": edition,
                "suppress_warnings": ["lessondeck.objectives", "lessondeck.keypoints"],
                "nbsphinx_prolog": "",
            },
            status=None,
            warning=warnings,
        )
        app.build()
        reports = warnings.getvalue()
        return [
            replace(case, slides=_warned(reports, name, case) + _slides(app, name, case))
            for name, case in zip(names, cases, strict=True)
        ]


def _slides(app: Sphinx, name: str, case: Case) -> str:
    doctree = app.env.get_and_resolve_doctree(name, app.builder, tags=app.tags)
    parts = [part for part in doctree.children if isinstance(part, nodes.Element)]
    for part in parts:
        part.attributes.pop("seconds", None)  # Times have tests of their own.
    return "".join(part.pformat() for part in (parts if case.is_whole else parts[1:]))


def _warned(reports: str, name: str, case: Case) -> str:
    """Return what was said about a case, with lines counted from its first."""
    before = 0 if case.is_whole else FRONT_MATTER.count("\n")
    return "".join(
        f"line {int(line) - before}: {words}\n"
        for line, words in re.findall(rf"/{re.escape(name)}\.md:(\d+): (.*)", reports)
    )


@pytest.mark.parametrize("file", SNAPSHOTS, ids=lambda path: path.stem)
def test_slides(file: Path, sources: Course, request: pytest.FixtureRequest) -> None:
    snapshot = file.read_text(encoding="utf-8")
    cases = read_cases(snapshot)
    assert snapshot == "\n".join(map(str, cases)), f"{file.name} holds something that is no case"
    edition = "instructor" if file.stem == "instructor" else "student"
    made = "\n".join(map(str, make_slides(sources, cases, edition)))
    if request.config.getoption("refresh"):
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")
