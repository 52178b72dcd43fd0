"""Every deck, step by step: its slides in order, whole in their frame, readable by everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from lessondeck.slides.fitting import Findings
from tests.browser.axe import add_axe, axe_faults, contrast_faults, meet
from tests.browser.decks import (
    NOTES,
    Position,
    open_deck,
    open_speaker_view,
    slide_titles,
    walk,
)
from tests.browser.fixtures import SLIDE
from tests.browser.looking import INSTRUCTOR, NOTES_MARKUP, STUDENT, Look
from tests.browser.waiting import until
from tests.this_course.names import DECKS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.sites import Site

CURRENT: Final = ".slides section.present:not(.stack)"

IN_STACK: Final = "deck.current().parentElement.closest('section') !== null"
"""Tells whether a slide of a composed deck is a lesson's."""

VISIBLE_FRAGMENTS: Final = "deck.current().querySelectorAll('.fragment.visible').length"

ONE_SLIDE: Final = re.compile(
    rb'<section class="(?:[^"]* )?slide [^>]*id="([^"]+)">.*?</section>', re.DOTALL
)

AT_ONCE: Final = """
() => {
  const later = window.setTimeout;
  window.setTimeout = (run, _wait, ...rest) => later(run, 0, ...rest);
}
"""
"""Has a window do now what it would put off; the speaker's shows new notes after 200 ms."""

every_deck = pytest.mark.parametrize("name", DECKS)


@every_deck
def test_a_deck_can_be_shown_and_read_by_everybody(look: Look, student: Site, name: str) -> None:
    """One walk by the key of a remote control, then a look at what fits.

    Each slide comes once and in order, Tab reaches nothing that is not shown, and axe finds
    nothing at any step, in light and dark.
    The deck is opened below the top of a host first, and then from a folder.
    """
    for visit in look.at(viewport=SLIDE, without_notes=True, leaves_no_trace=True):
        page, site = visit.page, visit.site
        open_deck(page, f"{site.deck(name)}?theme=light")
        add_axe(page, visit.kinds)
        titles = slide_titles(page)
        # Of the instructor's slides, axe need not look again at those that the student's deck has.
        known = set() if site is student else same_slides(student, site, name)
        seen: list[Position] = []
        fragments: dict[int, int] = {}
        for here in walk(page):
            is_new = not seen or seen[-1].slide != here.slide
            seen += [here] if is_new else []
            fragments[here.slide] = page.evaluate(VISIBLE_FRAGMENTS)
            faults = [f"Tab reaches {what}" for what in page.evaluate("deck.reachableElsewhere()")]
            if page.evaluate("deck.current().id") not in known:
                faults += axe_faults_of_slide(page, here, is_new=is_new)
            visit.faults += [f"{here.title}: {fault}" for fault in faults]
        if [here.slide for here in seen] != [*range(len(titles))]:
            visit.faults.append(f"slides come as {[here.title for here in seen]}, not {titles}")
        if not visit.faults:
            visit.kinds.take_from(page)
        visit.counts.update(decks=1, slides=len(seen), fragments=sum(fragments.values()))
        open_deck(page, visit.unpacked.deck(name))
        findings = Findings()
        findings.note(name, page.evaluate("deck.inspect()"))
        visit.faults += [str(fault) for fault in findings.faults]


def same_slides(one: Site, other: Site, name: str) -> set[str]:
    """Return the ids of slides that are the same in two editions of a deck, but for their notes."""
    here, there = (slides_of(site.folder / "deck" / f"{name}.html") for site in (one, other))
    return {slide.decode() for slide, markup in here.items() if there.get(slide) == markup}


def slides_of(file: Path) -> dict[bytes, bytes]:
    """Return the markup of the slides in the file of a deck, by their ids."""
    markup = NOTES_MARKUP.sub(b"", file.read_bytes())
    return {found[1]: found[0] for found in ONE_SLIDE.finditer(markup)}


def axe_faults_of_slide(page: Page, here: Position, *, is_new: bool) -> list[str]:
    """Return what axe finds at a step of a deck, in light and dark.

    What surrounds the slides is the same everywhere, so it is looked at with the first one.
    In a composed deck, the slides of lessons were looked at with those of the lesson.
    """
    if page.evaluate(IN_STACK):
        return []
    where = CURRENT if here.slide else None
    found = {"light": axe_faults(page, where, contrast=is_new)}
    if is_new:
        meet(page, "light", where)
    else:
        found["light"] += contrast_faults(page, "light", where)
    page.evaluate("document.body.dataset.theme = 'dark'")
    found["dark"] = contrast_faults(page, "dark", where)
    page.evaluate("document.body.dataset.theme = 'light'")
    return [f"{theme}: {fault}" for theme, faults in found.items() for fault in faults]


@every_deck
def test_the_window_shows_the_notes_that_were_written(look: Look, name: str) -> None:
    """The instructor's edition has notes, and all that the student's has."""
    for visit in look.at(INSTRUCTOR, viewport=SLIDE):
        page = visit.page
        open_deck(page, visit.site.deck(name))
        written = "deck.current().querySelector('aside.notes')?.textContent ?? ''"
        speaker = open_speaker_view(page)
        speaker.evaluate(AT_ONCE)
        for here in walk(page):
            words = " ".join(page.evaluate(written).split())
            if words:
                expect(speaker.locator(NOTES), here.title).to_have_text(words)
                visit.counts["notes of a step"] += 1
            else:
                expect(speaker.locator(NOTES), here.title).to_be_hidden()
        assert visit.counts["notes of a step"] > 0, f"no slide of {name} has notes"


@every_deck
def test_the_print_view_has_a_sheet_for_each_slide(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE, leaves_no_trace=True):
        page = visit.page
        open_deck(page, visit.site.deck(name))
        slides = len(slide_titles(page))
        page.goto(f"{visit.site.deck(name)}?print-pdf")
        until(page, "window.Reveal?.isReady() && document.querySelector('.pdf-page')")
        assert page.locator(".pdf-page").count() == slides
        heights = page.evaluate(
            "[...document.querySelectorAll('.pdf-page')].map(sheet => sheet.offsetHeight)"
        )
        assert max(heights) - min(heights) <= 1, f"a slide of {name} runs over its sheet: {heights}"
        visit.counts["sheets"] += slides
