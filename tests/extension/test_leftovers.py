"""What was withdrawn from the sources leaves the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support import Course


def test_withdrawn_extra_file_leaves_the_site_but_no_page_of_its_name(course: Course) -> None:
    course.write("extra/answers.txt", "42")
    course.write("extra/source/fish.html", "not the lesson")
    course.edit(
        "conf.py", 'html_theme = "furo"', 'html_theme = "furo"\nhtml_extra_path = ["extra"]'
    )
    course.build().good()
    assert course.page("answers.txt") == "42"
    assert [path.name for path in course.site().rglob("answers.txt")] == ["answers.txt"]
    course.path("extra/answers.txt").unlink()
    course.path("extra/source/fish.html").unlink()
    course.build().good()
    assert list(course.site().rglob("answers.txt")) == []
    assert "<h1>Fish" in course.page("source/fish.html")


def test_setting_that_is_gone_takes_its_files_along(course: Course) -> None:
    course.write("extra/answers.txt", "42")
    with_extra = 'html_theme = "furo"\nhtml_extra_path = ["extra"]'
    course.edit("conf.py", 'html_theme = "furo"', with_extra)
    course.build().good()
    course.edit("conf.py", with_extra, 'html_theme = "furo"')
    course.build().good()
    assert list(course.site().rglob("answers.txt")) == []


WHALES = """---
title: Whales
minutes: 2
claims: [S2]
---

:::{objectives}
- Tell a whale from a fish.
:::

## Whales breathe air

**They come up for it.**

:::{keypoints}
- Air.
:::
"""


def test_document_that_is_no_lesson_any_more_has_no_deck(course: Course) -> None:
    course.write("source/whales.md", WHALES)
    course.edit("index.md", "source/fish\n", "source/fish\nsource/whales\n")
    course.build().good()
    assert course.site().joinpath("deck/source/whales.html").is_file()
    only = 'language = "en"\nlessondeck_lessons = ["source/birds", "source/fish"]'
    course.edit("conf.py", 'language = "en"', only)
    course.build().good()
    assert course.site().joinpath("source/whales.html").is_file()
    assert not course.site().joinpath("deck/source/whales.html").exists()
