"""What the page of a lab offers."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat

from lessondeck.core.config import Settings
from lessondeck.labs.downloads import ARCHIVE, launch_links
from lessondeck.labs.standalone import fetching_cell, link_to_site
from tests.support import Course, Page, files_that_say

if TYPE_CHECKING:
    from pathlib import Path

LAB = "notebooks/count"


def test_archive_holds_the_editions_notebooks(built: Course) -> None:
    for edition, solved in (("student", False), ("instructor", True)):
        archive = built.site(edition) / "notebooks" / ARCHIVE
        with zipfile.ZipFile(archive) as labs:
            notebook = json.loads(labs.read("labs/count.ipynb"))
        tags = [tag for cell in notebook["cells"] for tag in cell["metadata"].get("tags", [])]
        assert ("solution" in tags) is solved


def test_words_in_an_archive_are_found(built: Course) -> None:
    said = files_that_say("canary-solution-lab", built.site("instructor"))
    assert f"notebooks/{ARCHIVE}" in said
    assert files_that_say("canary-solution-lab", built.site()) == []


def test_archive_is_the_same_again(course: Course) -> None:
    course.build().good()
    archive = course.site() / "notebooks" / ARCHIVE
    first = archive.read_bytes()
    course.edit("source/birds.md", "## Birds have feathers", "## All birds have feathers")
    course.build().good()
    assert archive.read_bytes() == first


def test_self_check_works_from_the_unpacked_archive(built: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.site() / "notebooks" / ARCHIVE) as labs:
        labs.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, 'exercises.zip')\n"
        "import exercises; print(exercises.__file__)\n"
        "print(exercises.check('birds-or-fish').status)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path / "labs", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "exercises.zip" in done.stdout
    assert "blank" in done.stdout.lower()


def test_a_lab_links_to_its_downloads_alone_by_default(built: Course) -> None:
    page = Page(built.page(f"{LAB}.html"))
    links = [link.attributes["href"] for link in page.all("a", "lesson-link")]
    assert links == ["count.ipynb", ARCHIVE]


def test_launch_links_lead_to_the_published_edition() -> None:
    settings = replace(Settings(), published_repository="school/course", hub="https://hub.test/")
    links = dict(launch_links(settings, LAB))
    assert links["Open in Colab"] == (
        "https://colab.research.google.com/github/school/course/blob/main/notebooks/count.ipynb"
    )
    assert links["Open in the class's hub"] == (
        "https://hub.test/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fschool%2F"
        "course&branch=main&urlpath=lab%2Ftree%2Fcourse%2Fnotebooks%2Fcount.ipynb"
    )
    assert launch_links(replace(settings, published_repository=""), LAB) == []


def test_what_a_lab_needs_lies_beside_its_notebook_in_the_site(built: Course) -> None:
    folder = built.site() / "notebooks"
    with zipfile.ZipFile(folder / ARCHIVE) as labs:
        for name in labs.namelist():
            assert (folder / name.removeprefix("labs/")).read_bytes() == labs.read(name)
        assert "labs/requirements.txt" in labs.namelist()
        said = labs.read("labs/START-HERE.txt").decode()
    assert "-m pip install -r requirements.txt" in said
    assert "&&" not in said, "no command for some terminals alone"


def test_only_the_notebook_fetches_the_rest(built: Course, tmp_path: Path) -> None:
    archive = built.site() / "notebooks" / ARCHIVE
    code = fetching_cell(archive.as_uri()).source
    run = [sys.executable, "-I", "-c", code]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert "is here now" in done.stdout, done.stderr
    with zipfile.ZipFile(archive) as labs:
        names = {name.removeprefix("labs/") for name in labs.namelist()}
    assert {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()} == names
    again = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert (again.returncode, again.stdout) == (0, "")

    empty = tmp_path / "empty"
    empty.mkdir()
    run[-1] = fetching_cell((tmp_path / "no-such.zip").as_uri()).source
    done = subprocess.run(run, cwd=empty, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "unpack it, and open the notebook in it" in done.stdout


def test_links_to_lessons_lead_to_the_site_or_are_plain_text() -> None:
    source = "See [Birds](../source/birds.md), [More](../source/a%20b.md#x) and [it](other.ipynb)."
    for base, expected in (
        ("", "See *Birds*, *More* and [it](other.ipynb)."),
        (
            "https://school.test/course/",
            "See [Birds](https://school.test/course/source/birds.html), "
            "[More](https://school.test/course/source/a%20b.html#x) and [it](other.ipynb).",
        ),
    ):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source)])
        link_to_site(notebook, LAB, base)
        assert notebook.cells[0].source == expected
