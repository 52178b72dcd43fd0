"""A lab in JupyterLite, from its page to a graded file, with no other host in reach."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect

from lessondeck.tools.chromium import launch_options
from selfcheck.__main__ import main
from tests.browser.axe import add_axe, axe_faults
from tests.browser.jupyterlite import CHATTER, PATIENCE, open_lab, save
from tests.browser.sites import Site, as_told, serve
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LAB: Final = "notebooks/sort-the-systems"
OTHER: Final = "notebooks/write-the-rule"

HOST: Final = "course.test"


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on which a learner opens labs."""
    page = new_context(CHATTER, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def run_all(page: Page) -> None:
    """Run all cells and wait for the last one that shows something."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]"
        ".every(prompt => /\\[\\d+\\]/.test(prompt.textContent))"
    )


def outputs(page: Page) -> str:
    """Return all that the cells have shown."""
    return "\n".join(page.locator(".jp-OutputArea-output").all_inner_texts())


def written() -> dict[str, str]:
    """Return the solutions of the lab's exercises by the starter that they fill in."""
    cells = nbformat.read(REPOSITORY / f"{LAB}.ipynb", as_version=4).cells
    return {
        one.source: two.source
        for one, two in pairwise(cells)
        if "exercise" in one.metadata.get("tags", []) and 'check("sort' in one.source
    }


def fill_in(page: Page, starter: str, solution: str) -> None:
    """Write a solution into the cell of its starter."""
    line = next(line for line in starter.splitlines() if "..." in line)
    cell = page.locator(".jp-CodeCell", has_text=line.strip()).last
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(solution)


@pytest.fixture
def as_served(student: Site) -> Iterator[Site]:
    """The course on a server that sends the policy that the site brings along."""
    with serve(student.folder, as_told(student.folder)) as address:
        yield Site(student.folder, address)


def test_a_learner_runs_answers_comes_back_and_hands_in(
    desk: Page, as_served: Site, tmp_path: Path
) -> None:
    """All of it under the content policy: what that forbids is an error of the page."""
    open_lab(desk, as_served.page(LAB))
    solutions = written()
    assert len(solutions) == 2
    for starter, solution in solutions.items():
        fill_in(desk, starter, solution)
    run_all(desk)
    assert outputs(desk).count("of 9 right") + outputs(desk).count("of 10 right") >= 2
    assert "Traceback" not in outputs(desk)
    add_axe(desk)
    assert axe_faults(desk) == []
    answer = '"gpt-2": "llm"'
    save(desk, answer)
    desk.reload()
    desk.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    expect(desk.get_by_text(answer).first).to_be_visible()
    desk.get_by_role("menuitem", name="File", exact=True).click()
    with desk.expect_download() as download:
        desk.get_by_role("menuitem", name="Download", exact=True).click()
    handed_in = tmp_path / "submissions" / "robin.ipynb"
    download.value.save_as(handed_in)
    nbformat.validate(nbformat.read(handed_in, as_version=4))
    assert main(["grade", str(handed_in.parent), "--out", str(tmp_path / "grades")]) == 0
    with (tmp_path / "grades" / "learners.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["learner"], row["exercise"]): row for row in csv.DictReader(file)}
    for exercise in ("sort-interleaved", "sort-look-alikes"):
        assert float(rows["robin", exercise]["score"]) == 1


def test_below_a_path_on_plain_http_it_works_and_says_what_does_not(
    browser: Browser, student: Site, tmp_path: Path
) -> None:
    (tmp_path / "course").symlink_to(student.folder, target_is_directory=True)
    options = launch_options()
    options["args"] = [*options.get("args", []), f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    hosts: set[str | None] = set()
    with serve(tmp_path) as address, browser.browser_type.launch(**options) as own:
        page = own.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        top = f"http://{HOST}:{urlsplit(address).port}/course/"
        page.goto(f"{top}{OTHER}.html")
        expect(page.get_by_text("This address begins with http, not https")).to_be_visible()
        open_lab(page, f"{top}{OTHER}.html")
        cell = page.locator(".jp-CodeCell", has_text="my_guess = {").first
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text('my_guess = {"2019": 12, "2025": 34}')
        run_all(page)
        assert "1,011 models in the table" in outputs(page)
        assert "2019  you: 12" in outputs(page)
        answer = '"2019": 12'
        save(page, answer)
        page.reload()
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        expect(page.get_by_text(answer).first).to_be_visible()
    assert hosts <= {HOST, None}


def test_a_page_opened_as_a_file_says_why_there_is_no_way(page: Page, student: Site) -> None:
    page.goto(f"{(student.folder / LAB).as_uri()}.html")
    expect(page.get_by_text("You opened this page as a file")).to_be_visible()
    expect(page.get_by_role("link", name="Open in the browser")).to_be_hidden()
    page.goto(student.page(LAB))
    expect(page.get_by_text("You opened this page as a file")).to_be_hidden()
    expect(page.get_by_text("This address begins with http, not https")).to_be_hidden()


def test_a_lab_that_can_not_run_there_says_why(page: Page, student: Site) -> None:
    page.goto(student.page("notebooks/score-or-sample"))
    expect(page.get_by_text("This lab does not run in the browser")).to_contain_text("scikit-learn")
    expect(page.get_by_role("link", name="Download the notebook")).to_be_visible()
    assert page.get_by_role("link", name="Open in the browser").count() == 0
