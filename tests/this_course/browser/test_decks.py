"""Every deck, step by step: its slides in order, whole in their frame, readable by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import add_axe, axe_faults
from tests.browser.decks import NOTES, open_deck, open_speaker_view, slide_titles, walk
from tests.browser.sites import COURSE, Site, decks_of, lessons_of
from tests.support import Course

if TYPE_CHECKING:
    from playwright.sync_api import Page

CURRENT = ".slides section.present:not(.stack)"

IN_STACK = "deck.current().parentElement.closest('section') !== null"
"""Tells whether a slide of a composed deck is a lesson's."""

every_deck = pytest.mark.parametrize("name", decks_of(COURSE) or ["slides/talk"])
both_editions = pytest.mark.parametrize("site", ["student", "instructor"], indirect=True)


@both_editions
@every_deck
def test_each_slide_comes_once_in_order(page: Page, site: Site, name: str) -> None:
    open_deck(page, site.deck(name))
    titles = slide_titles(page)
    seen: list[int] = []
    faults: list[str] = []
    for here in walk(page):
        if not seen or seen[-1] != here.slide:
            seen.append(here.slide)
        unseen = page.evaluate("deck.reachableElsewhere()")
        faults += [f"{name}: {here.title}: Tab reaches {what}" for what in unseen]
    assert [titles[number] for number in seen] == titles
    assert seen == list(range(len(titles)))
    assert not faults, "\n".join(faults)


def test_every_slide_of_the_instructor_fits_its_frame(instructor: Site) -> None:
    """The student's decks are looked at by ``make test`` before the tests run."""
    course = Course(instructor.folder.parent.parent)
    said = course.run("lint-decks", "--edition", "instructor").good().output
    assert f" of {len(decks_of(instructor.folder))} decks in " in said


@both_editions
@every_deck
def test_axe_finds_nothing_on_any_slide(page: Page, site: Site, name: str) -> None:
    """A composed deck is looked at where it shows what is no lesson's."""
    open_deck(page, f"{site.deck(name)}?theme=light")
    add_axe(page)
    faults: list[str] = []
    composed = name not in lessons_of(site.folder)
    for here in walk(page):
        if composed and page.evaluate(IN_STACK):
            continue
        # What surrounds the slides is the same everywhere.
        where = CURRENT if here.slide else None
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.body.dataset.theme = theme }", theme)
            found = axe_faults(page, where, contrast_alone=theme == "dark")
            faults += [f"{name}: {here.title}: {theme}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


@every_deck
def test_the_window_shows_the_notes_that_were_written(
    page: Page, instructor: Site, name: str
) -> None:
    open_deck(page, instructor.deck(name))
    written = "deck.current().querySelector('aside.notes')?.textContent ?? ''"
    speaker = open_speaker_view(page)
    seen = 0
    for here in walk(page):
        words = " ".join(page.evaluate(written).split())
        if words:
            expect(speaker.locator(NOTES), here.title).to_have_text(words)
            seen += 1
        else:
            expect(speaker.locator(NOTES), here.title).to_be_hidden()
    assert seen > 0, f"no slide of {name} has notes"
