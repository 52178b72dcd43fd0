"""Pages and decks without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import SLIDE
from tests.browser.keyboard import FOCUS, MOST_STOPS
from tests.browser.looking import STUDENT, Look
from tests.this_course.names import LESSONS

every_lesson = pytest.mark.parametrize("name", LESSONS)


@every_lesson
def test_tab_reaches_every_slide_link_of_a_page(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE):
        page = visit.page
        page.goto(visit.site.page(name))
        wanted = page.locator("a.present-link").count()
        assert wanted > 0
        found: list[str] = []
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            assert focus["name"], f"Tab stops at something without a name: {focus['link']}"
            if focus["present"]:
                expect(page.locator(":focus")).to_be_in_viewport()
                assert focus["marked"], f"{focus['name']} does not show that it has the focus"
                found.append(focus["name"])
        assert len(found) == wanted
        assert len(set(found)) == wanted, f"two of the links have the same name: {found}"
        visit.counts["links by keyboard"] += wanted


@every_lesson
def test_the_first_stop_leads_past_the_navigation(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE):
        page = visit.page
        page.goto(visit.site.page(name))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
        expect(page.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article, main') !== null")
