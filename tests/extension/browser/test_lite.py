"""What JupyterLite keeps of a learner's work belongs to one course of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlite import CHATTER, PATIENCE, open_lab, save
from tests.browser.sites import serve
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.support import Course

LEFT: Final = "(?:pyodide|/static/wheels/|/lite/files/Birds-20).*ERR_FAILED"
LOOKED_FOR: Final = f"{CHATTER}|404.*/lite/api/contents/Birds-20|{LEFT}|^uncaught: $"
"""What JupyterLite says besides.

It looks on the server for each folder that the browser keeps, and its Python and the notebook are
still on their way when the page is left.
"""


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


def write_and_save(page: Page, text: str) -> None:
    """Write into the first cell with code, and save."""
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"print({text!r})")
    save(page, text)


def test_two_years_and_two_copies_of_a_course_do_not_mix(
    new_context: Callable[..., BrowserContext], years: dict[str, Path], tmp_path: Path
) -> None:
    page = new_context(LOOKED_FOR).new_page()
    page.set_default_timeout(PATIENCE)
    host = tmp_path / "host"
    host.mkdir()

    def publish(year: str, name: str) -> None:
        # At once, since a page may still ask for the rest of its Python.
        coming = host / "coming"
        coming.symlink_to(years[year])
        coming.replace(host / name)

    publish("2026", "course")
    publish("2026", "other")
    with serve(host, lambda _: {"Cache-Control": "no-store"}) as address:
        open_lab(page, f"{address}course/notebooks/count.html")
        write_and_save(page, "kept of 2026")
        publish("2027", "course")
        open_lab(page, f"{address}course/notebooks/count.html")
        expect(page.get_by_text("kept of 2026")).to_have_count(0)
        write_and_save(page, "kept of 2027")
        open_lab(page, f"{address}other/notebooks/count.html")
        expect(page.get_by_text("kept of 202")).to_have_count(0)
        publish("2026", "course")
        open_lab(page, f"{address}course/notebooks/count.html")
        expect(page.get_by_text("kept of 2026")).to_be_visible()
        expect(page.get_by_text("kept of 2027")).to_have_count(0)
