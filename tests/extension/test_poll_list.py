"""The list of polls: all that the decks ask, and answers in the instructor edition alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from tests.bank import shipped
from tests.support import REPOSITORY, Course, Element, Page, differences, files_that_say

if TYPE_CHECKING:
    from selfcheck import Question

BANK: Final = REPOSITORY / "exercises"

LIST: Final = "source/reference/polls"

EXERCISES: Final = shipped().exercises

ASKED: Final[list[Question]] = [
    *EXERCISES["model-product-use"].questions[:2],
    EXERCISES["verdict-or-new"].questions[0],
]
"""What the deck of fish asks."""

REST: Final = sorted(EXERCISES.keys() - {"model-product-use", "verdict-or-new", "final-check"})

FISH: Final = """
:::{discussion} Which *animal* breathes air?
:minutes: 1

Think of a {term}`feather` first.

- A: a trout
- B: a whale
:::

They are all large.

:::{instructor-note}
The answer is B, and canary-poll-reason says why {cite:p}`darwin1859`.

canary-poll-other is another matter.
:::

```{quiz} model-product-use
:slides: 2
:countdown: 45
```

```{classify} verdict-or-new
:slides: 1
:countdown: 30
```

:::{page-only}
REST
:::

:::{keypoints}"""


@pytest.fixture(scope="module")
def polled(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with polls and their list, both editions built; to be looked at only."""
    course = built.copy_to(tmp_path_factory.mktemp("polls") / "course")
    shutil.copytree(BANK / "items", course.path("exercises/items"))
    for name in ("facets.yml", "facts.json", "sets.yml", "claims.yml", "policies.yml"):
        shutil.copy(BANK / name, course.path(f"exercises/{name}"))
    # The build wants every item to be on some page; a page's exercises are no polls.
    rest = "\n\n".join(
        f"```{{{'quiz' if EXERCISES[name].facet is None else 'classify'}}} {name}\n```"
        for name in REST
    )
    course.edit("source/fish.md", "\n:::{keypoints}", FISH.replace("REST", rest))
    course.edit("source/fish.md", "minutes: 5", "minutes: 6")
    course.write("source/reference/final.md", "# Final\n\n```{classify} final-check\n```\n")
    course.write(f"{LIST}.md", "# Polls\n\n```{poll-list}\n```\n")
    course.edit(
        "index.md",
        "source/reference/words\n",
        f"source/reference/words\nsource/reference/final\n{LIST}\n",
    )
    for edition in ("student", "instructor"):
        course.build(edition).good()
    return course


def polls(course: Course, edition: str) -> tuple[Page, list[list[Element]]]:
    """Return the page, and the cells of each poll on it."""
    page = Page(course.page(f"{LIST}.html", edition))
    rows = [row for row in page.all("tr", inside="polls") if page_cells(page, row)]
    return page, [page_cells(page, row) for row in rows]


def page_cells(page: Page, row: Element) -> list[Element]:
    """Return the cells of a row of the body."""
    return [cell for cell in page.all("td") if row in cell.parents]


def test_each_poll_of_a_deck_is_listed_in_its_order(polled: Course) -> None:
    for edition in ("student", "instructor"):
        page, rows = polls(polled, edition)
        assert [heading.text for heading in page.all("h2", "gathered-from")] == ["Fish"]
        assert page.one("p", "lesson-facts").text == "4 polls, 3 min"
        named = [row[0].text for row in rows]
        assert named[0] == "Which animal breathes air? Think of a feather first."
        for text, question in zip(named[1:], ASKED, strict=True):
            assert text.startswith(f"{question.title} {question.prompt}")
        # Where the bank has no question of its own for an exercise, its title asks.
        assert named[2].endswith("Model, product or use case?")
        assert named[3].endswith("Does it deliver new content?")
        assert [row[1].text for row in rows] == ["1 min", "45 s", "45 s", "30 s"]


def test_each_poll_leads_to_its_slide(polled: Course) -> None:
    page, _ = polls(polled, "student")
    deck = Page(polled.page("deck/source/fish.html"))
    slides = {e.attributes.get("id") for e in deck.all("section", "kind-poll")}
    slides |= {e.attributes.get("id") for e in deck.all("section", "kind-discussion")}
    links = [link.attributes["href"] for link in page.all("a", inside="polls")]
    ways = [link for link in links if link.startswith("../../deck/source/fish.html#/")]
    assert {way.partition("#/")[2] for way in ways} == slides
    assert len(ways) == len(slides) == 4


def test_choices_are_listed_and_what_votes_show_for_instructors_alone(polled: Course) -> None:
    _, student = polls(polled, "student")
    assert [row[2].text for row in student] == [
        "A: a trout B: a whale",
        "model product use case",
        "model product use case",
        "yes no mixed",
    ]
    _, instructor = polls(polled, "instructor")
    said = instructor[0][2].text
    assert said.startswith("A: a trout B: a whale The answer is B, and canary-poll-reason says why")
    assert "canary-poll-other" not in said
    for row, question in zip(instructor[1:], ASKED, strict=True):
        for choice in question.choices:
            mark = " (right)" if choice in question.right else ""
            reason = question.right.get(choice) or question.wrong[choice]
            assert f"{choice}{mark}: {reason}" in row[2].text
    assert files_that_say("canary-poll", polled.site()) == []


def test_no_reason_of_the_bank_is_on_the_students_list(polled: Course) -> None:
    page = polled.page(f"{LIST}.html")
    for question in ASKED:
        for reason in (*question.right.values(), *question.wrong.values()):
            assert reason not in page


def test_a_poll_that_changes_in_its_lesson_changes_on_the_list(
    polled: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course = polled.copy_to(tmp_path_factory.mktemp("changed") / "course")
    course.build(jobs=4).good()
    assert differences(polled.site(), course.site()) == []
    course.edit("source/fish.md", "- B: a whale", "- B: a dolphin")
    course.build().good()
    _, rows = polls(course, "student")
    assert rows[0][2].text == "A: a trout B: a dolphin"


def test_what_is_kept_of_a_document_names_its_exercises_alone(polled: Course) -> None:
    kept = polled.path("build/work/instructor/doctrees/source/fish.doctree").read_bytes()
    assert b"model-product-use" in kept
    assert b"selfcheck" not in kept
    assert EXERCISES["model-product-use"].questions[0].prompt.encode() not in kept
