"""Draw odds for the next token as bars, in the colours of the course."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Final

from course.labels import Label, mark
from course.labels import colour as label_colour
from lessondeck.figures.inline import Alternative
from lessondeck.figures.palette import INK

Odds = Sequence[tuple[str, float]]
"""Tokens with their probabilities, the likeliest first."""

WIDTH: Final = 1280
NARROW: Final = 540
"""Width of a drawing for a phone: its charts stand below each other."""

TYPE: Final = 30

GAP: Final = 56
"""Between two charts that stand side by side."""

HEAD: Final = 66
"""Height of the prompt above its bars, if it takes one line."""

LEADING: Final = 40
"""From one line of a prompt, or of the foot, to the next."""

ROW: Final = 54
"""From one bar to the next."""

BAR: Final = 38
"""Height of a bar."""

NAMES: Final = 168
"""Room for the tokens, left of the bars."""

NUMBERS: Final = 116
"""Room for the percentages, right of the longest bar."""

FOOT: Final = 66
"""Height of the line that says whose odds they are."""

REST: Final = "all others"


def most_characters(charts: int) -> int:
    """Return how long a prompt may be, by the number of charts."""
    return 32 if charts > 1 else 72


def visible(token: str) -> str:
    """Write a token; the space before most of them is left out, and the end of a text is named."""
    if not token:
        return "(end)"
    return token.strip() or "".join("⏎" if letter == "\n" else "␣" for letter in token)


def with_rest(odds: Odds) -> list[tuple[str, float]]:
    """Return names and probabilities of what has a bar: tokens, and last all others together."""
    rest = max(0.0, 1 - sum(probability for _, probability in odds))
    return [*((visible(token), probability) for token, probability in odds), (REST, rest)]


def percent(probability: float) -> str:
    """Write a probability as bars have it."""
    return f"{100 * probability:.1f} %"


def draw_odds(charts: Sequence[tuple[str, Odds]], by: str, *, narrow: bool = False) -> str:
    """Return the drawing: one chart for each prompt, two side by side, all on one scale.

    Args:
        charts: prompts, each with the likeliest tokens.
        by: who said so, and when.
        narrow: put the charts below each other, for a phone.
    """
    whole, columns = (NARROW, 1) if narrow else (WIDTH, min(2, len(charts)))
    width = (whole - 32 - (columns - 1) * GAP) / columns
    most = max(share for _, odds in charts for _, share in with_rest(odds))
    scale = (width - NAMES - NUMBERS) / most
    parts, top = [], 0
    for first in range(0, len(charts), columns):
        row = charts[first : first + columns]
        prompts = [_lines(f"{prompt} …", width, 34) for prompt, _ in row]
        head = HEAD + (max(map(len, prompts)) - 1) * LEADING
        for column, (lines, (_, odds)) in enumerate(zip(prompts, row, strict=True)):
            left = 16 + column * (width + GAP)
            parts.append(f'<g transform="translate({left:.0f} {top})">')
            parts += [*_chart(lines, odds, scale, head), "</g>"]
        top += head + ROW * max(len(with_rest(odds)) for _, odds in row) + 16
    source = _lines(f"Chances by {by}", whole - 70, 28)
    foot = "".join(
        f'<text x="38" y="{21 + number * LEADING}" font-size="28" fill="{INK}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(source)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {whole} {top + FOOT + (len(source) - 1) * LEADING}" '
        f'font-size="{TYPE}">{"".join(parts)}'
        f'<g transform="translate(16 {top + 14})">{mark(Label.LLM)}{foot}</g></svg>'
    )


def _lines(text: str, width: float, size: int) -> list[str]:
    """Break a text that is too wide for its place; a letter is about half as wide as high."""
    return wrap(text, int(width / (size * 0.55))) or [text]


def describe(charts: Sequence[tuple[str, Odds]], by: str) -> Alternative:
    """Say every bar with its number."""
    said = [
        f"After “{prompt}”: "
        + ", ".join(f"{name} {100 * share:.1f} percent" for name, share in with_rest(odds))
        for prompt, odds in charts
    ]
    return Alternative("Chances for the next token", f"Bars, by {by}. {'. '.join(said)}.")


def _chart(prompt: Sequence[str], odds: Odds, scale: float, head: int) -> list[str]:
    """Draw the bars of a prompt; tokens are filled, and what is left has an outline alone."""
    colour = label_colour(Label.LLM)
    parts = [
        f'<text y="{40 + number * LEADING}" font-size="34" font-weight="700" fill="{INK}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(prompt)
    ]
    for number, (name, share) in enumerate(with_rest(odds)):
        top, end = head + number * ROW, NAMES + share * scale
        base = top + BAR / 2 + TYPE * 0.35
        look = f'fill="{colour}"'
        if name == REST:
            look = f'fill="none" stroke="{colour}" stroke-width="3"'
        squeeze = (
            f' textLength="{NAMES - 16}" lengthAdjust="spacingAndGlyphs"' if len(name) > 10 else ""
        )
        parts.append(
            f'<text x="{NAMES - 16}" y="{base:.1f}" text-anchor="end" fill="{INK}"{squeeze}>'
            f"{escape(name)}</text>"
            f'<rect x="{NAMES}" y="{top}" width="{end - NAMES:.1f}" height="{BAR}" {look}/>'
            f'<text x="{end + 14:.1f}" y="{base:.1f}" fill="{INK}">{percent(share)}</text>'
        )
    return parts
