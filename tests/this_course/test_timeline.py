"""The timeline: every system at its year and kind, drawn in colours that follow the page."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

import pytest

from course.labels import Label
from course.timeline import dated_items
from course.timeline_column import NARROW, draw_column
from course.timeline_drawing import (
    CHIP,
    LINE,
    WIDTH,
    describe,
    draw_timeline,
    short_name,
)
from tests.bank import shipped, shipped_data
from tests.support import REPOSITORY, Course, Page, files_that_say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selfcheck.model import Item

BANK: Final = REPOSITORY / "exercises"

DATA: Final = shipped_data()

SYSTEMS: Final = list(dated_items(shipped().items).values())

SVG: Final = "{http://www.w3.org/2000/svg}"

PAGE: Final = "source/reference/timeline"


def places(drawing: str) -> dict[str, tuple[float, float, float]]:
    """Return where the names of a drawing stand: left, top and width of their box."""
    found = {}
    for group in ElementTree.fromstring(drawing).iter(f"{SVG}g"):
        box, text = group.find(f"{SVG}rect"), group.find(f"{SVG}text")
        at = re.match(r"translate\(([\d.]+) ([\d.]+)\)", group.get("transform", ""))
        is_name = box is not None and box.get("height") == str(CHIP)
        if is_name and box is not None and text is not None and at is not None and text.text:
            found[text.text] = (float(at[1]), float(at[2]), float(box.get("width", "0")))
    return found


@pytest.mark.parametrize("draw", [draw_timeline, draw_column])
def test_every_system_is_drawn_below_those_of_earlier_years(
    draw: Callable[[Sequence[Item]], str],
) -> None:
    where = places(draw(SYSTEMS))
    assert sorted(where) == sorted(short_name(item) for item in SYSTEMS)
    tops: dict[int, list[float]] = {item.facts["year"]: [] for item in SYSTEMS}
    for item in SYSTEMS:
        tops[item.facts["year"]].append(where[short_name(item)][1])
    years = sorted(tops)
    for earlier, later in pairwise(years):
        assert max(tops[earlier]) < min(tops[later])


def test_kinds_stand_in_lanes_and_llms_rightmost() -> None:
    where = places(draw_timeline(SYSTEMS))
    lanes = {
        label: [where[short_name(item)] for item in SYSTEMS if Label(item.labels[0]) is label]
        for label in Label
    }
    lanes[Label.GENERATIVE] += lanes[Label.WITH_LLM]
    for left, right in ((Label.TRADITIONAL, Label.GENERATIVE), (Label.GENERATIVE, Label.LLM)):
        assert max(x + width for x, _, width in lanes[left]) < min(x for x, _, _ in lanes[right])


@pytest.mark.parametrize(("draw", "width"), [(draw_timeline, WIDTH), (draw_column, NARROW)])
def test_no_name_lies_on_another_or_leaves_the_drawing(
    draw: Callable[[Sequence[Item]], str], width: int
) -> None:
    drawing = draw(SYSTEMS)
    assert ElementTree.fromstring(drawing).get("viewBox", "").startswith(f"0 0 {width} ")
    boxes = sorted((top, left, wide) for left, top, wide in places(drawing).values())
    for (top, left, wide), (other_top, other_left, _) in pairwise(boxes):
        assert other_top - top >= LINE or left + wide < other_left
    assert all(left > 0 and left + wide < width for _, left, wide in boxes)


def test_in_a_column_each_name_lies_in_the_areas_of_its_kind() -> None:
    drawing = draw_column(SYSTEMS)
    areas: dict[str, list[tuple[float, float]]] = {"generative": [], "llm": []}
    for area in ElementTree.fromstring(drawing).iterfind(f"{SVG}rect[@fill-opacity]"):
        kind, top = area.get("fill", "")[6:].partition(",")[0], float(area.get("y", ""))
        areas[kind].append((top, top + float(area.get("height", ""))))
    where = places(drawing)
    for item in SYSTEMS:
        top = where[short_name(item)][1]
        around = {
            kind
            for kind, spans in areas.items()
            if any(start < top and top + CHIP < end for start, end in spans)
        }
        assert (
            around
            == {
                Label.TRADITIONAL: set(),
                Label.GENERATIVE: {"generative"},
                Label.WITH_LLM: {"generative"},
                Label.LLM: {"generative", "llm"},
            }[Label(item.labels[0])]
        )


def test_colours_come_from_the_page_and_contested_names_are_dashed() -> None:
    drawing = draw_timeline(SYSTEMS)
    colours = re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)
    assert all(colour == "none" or colour.startswith("var(--") for colour in colours)
    few = [item for item in SYSTEMS if len(item.labels) == 1]
    dashed_box = re.compile(r"<rect [^>]*stroke-dasharray")  # The mark of a ring has dashes, too.
    assert dashed_box.search(drawing)
    assert "contested" in drawing.rpartition("<text")[2]
    assert not dashed_box.search(draw_timeline(few))
    assert "contested" not in draw_timeline(few).rpartition("<text")[2]


def test_the_alternative_names_every_system_with_its_year() -> None:
    said = describe(SYSTEMS)
    years = [item.facts["year"] for item in SYSTEMS]
    assert said.title == f"Timeline of {len(SYSTEMS)} systems from {min(years)} to {max(years)}"
    for item in SYSTEMS:
        name = re.escape(short_name(item))
        assert re.search(rf"{item.facts['year']}: [^;]*{name}", said.description)


@pytest.fixture
def with_bank(course: Course) -> Course:
    """Return a small course with the bank and an empty page for a timeline."""
    shutil.copytree(BANK / "items", course.path("exercises/items"))
    for name in ("facets.yml", "facts.json", "sets.yml", "claims.yml", "policies.yml"):
        shutil.copy(BANK / name, course.path(f"exercises/{name}"))
    course.add_extension("course")
    course.edit("index.md", "source/reference/words", f"source/reference/words\n{PAGE}")
    return course


def test_a_timeline_is_a_figure_with_a_caption_and_a_name(with_bank: Course) -> None:
    with_bank.write(
        f"{PAGE}.md",
        "# Time\n\nSee {ref}`the drawing <fig-time>`.\n\n"
        ":::{timeline}\n:items: wavenet gpt-4\n:name: fig-time\n\nTwo of *them*.\n:::\n",
    )
    with_bank.build().good()
    page = Page(with_bank.page(f"{PAGE}.html"))
    assert page.one("figcaption").text.startswith("Two of them.")
    assert page.one("figure").attributes["id"] == "fig-time"
    for kind in ("figure-svg", "figure-narrow"):
        drawing = page.one("svg", inside=kind)
        assert drawing.attributes["role"] == "img"
        assert page.name_of(drawing) == (
            "Timeline of 2 systems from 2016 to 2023. "
            "By kind: 1 Generative AI, 1 LLM. 2016: WaveNet; 2023: GPT-4."
        )


def test_a_name_that_the_bank_does_not_have_is_reported(with_bank: Course) -> None:
    with_bank.write(f"{PAGE}.md", "# Time\n\n```{timeline}\n:items: wavenet abacus\n```\n")
    with_bank.build().bad(f"{PAGE}.md:3: ", "the bank has no item 'abacus'")
    assert files_that_say("WaveNet", with_bank.site()) == []
