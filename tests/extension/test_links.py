"""Links, ids and times of every page and deck of the sample course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.published import (
    Published,
    dead_links,
    faulty_ids,
    named_hosts,
    present_links_without_slide,
    sections_without_slide,
    slides_without_place,
    uneven_times,
)

if TYPE_CHECKING:
    from tests.support import Course


@pytest.fixture(scope="module", params=["student", "instructor"])
def site(request: pytest.FixtureRequest, built: Course) -> Published:
    return Published(built.site(request.param))


def test_every_link_goes_somewhere(site: Published) -> None:
    assert dead_links(site) == []


def test_no_style_sheet_script_or_drawing_names_another_host(site: Published) -> None:
    assert named_hosts(site) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("look.css", '@import "//fonts.invalid/letters.css";'),
        ("look.css", "@font-face { src: url(https://fonts.invalid/letters.woff2) }"),
        ("look.js", 'fetch("https://count.invalid/visit")'),
    ],
)
def test_another_host_is_found_where_it_is_named(published: Course, file: str, text: str) -> None:
    (published.site() / "_static" / file).write_text(text, encoding="utf-8")
    [fault] = named_hosts(Published(published.site()))
    assert fault.startswith(f"_static/{file}: ")


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
