"""From a page to its slide and back."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.decks import wait_for_deck
from tests.browser.fixtures import SLIDE
from tests.browser.looking import STUDENT, Look
from tests.this_course.names import LESSONS

every_lesson = pytest.mark.parametrize("name", LESSONS)


@every_lesson
def test_a_section_leads_to_its_slide_and_back(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE):
        page, address = visit.page, visit.site.page(name)
        page.goto(address)
        links = page.locator("a.present-link")
        count = links.count()
        assert count > 0
        for number in sorted({0, count // 2, count - 1}):
            page.goto(address)
            link = links.nth(number)
            section = link.evaluate("link => link.closest('section').id")
            link.click()
            wait_for_deck(page)
            slide = page.evaluate("deck.idsOf(deck.current())")
            assert section in slide, f"the link of {section!r} shows the slide {slide}"
            page.locator(".slides section.present > .page-link").click()
            page.wait_for_url(f"{address}#*")
            anchor = urlsplit(page.url).fragment
            back = page.evaluate("id => document.getElementById(id).closest('section').id", anchor)
            assert back == section
            expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
            visit.counts["links to a slide and back"] += 1
