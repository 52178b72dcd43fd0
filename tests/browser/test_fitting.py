"""``lint-decks`` finds each slide that does not fit, and says where it was written."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Course, Outcome

LESSON: Final = """---
title: {title}
minutes: 3
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
        r"the picture “A line that bends” is only \d+ px long, 160 px is the least",
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

GOOD: Final = """## A list that fits

- one
- two

## Columns that fit

| animal | breathes |
|---|---|
| trout | water |

## Lines that fit

```python
print("short")
```

## A drawing

:::{figure} wave.svg
:alt: A line that bends
:::
"""


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
def looked_at(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What the command says of a course with one lesson for each fault and a good one."""
    course = built.copy_to(tmp_path_factory.mktemp("fitting") / "course")
    bodies = {name: body for name, (body, _) in BAD.items()} | {"good": GOOD}
    for name, body in bodies.items():
        course.write(f"source/{name}.md", LESSON.format(title=f"Lesson {name}", body=body))
    write_png(course.path("source/huge.png"), 1500, 1500)
    names = "".join(f"source/{name}\n" for name in bodies)
    course.edit("index.md", "source/birds\n", f"source/birds\n{names}")
    course.edit("slides/both.md", "minutes: 10", "minutes: 100")
    course.edit("slides/both.md", "../source/fish\n", "../source/fish\n../source/wide-code\n")
    course.run("build").good()
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
    assert f"deck 1 of {len(BAD) + 5}: slides/both, " in looked_at.output


def test_a_fault_that_two_decks_show_is_said_once(looked_at: Outcome) -> None:
    (line,) = (line for line in looked_at.output.splitlines() if "source/wide-code.md:" in line)
    assert line.endswith(" [slides/both, source/wide-code]")


def test_decks_that_fit_pass(published: Course) -> None:
    outcome = published.run("lint-decks").good()
    assert "every slide fits: looked at " in outcome.output
    assert " of 4 decks in " in outcome.output


def test_decks_that_were_not_built_are_asked_for(sources: Course) -> None:
    sources.run("lint-decks").bad("not looked at: build/site has no decks; build them first: make")


def test_an_unknown_edition_is_named(sources: Course) -> None:
    sources.run("lint-decks", "--edition", "teacher").bad("'teacher' is no edition")
