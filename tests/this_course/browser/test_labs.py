"""The page of a lab: what its cells gave, and the notebook to work on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nbformat
import pytest

from tests.browser.fixtures import SLIDE
from tests.browser.looking import STUDENT, Look
from tests.support import REPOSITORY
from tests.this_course.names import LABS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.sites import Site

BLANK: Final = re.compile(
    "Nothing is answered yet|Not answered yet|No rule is written yet|nothing to practise"
)
"""What a starter cell says."""

SCORE: Final = re.compile(r"(\d+) of (\d+) (?:right|cases as in the key)")

FROM_ANSWERS: Final = {
    "notebooks/government-cases": {
        "agencies-kappa",
        "agencies-table",
        "rater-kappa",
        "settle-list",
        "guess-compare",
    },
    "notebooks/sort-the-systems": {"matrix-own", "guess-compare"},
}
"""Cells that work on what the learner answered: they alone may say something else to a teacher."""

every_lab = pytest.mark.parametrize("name", LABS)


@every_lab
def test_every_output_and_every_picture_is_there_for_everybody(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE):
        visit.page.goto(visit.site.page(name))
        outputs = visit.page.locator(".nboutput .output_area").all()
        assert outputs
        for output in outputs:
            assert output.inner_text().strip() or output.locator("img").count()
        for picture in visit.page.locator("article img").all():
            picture.scroll_into_view_if_needed()
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
            alt = picture.get_attribute("alt") or ""
            assert len(alt.split()) > 3, f"a picture has the alternative {alt!r}"
            visit.counts["pictures of labs"] += 1
        visit.counts["outputs of labs"] += len(outputs)


@every_lab
@pytest.mark.parametrize("site", ["student", "instructor"], indirect=True)
def test_the_notebook_can_be_downloaded(page: Page, site: Site, name: str, tmp_path: Path) -> None:
    page.goto(site.page(name))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the notebook").click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert target.name == f"{name.rpartition('/')[2]}.ipynb"
    notebook = read(target)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    written = solutions(read(REPOSITORY / f"{name}.ipynb"))
    assert solutions(notebook) == (written if site.folder.name == "instructor" else [])


@every_lab
def test_starter_cells_run_and_say_what_is_missing(student: Site, name: str) -> None:
    starters = printed(student, "student", name, "exercise")
    assert starters
    assert [source for source, text in starters if not BLANK.search(text)] == []


@every_lab
def test_solutions_pass_every_check(instructor: Site, name: str) -> None:
    texts = [text for _, text in printed(instructor, "instructor", name, "solution")]
    scores = [found.groups() for found in map(SCORE.search, texts) if found]
    assert scores
    assert all(right == of for right, of in scores), scores


@every_lab
def test_two_executions_give_the_same(student: Site, instructor: Site, name: str) -> None:
    """The editions are executed each by itself, from the first cell on, in two processes."""
    learners, teachers = (
        executed(student, "student", name),
        executed(instructor, "instructor", name),
    )
    outputs = {cell.id: what_it_gave(cell) for cell in teachers}
    different = {cell.id for cell in learners if what_it_gave(cell) != outputs[cell.id]}
    assert different == FROM_ANSWERS.get(name, set())


def what_it_gave(cell: nbformat.NotebookNode) -> list[dict[str, object]]:
    """Return a cell's outputs to the last byte of a picture, without the number of the run."""
    return [{**output, "execution_count": None} for output in cell.outputs]


def printed(site: Site, edition: str, name: str, tag: str) -> list[tuple[str, str]]:
    """Return the source and the text of each tagged code cell of an executed lab.

    Raises:
        AssertionError: a cell of the lab ended in an error.
    """
    cells = executed(site, edition, name)
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    return [
        (cell.source, "\n".join(text_of(output) for output in cell.outputs))
        for cell in cells
        if tag in cell.metadata.get("tags", [])
    ]


def executed(site: Site, edition: str, name: str) -> list[nbformat.NotebookNode]:
    """Return the code cells of a lab with the outputs that its page shows."""
    work = site.folder.parent / "work" / edition
    notebook = read(work / "doctrees" / "labs" / f"{name}.ipynb")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(output: nbformat.NotebookNode) -> str:
    """Return what an output says to those who read it as text."""
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def solutions(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the sources of the cells that only instructors get."""
    return [cell.source for cell in notebook.cells if "solution" in cell.metadata.get("tags", [])]
