"""Examples of the documentation are what the build makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.engine.sample_bank import CLAIMS, PRACTICE_POLICIES, PRACTICE_SETS, write_bank
from tests.support import Course, Element, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE: Final = """\
---
title: Examples
---

````{example}
:slides:

## Wings

Notes of the speaker.

- seen by all

:::{exercise} Count them
:minutes: 2

How many?
:::
````

````{example}
:::{solution}
Two.
:::
````

````{example}
```{classify} first-sort
```
````

````{example}
:seen-on: words

```{glossary}
````
"""

PROGRESS: Final = """\
# What I did

```{progress}
```
"""


@pytest.fixture(scope="module")
def guide(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with a page of examples, both editions built."""
    course = built.copy_to(tmp_path_factory.mktemp("guide") / "course")
    claims = f"{course.read('exercises/claims.yml')}\n{CLAIMS}"
    write_bank(
        course.path("exercises"), sets=PRACTICE_SETS, claims=claims, policies=PRACTICE_POLICIES
    )
    course.edit("conf.py", '"lessondeck",', '"lessondeck",\n    "docs.examples",')
    course.write("source/reference/guide.md", GUIDE)
    course.write("source/reference/done.md", PROGRESS)
    course.write(
        "source/reference/sort.md",
        "# Sort\n\n```{classify} first-sort\n```\n\n```{classify} graded-sort\n```\n",
    )
    names = ("words", "guide", "done", "sort")
    listed = "\n".join(f"source/reference/{name}" for name in names)
    course.edit("index.md", "source/reference/words", listed)
    for edition in ("student", "instructor"):
        course.build(edition).good()
    return course


def examples(course: Course, edition: str = "student") -> list[Element]:
    page = Page(course.page("source/reference/guide.html", edition))
    return [box for box in page.all("div") if "example" in box.classes]


def within(box: Element, page: Page, name: str) -> Iterator[str]:
    """Yield the texts of the parts of an example that have a class."""
    yield from (each.text for each in page.elements if name in each.classes and box in each.parents)


def test_a_section_is_shown_as_its_slides_with_their_notes(guide: Course) -> None:
    page = Page(guide.page("source/reference/guide.html"))
    first = next(box for box in page.all("div") if "example" in box.classes)
    assert [*within(first, page, "example-label")] == [
        "Source",
        "On the page",
        "In the deck",
        "Notes of this slide",
    ]
    assert [*within(first, page, "example-slide")] == [
        "Wings seen by all",
        "Exercise: Count them How many? A clock: 2 min",
    ]
    assert [*within(first, page, "example-notes")] == ["Notes of this slide Notes of the speaker."]


def test_headings_of_an_example_are_none_of_the_page(guide: Course) -> None:
    page = Page(guide.page("source/reference/guide.html"))
    assert [it.text for it in page.all("h2") if "Wings" in it.text] == []


def test_an_edition_shows_what_it_has(guide: Course) -> None:
    student, instructor = (
        examples(guide, edition)[1].text for edition in ("student", "instructor")
    )
    assert "This edition shows nothing here." in student
    assert "Solution Two." in instructor


def test_an_exercise_of_an_example_works_and_is_in_no_overview(guide: Course) -> None:
    assert "quiz.js" in guide.page("source/reference/guide.html")
    overview = guide.page("source/reference/done.html")
    assert "sort.html#" in overview
    assert "guide.html#" not in overview


def test_what_fills_a_page_is_linked(guide: Course) -> None:
    assert examples(guide)[3].text.endswith("The result is the page Words.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("```{glossary}", ":::{glossary}", "words.md does not hold this example"),
        (":seen-on: words", ":seen-on: wrods", "there is no page 'source/reference/wrods'"),
    ],
)
def test_an_example_that_is_not_on_its_page_stops_the_build(
    guide: Course, old: str, new: str, said: str
) -> None:
    guide.edit("source/reference/guide.md", old, new)
    try:
        guide.build().bad(said, "source/reference/guide.md:")
    finally:
        guide.write("source/reference/guide.md", GUIDE)
