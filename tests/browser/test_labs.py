"""The page of a lab: what its cells gave, and the notebook to work on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from tests.browser.sites import COURSE, Site, pages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

LABS = [name for name in pages_of(COURSE) if name.startswith("notebooks/")]

every_lab = pytest.mark.parametrize("name", LABS or ["notebooks/none"])


@every_lab
def test_outputs_and_pictures_are_there_for_everybody(page: Page, student: Site, name: str) -> None:
    page.goto(student.page(name))
    outputs = page.locator(".nboutput .output_area").all()
    assert outputs
    assert all(output.inner_text().strip() or output.locator("img").count() for output in outputs)
    pictures = page.locator("article img").all()
    assert pictures
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
        alt = picture.get_attribute("alt") or ""
        assert len(alt.split()) > 3, f"{picture.get_attribute('src')} has the alternative {alt!r}"


@every_lab
@pytest.mark.parametrize("site", ["student", "instructor"], indirect=True)
def test_the_notebook_can_be_downloaded(page: Page, site: Site, name: str, tmp_path: Path) -> None:
    page.goto(site.page(name))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the notebook").click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert target.suffix == ".ipynb"
    notebook = nbformat.read(target, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    solutions = [cell for cell in notebook.cells if "solution" in cell.metadata.get("tags", [])]
    assert bool(solutions) is (site.folder.name == "instructor")
