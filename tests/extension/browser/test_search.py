"""The search of the pages, which needs no host but the course's own."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.sites import Site


def find_penguin(page: Page, site: Site) -> None:
    """Search for a word as a reader does, and follow the first result."""
    page.goto(site.page("index"))
    field = page.locator("input[name=q]").first
    field.fill("penguin")
    field.press("Enter")
    results = page.locator("#search-results li a")
    expect(results.first).to_have_text("Birds")
    results.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Birds")
    assert page.url.startswith(site.page("source/birds"))


def test_a_word_of_a_lesson_is_found(page: Page, small: Site) -> None:
    find_penguin(page, small)


def test_a_word_is_marked_in_the_text_but_not_in_what_a_drawing_says_unseen(
    page: Page, small: Site
) -> None:
    find_penguin(page, small)
    expect(page.locator("p .highlighted").first).to_have_text("penguin")
    expect(page.locator("svg > title").first).to_have_text("A penguin.")
    assert page.locator("svg > :is(title, desc) *").count() == 0


def test_a_word_is_found_in_a_folder(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    # Excerpts of the pages found are what a browser refuses to load from files.
    page = new_context(forgiven="blocked by CORS|ERR_FAILED|Failed to fetch").new_page()
    find_penguin(page, Site(small.folder, f"{small.folder.as_uri()}/"))


def test_a_word_that_nobody_wrote_is_not_found(page: Page, small: Site) -> None:
    page.goto(f"{small.page('search')}?q=giraffe")
    expect(page.locator("#search-results")).to_contain_text("did not match any")
    assert page.locator("#search-results li").count() == 0
