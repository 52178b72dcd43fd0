"""The course's figures that are drawn from data show what is in their files."""

from __future__ import annotations

import json
import re
from typing import Final
from xml.etree import ElementTree

import pytest

from course.next_tokens import Recording, read_recording
from course.next_tokens_drawing import REST, draw_odds, percent, visible, with_rest
from lessondeck.figures.picture_steps import draw_steps, read_steps
from tests.figures import SVG, assert_shades, bars
from tests.support import REPOSITORY

STORED: Final = REPOSITORY / "notebooks" / "stored" / "next-token.json"

ZERO: Final = REPOSITORY / "source" / "figures" / "noise-to-zero.json"


def stored() -> Recording:
    return read_recording(json.loads(STORED.read_text(encoding="utf-8")), STORED.name)


def prompts_of_lessons() -> list[list[str]]:
    """Return the prompts of each figure of the course."""
    found = []
    for lesson in sorted((REPOSITORY / "source").glob("*.md")):
        for options in re.findall(
            r":::\{next-tokens\} .*\n((?::.*\n)*)", lesson.read_text(encoding="utf-8")
        ):
            lines = options.partition(":prompts:")[2].partition("\n:name:")[0].splitlines()
            found.append([prompt for line in lines if (prompt := line.strip(": |"))])
    return found


def test_lessons_draw_odds() -> None:
    assert len(prompts_of_lessons()) >= 2


@pytest.mark.parametrize("prompts", prompts_of_lessons(), ids=lambda prompts: prompts[0])
def test_bars_are_what_the_model_said(prompts: list[str]) -> None:
    odds = stored().odds
    drawing = ElementTree.fromstring(draw_odds([(p, odds[p][:5]) for p in prompts], "a model"))
    charts = drawing.findall(f"{SVG}g")[:-1]
    assert [chart[0].text for chart in charts] == [f"{prompt} …" for prompt in prompts]
    units = set()
    for prompt, chart in zip(prompts, charts, strict=True):
        drawn = bars(chart)
        assert [name for name, _, _ in drawn] == [visible(t) for t, _ in odds[prompt][:5]] + [REST]
        shares = [share for _, share in with_rest(odds[prompt][:5])]
        assert [number for _, _, number in drawn] == [percent(share) for share in shares]
        assert sum(shares) == pytest.approx(1)
        units |= {round(width / share) for (_, width, _), share in zip(drawn, shares, strict=True)}
    assert max(units) - min(units) <= 8, "the bars of a figure have one scale"


def test_squares_have_the_shades_of_the_file() -> None:
    assert_shades(json.loads(ZERO.read_text(encoding="utf-8")))


def test_a_narrow_drawing_shows_every_picture() -> None:
    steps = read_steps(json.loads(ZERO.read_text(encoding="utf-8")), ZERO.name)
    drawing = ElementTree.fromstring(draw_steps(steps, narrow=True))
    assert len(drawing.findall(f"{SVG}g")) == sum(map(len, steps.rows.values()))
