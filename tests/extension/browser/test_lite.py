"""What JupyterLite keeps of a learner's work belongs to one course of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.sites import serve
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.support import Course

CHATTER: Final = "^console warning: "
"""JupyterLite warns of commands and shortcuts that two of its own parts claim."""

PATIENCE: Final = 300_000
"""Milliseconds that JupyterLite may take to start on a busy machine."""


@pytest.fixture
def years(course: Course, tmp_path: Path) -> dict[str, Path]:
    """The site of a small course in two years."""
    for name in ("npm", "lite"):
        course.path(f"build/cache/{name}").symlink_to(REPOSITORY / "build" / "cache" / name)
    settings = course.read("conf.py") + "\nlessondeck_browser_labs = True\n"
    built = {}
    for year in ("2026", "2027"):
        course.write("conf.py", f"{settings}lessondeck_course_id = 'Birds, {year}'\n")
        course.run("build").good()
        built[year] = course.site().rename(tmp_path / year)
    return built


def open_lab(page: Page, top: str) -> None:
    """Open the lab from its page."""
    page.goto(f"{top}notebooks/count.html")
    page.get_by_role("link", name="Open in the browser").click()
    expect(page.locator(".jp-Notebook h1").first).to_be_visible()


def write_and_save(page: Page, text: str) -> None:
    """Write into the first cell with code, and wait until the notebook is kept."""
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-NotebookCheckpoint")).to_contain_text("Last Checkpoint")
    page.wait_for_timeout(1000)


def test_two_years_and_two_copies_of_a_course_do_not_mix(
    new_context: Callable[..., BrowserContext], years: dict[str, Path], tmp_path: Path
) -> None:
    page = new_context(CHATTER).new_page()
    page.set_default_timeout(PATIENCE)
    host = tmp_path / "host"
    host.mkdir()

    def publish(year: str, name: str) -> None:
        (host / name).unlink(missing_ok=True)
        (host / name).symlink_to(years[year])

    publish("2026", "course")
    publish("2026", "other")
    with serve(host) as address:
        open_lab(page, f"{address}course/")
        write_and_save(page, "print('kept of 2026')")
        publish("2027", "course")
        open_lab(page, f"{address}course/")
        expect(page.get_by_text("kept of 2026")).to_have_count(0)
        write_and_save(page, "print('kept of 2027')")
        open_lab(page, f"{address}other/")
        expect(page.get_by_text("kept of 202")).to_have_count(0)
        publish("2026", "course")
        open_lab(page, f"{address}course/")
        expect(page.get_by_text("kept of 2026")).to_be_visible()
        expect(page.get_by_text("kept of 2027")).to_have_count(0)
