"""Links, ids and times of every page and deck of this course, in both editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.sites import decks_of, pages_of
from tests.published import (
    Published,
    dead_links,
    faulty_ids,
    named_hosts,
    present_links_without_slide,
    read_once,
    sections_without_slide,
    slides_without_place,
    uneven_times,
)
from tests.this_course.names import DECKS, PAGES

if TYPE_CHECKING:
    from tests.browser.sites import Site


# With the tests of links that leave the course: all read every page.
pytestmark = pytest.mark.xdist_group("published")


@pytest.fixture(scope="module", params=["student", "instructor"])
def site(request: pytest.FixtureRequest) -> Published:
    built: Site = request.getfixturevalue(request.param)
    return read_once(built.folder)


def test_every_link_goes_somewhere(site: Published) -> None:
    assert dead_links(site) == []


def test_no_style_sheet_script_or_drawing_names_another_host(site: Published) -> None:
    assert named_hosts(site) == []


def test_an_id_is_used_once_and_what_names_one_finds_it(site: Published) -> None:
    assert [*faulty_ids(site)] == []


def test_every_present_link_goes_to_a_slide(site: Published) -> None:
    assert present_links_without_slide(site) == []


def test_every_slide_links_to_its_place_on_the_page(site: Published) -> None:
    assert slides_without_place(site) == []


def test_every_section_of_a_lesson_links_to_a_slide_or_has_none(site: Published) -> None:
    assert sections_without_slide(site) == []


def test_seconds_of_decks_and_of_their_lessons_add_up_to_their_minutes(site: Published) -> None:
    assert uneven_times(site) == []


@pytest.mark.parametrize("edition", ["student", "instructor"])
def test_every_source_has_its_page_and_every_lesson_its_deck(
    request: pytest.FixtureRequest, edition: str
) -> None:
    built: Site = request.getfixturevalue(edition)
    assert pages_of(built.folder) == sorted(PAGES)
    assert decks_of(built.folder) == sorted(DECKS)
