"""Clocks on slides that run down: for polls, exercises, labs and breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from lessondeck.core.nodes import countdown
from lessondeck.core.words import time_in_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def on_a_clock(seconds: int) -> str:
    """Return a time as a clock shows it: "15:00"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def visit_countdown(translator: HTML5Translator, node: countdown) -> None:
    """Write a clock that waits to be started; a large one shows its time from the start."""
    seconds = node["seconds"]
    shown = on_a_clock(seconds) if "large" in node["classes"] else ""
    options: dict[str, Any] = {"data-seconds": seconds}
    translator.body.append(
        f"{translator.starttag(node, 'div', '', CLASS='countdown', **options)}"
        '<button type="button" class="countdown-start">'
        f'<span class="countdown-verb">Start </span>{time_in_words(seconds)}</button>'
        '<button type="button" class="countdown-reset" hidden>Reset</button>'
        f'<span class="countdown-clock" role="timer">{shown}</span>'
        '<span role="status"></span></div>\n'
    )
    raise nodes.SkipNode


def setup_clocks(app: Sphinx) -> None:
    """Register the clock."""
    app.add_node(countdown, html=(visit_countdown, None))
