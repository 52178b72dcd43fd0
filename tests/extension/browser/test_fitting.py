"""``lint-decks`` finds each slide that does not fit, and says where it was written."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.axe import add_axe, axe_faults
from tests.browser.decks import open_deck, walk
from tests.browser.keyboard import FOCUS, MOST_STOPS, ON_HIDDEN_SLIDE
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support import Course, Outcome

LESSON: Final = """---
title: {title}
minutes: 12
claims: [S1]
---

:::{{objectives}}
- See what fits.
:::

{body}
:::{{keypoints}}
- It fits, or it does not.
:::
"""

LIST: Final = "".join(f"- entry {number} of a list\n" for number in range(1, 19))

CELLS: Final = "".join(f"| immeasurability{number} " for number in range(1, 9)) + "|\n"

BAD: Final = {
    "tall-list": (
        f"## A list in a card\n\n::::{{grid}} 1\n:::{{grid-item-card}}\n{LIST}:::\n::::\n",
        r"the slide is \d{3,} px too high",
    ),
    "wide-code": (
        f"## A long line\n\n```python\nprint({'long + ' * 20}1)\n```\n",
        r"the slide is \d{3,} px too wide: .* sticks out",
    ),
    "wide-table": (
        f"## Eight columns\n\n{CELLS}{'|---' * 8}|\n{CELLS}",
        r"the slide is \d{3,} px too wide",
    ),
    "huge-image": (
        "## A picture in a list\n\n- one\n- ![a grey field](huge.png)\n",
        r"the slide is \d{3,} px too high",
    ),
    "small-image": (
        f"## A figure beside a list\n\n{LIST[: 24 * 10]}\n"
        ":::{figure} wave.svg\n:alt: A line that bends\n:::\n",
        r"the picture “A line that bends\.” is only \d+ px long, 160 px is the least",
    ),
    "long-title": (
        f"## {'A title that goes on ' * 20}\n\n- one\n",
        r"the title is \d{3} px high, 200 px is the most",
    ),
    "nested-fragments": (
        "## One after the other\n\n- first\n\n"
        "```````{container} fragment\n"
        + "Shown later.\n\n" * 6
        + "``````{container} fragment\n"
        + "Shown last.\n\n" * 9
        + "``````\n```````\n",
        r"the slide is \d{2,} px too high",
    ),
    "opened": (
        f"## More below\n\n:::{{dropdown}} Open me\n{LIST}:::\n",
        r"<details> “Open me .*” is cut by \d{3} px",
    ),
}
"""Sections that break a rule, and what is said of them."""

SENTENCE: Final = "A sentence of the length that a person can keep in mind at once. "

LONG: Final = {
    "Few long entries": f"- {SENTENCE * 2}\n" * 3,
    "A long list": f"1. {SENTENCE}\n" * 20,
    "A list below a title that takes as much room as any title should": f"- {SENTENCE * 3}\n" * 9,
    "A list in a list": "- one\n  - two of them\n  - three of them\n" * 6,
    "A table": "| animal | breathes | says |\n|---|---|---|\n"
    + f"| trout | water | {SENTENCE} |\n" * 14,
}
"""Lists and tables by the titles of their slides; they are split so that each part fits."""

EVERY_KIND: Final = Path(__file__).parent / "lessons" / "every-kind.md"
"""A lesson with every kind of thing that a slide can hold; it fits, and its contrast is good."""

GOOD: Final = (
    "".join(f"## {title}\n\n{entries}\n" for title, entries in LONG.items())
    + """## A list that fits

- one
- two

## Lines that fit

```python
print("short")
```

## A drawing

:::{figure} wave.svg
:alt: A line that bends
:::
"""
)


def write_png(path: Path, width: int, height: int) -> None:
    """Write a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * width) * height
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)


@pytest.fixture(scope="module")
def course(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A built course with a lesson for each fault, a good one, and one with every kind of thing."""
    course = built.copy_to(tmp_path_factory.mktemp("fitting") / "course")
    bodies = {name: body for name, (body, _) in BAD.items()} | {"good": GOOD}
    for name, body in bodies.items():
        course.write(f"source/{name}.md", LESSON.format(title=f"Lesson {name}", body=body))
    course.write("source/every-kind.md", EVERY_KIND.read_text(encoding="utf-8"))
    write_png(course.path("source/huge.png"), 1500, 1500)
    names = "".join(f"source/{name}\n" for name in [*bodies, "every-kind"])
    course.edit("index.md", "source/birds\n", f"source/birds\n{names}")
    # In the font that the estimates are made for; a machine's own may be wider.
    shutil.copytree(REPOSITORY / "source" / "_static", course.path("look"))
    fonts = 'revealjs_static_path = ["look"]\nrevealjs_css_files = ["visual.css"]\n'
    course.write("conf.py", course.read("conf.py") + fonts)
    course.edit("slides/both.md", "minutes: 12", "minutes: 100")
    course.edit("slides/both.md", "../source/fish\n", "../source/fish\n../source/wide-code\n")
    course.run("build").good()
    return course


@pytest.fixture(scope="module")
def looked_at(course: Course) -> Outcome:
    """What the command says of that course."""
    return course.run("lint-decks")


@pytest.mark.parametrize("name", BAD)
def test_a_slide_that_does_not_fit_is_found_where_it_was_written(
    looked_at: Outcome, name: str
) -> None:
    body, words = BAD[name]
    line = LESSON[: LESSON.index("{body}")].count("\n") + 1
    title = body.splitlines()[0].removeprefix("## ").strip()
    looked_at.bad(f"source/{name}.md:{line}: slide '{title}': ")
    said = [line for line in looked_at.output.splitlines() if f"source/{name}.md:" in line]
    assert any(re.search(words, line) for line in said), said


def test_only_bad_slides_are_named(looked_at: Outcome) -> None:
    faults = [line for line in looked_at.output.splitlines() if ": slide '" in line]
    named = {re.sub(r"source/([\w-]+)\.md:\d+: .*", r"\1", line) for line in faults}
    assert named == set(BAD)
    assert f"{len(faults)} faults: looked at " in looked_at.output
    assert f"deck 1 of {len(BAD) + 6}: " in looked_at.output
    assert f"deck {len(BAD) + 6} of {len(BAD) + 6}: " in looked_at.output


def test_a_fault_that_two_decks_show_is_said_once(looked_at: Outcome) -> None:
    (line,) = (line for line in looked_at.output.splitlines() if "source/wide-code.md:" in line)
    assert line.endswith(" [slides/both, source/wide-code]")


def test_decks_that_fit_pass(published: Course) -> None:
    outcome = published.run("lint-decks").good()
    assert "every slide fits: looked at " in outcome.output
    assert " of 4 decks in " in outcome.output


def test_decks_that_were_not_built_are_asked_for(sources: Course) -> None:
    said = "not looked at: build/site has no decks; build them first: "
    sources.run("lint-decks").bad(f"{said}lessondeck build --edition student")
    sources.write("Makefile", "course:  ## build the course\n")
    sources.run("lint-decks").bad(f"{said}make course")


def test_an_unknown_edition_is_named(sources: Course) -> None:
    sources.run("lint-decks", "--edition", "teacher").bad("'teacher' is no edition")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_slide_of_any_kind(page: Page, course: Course, theme: str) -> None:
    deck = course.site() / "deck" / "source" / "every-kind.html"
    open_deck(page, f"{deck.as_uri()}?theme={theme}")
    add_axe(page)
    faults = [f"{here.title}: {fault}" for here in walk(page) for fault in axe_faults(page)]
    assert not faults, "\n".join(faults)


def test_tab_stops_only_on_the_slide_that_is_shown(page: Page, course: Course) -> None:
    deck = course.site() / "deck" / "source" / "every-kind.html"
    open_deck(page, deck.as_uri())
    stops = 0
    for here in walk(page):
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            stops += 1
            assert not page.evaluate(ON_HIDDEN_SLIDE), f"{here.title}: {focus}"
            assert focus["name"], f"{here.title}: Tab stops at something without a name"
            assert focus["marked"], f"{here.title}: {focus['name']} does not show the focus"
        else:
            pytest.fail(f"{here.title}: Tab does not come to an end")
    assert stops > len(page.query_selector_all(".slides section.slide"))
