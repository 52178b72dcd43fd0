"""Bars of odds: a figure says what the model said, and mistakes of an author get one line."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from course.next_tokens import read_recording
from course.next_tokens_drawing import (
    NARROW,
    WIDTH,
    describe,
    draw_odds,
    most_characters,
)
from tests.support import Course, Page, files_that_say

SVG: Final = "{http://www.w3.org/2000/svg}"

PAGE: Final = "source/reference/odds"


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_nothing_leaves_the_drawing(narrow: bool) -> None:
    sure = [("a", 0.98), ("b", 0.01)]
    for charts in ([("One", sure)], [("One", sure), ("Two", sure), ("Three", sure)]):
        drawing = ElementTree.fromstring(draw_odds(charts, "a model", narrow=narrow))
        _, _, whole, bottom = map(float, drawing.get("viewBox", "").split())
        assert whole == (NARROW if narrow else WIDTH)
        for chart in drawing.findall(f"{SVG}g"):
            left, top = map(float, re.findall(r"[\d.]+", chart.get("transform", "")))
            for bar in chart.findall(f"{SVG}rect"):
                right = left + float(bar.get("x", "")) + float(bar.get("width", ""))
                assert right + 100 < whole
                assert top + float(bar.get("y", "")) + float(bar.get("height", "")) < bottom


def test_a_narrow_drawing_breaks_long_lines_and_keeps_the_bars() -> None:
    prompt = "It was on a very long and very cold evening in the middle of"
    drawing = ElementTree.fromstring(
        draw_odds([(prompt, [("a", 0.5)]), ("Two", [("b", 0.5)])], "a small model", narrow=True)
    )
    first, second, _ = drawing.findall(f"{SVG}g")
    title = [t.text or "" for t in first.findall(f"{SVG}text") if t.get("font-weight")]
    assert len(title) > 1
    assert " ".join(title) == f"{prompt} …"
    bar = first.find(f"{SVG}rect")
    assert bar is not None
    lowest = max(float(t.get("y", "")) for t in first.findall(f"{SVG}text")[: len(title)])
    assert float(bar.get("y", "")) > lowest
    lefts = {g.get("transform", "").split("(")[1].split()[0] for g in (first, second)}
    assert len(lefts) == 1, "the charts stand below each other"


def test_colours_come_from_the_page() -> None:
    drawing = draw_odds([("One", [("a", 0.5)])], "a model")
    colours = re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)
    assert all(colour == "none" or colour.startswith("var(--") for colour in colours)


def test_the_alternative_says_every_number() -> None:
    odds = [(" Paris", 0.75), ("", 0.125), ("\n", 0.0625)]
    said = describe([('"So"', odds)], "Tiny & Co")
    assert said.title == "Chances for the next token"
    assert said.description == (
        'Bars, by Tiny & Co. After “"So"”: '
        "Paris 75.0 percent, (end) 12.5 percent, ⏎ 6.2 percent, all others 6.2 percent."
    )


def recorded(answers: Any, **more: Any) -> dict[str, Any]:
    return {"model": "Tiny", "recorded": "2026-11-03", "answers": answers, **more}


def answer(prompt: str, *odds: tuple[object, object]) -> dict[str, object]:
    return {"request": ["completions", {"prompt": prompt}], "answer": [*odds]}


@pytest.fixture
def with_odds(course: Course) -> Course:
    """Return a small course with recorded odds and an empty page for a figure."""
    few, more = [(" blue", 0.5)], [(" grey", 0.25), (" blue", 0.5)]
    text = {"request": ["completions", {"prompt": "The sky is"}], "answer": "blue today"}
    course.write(
        "source/odds.json",
        json.dumps(recorded([answer("The sky is", *few), answer("The sky is", *more), text])),
    )
    course.add_extension("course")
    course.edit("index.md", "source/reference/words", f"source/reference/words\n{PAGE}")
    return course


def page_with(course: Course, options: str, file: str = "../odds.json") -> None:
    course.write(
        f"{PAGE}.md", f"# Odds\n\n:::{{next-tokens}} {file}\n{options}\nSome *odds*.\n:::\n"
    )


def test_figure_names_the_model_and_the_day(with_odds: Course) -> None:
    page_with(with_odds, ":prompts: The sky is\n:bars: 2\n:name: fig-sky\n")
    with_odds.build().good()
    page = Page(with_odds.page(f"{PAGE}.html"))
    assert page.one("figcaption").text.startswith("Some odds.")
    assert page.one("figure").attributes["id"] == "fig-sky"
    drawing = page.one("svg", inside="figure-svg")
    assert "Chances by Tiny, recorded on 3 November 2026" in drawing.text
    assert "blue 50.0 percent, grey 25.0 percent, all others 25.0" in page.name_of(drawing)
    with_odds.edit("source/odds.json", "0.25", "0.125")
    with_odds.build().good()
    assert "grey 12.5 percent" in with_odds.page(f"{PAGE}.html"), "a page follows its data"


@pytest.mark.parametrize(
    ("options", "file", "expected"),
    [
        ("", "../odds.json", "there is nothing to draw; name prompts in :prompts:"),
        (":prompts: The sky is\n", "../odd.json", "there is no file ../odd.json; name one"),
        (":prompts: The sea is\n:bars: 1\n", "../odds.json", "after 'The sea is'; there are: 'The"),
        (":prompts: The sky is\n", "../odds.json", "has no odds of 5 tokens after 'The sky is'"),
    ],
)
def test_mistakes_of_an_author_get_one_line(
    with_odds: Course, options: str, file: str, expected: str
) -> None:
    page_with(with_odds, options, file)
    with_odds.build().bad(f"{PAGE}.md:3: ", expected)
    assert files_that_say("Tiny", with_odds.site()) == []


def test_long_prompt_is_reported(with_odds: Course) -> None:
    long = "so " * 24 + "on"
    assert len(long) > most_characters(1)
    with_odds.write("source/odds.json", json.dumps(recorded([answer(long, (" on", 0.5))])))
    page_with(with_odds, f":prompts: {long}\n:bars: 1\n")
    with_odds.build().bad(f"{PAGE}.md:3: ", "is too long for its place; choose one of at most 72")


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        "text",
        None,
        recorded(None),
        recorded([{"request": []}]),
        recorded([answer("A", (" b", "much"))]),
        recorded([answer("A", (" b", float("nan")))]),
        recorded([answer("A", (" b", 2))]),
        recorded([], recorded="yesterday"),
    ],
)
def test_damaged_recording_is_named(content: Any) -> None:
    with pytest.raises(ValueError, match=r"^odds\.json .*; record (it|them) anew$"):
        read_recording(content, "odds.json")


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"model": "Tiny"}'])
def test_damaged_file_is_one_line(with_odds: Course, text: str) -> None:
    with_odds.write("source/odds.json", text)
    page_with(with_odds, ":prompts: A\n")
    with_odds.build().bad(f"{PAGE}.md:3: ", "../odds.json ", "anew")
