"""The results as text: a table, and how they stand against the aims."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING, Final

from bench.browser_labs import BUILT_IN, FIRST_CELL, SIZE, browser_labs
from bench.contenders import JOBS
from bench.grading import GRADING
from bench.labs import model_speed
from bench.loading import LOADING
from bench.measure import CPU, MEGABYTES, SECONDS, BenchError
from bench.preview import PREVIEW
from bench.rows import FULL, LINTED, NOTHING, Row, exponent
from bench.suite import SUITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.cells import Wait

RATIO: Final = 1.3
"""What pages and decks may take, with plain pages as 1."""

NOTHING_IN: Final = 3.0
"""Seconds of the processor that a build may take to see that nothing changed."""

LOADED_IN: Final = 1.0
"""Seconds of the processor in which the extension is there, Sphinx included."""

SEEN_IN: Final = 1.0
"""Seconds after which a saved edit is seen in the preview, on the page and in the deck."""

SUITE_IN: Final = 480.0
"""Seconds in which all tests run."""

EXPONENT: Final = 1.0
"""How the time of a full build may grow with the number of lessons."""

LINTED_IN: Final = 60.0
"""Seconds in which all is built and every slide looked at."""

GRADED_IN: Final = 30.0
"""Seconds in which a class is graded."""

LABS_IN: Final = 360.0
"""Seconds in which all labs are executed, one after the other."""

LOADS_IN: Final = 2.0
"""Seconds in which the labs' language model is there."""

TOKENS_PER_SECOND: Final = 40.0
"""What the labs' language model writes at least."""

FIRST_IN: Final = 5.0
"""Seconds until a reader with a new profile has the first result of a cell."""

NEXT_IN: Final = 1.0
"""Seconds until the next result."""

OVER_THE_WIRE: Final = 7.0
"""Megabytes that are loaded for it, compressed."""

HEADING: Final = (
    f"{'':42}{'course':>16}{'plain':>16}{'course / plain':>22}\n"
    f"{'':42}{'s':>8}{'MB':>8}{'s':>8}{'MB':>8}{'time':>8}{'CPU':>7}{'MB':>7}{'ms/lesson':>11}"
)

EXPLANATION: Final = f"""
course: python -m lessondeck build --jobs {JOBS} (pages, decks, checks, gallery, publishing);
        slides of the gallery are drawn with the labs' execution, and cached like it
plain:  sphinx-build -b html -j{JOBS} (pages alone) of the same sources, nothing of this project;
        boxes are notes, other directives are left out, labs are executed in the first row alone;
        with every slide looked at: a browser after the course's build, nothing after the plain one;
        for submissions: reading and parsing their files; for a lab: jupyter execute;
        for loading: what Sphinx writes pages with
Both ran in turn in every round; medians. MB: peak of the largest process."""


def describe_machine() -> str:
    """Return what the numbers hold for."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, Sphinx {version('sphinx')}"
    )


def line(row: Row) -> str:
    """Return a row of the table."""
    course, plain = row.course, row.plain
    ratios = [row.ratio(of) for of in (SECONDS, CPU, MEGABYTES)]
    per_lesson = f"{1000 * course.seconds / row.lessons:11.0f}" if row.lessons else ""
    return (
        f"{row.name:42}"
        f"{course.seconds:8.2f}{course.megabytes:8.0f}{plain.seconds:8.2f}{plain.megabytes:8.0f}"
        f"{ratios[0]:8.2f}{ratios[1]:7.2f}{ratios[2]:7.2f}{per_lesson}"
    )


def table(rows: Sequence[Row]) -> str:
    """Return all results."""
    return "\n".join([describe_machine(), "", HEADING, *map(line, rows), EXPLANATION])


def aims(rows: Sequence[Row]) -> str:
    """Return how the results stand against the aims, as far as they were measured."""
    lines = []
    for row in rows:
        if row.name == FULL or row.lessons:
            lines.append(f"{row.name}: {aim(row.ratio(SECONDS), RATIO, ' x plain')}")
        if row.name == NOTHING:
            lines.append(f"{row.name}: {aim(row.course.cpu, NOTHING_IN, ' s of the processor')}")
        if row.name == LOADING:
            lines.append(f"{row.name}: {aim(row.course.cpu, LOADED_IN, ' s of the processor')}")
        if row.name == LINTED:
            lines.append(f"{row.name}: {aim(row.course.seconds, LINTED_IN, ' s')}")
        if row.name == GRADING:
            lines.append(f"{row.name}: {aim(row.course.seconds, GRADED_IN, ' s')}")
    labs = [row.course.seconds for row in rows if row.name.startswith("lab ")]
    if labs:
        lines.append(f"{len(labs)} labs one after the other: {aim(sum(labs), LABS_IN, ' s')}")
        lines += model_aims()
    if sum(row.lessons is not None for row in rows) > 1:
        power = aim(exponent(rows, lambda row: row.course), EXPONENT, "")
        of_plain = exponent(rows, lambda row: row.plain)
        lines.append(f"exponent of time over generated lessons: {power}; plain {of_plain:.2f}")
    return "\n".join(lines)


def preview_aim(seen: Sequence[float]) -> str:
    """Return how long a preview took to show an edit, median of the edits."""
    return f"{PREVIEW}: {aim(median(seen), SEEN_IN, ' s')}"


def suite_aim(seconds: float) -> str:
    """Return how long the tests took."""
    return f"{SUITE}: {aim(seconds, SUITE_IN, ' s')}"


def model_aims() -> list[str]:
    """Return how the labs' language model stands against the aims."""
    try:
        loading, speed = model_speed()
    except BenchError as error:
        return [str(error)]
    verdict = "met" if speed >= TOKENS_PER_SECOND else "missed"
    return [
        f"the language model loads in {aim(loading, LOADS_IN, ' s')}",
        f"and writes {speed:.0f} tokens/s (at least {TOKENS_PER_SECOND:g}: {verdict})",
    ]


def cell_aims(wait: Wait) -> str:
    """Return how the cells of a page stand against the aims."""
    packed, plain = wait.packed / 1e6, wait.plain / 1e6
    return "\n".join(
        [
            f"a cell's first result, new profile: {aim(wait.first, FIRST_IN, ' s')}",
            f"a cell's next result: {aim(wait.again, NEXT_IN, ' s')}",
            f"a cell's first result on the next page: {wait.next_page:.2f} s",
            f"loaded for it: {aim(packed, OVER_THE_WIRE, ' MB compressed with gzip')}, "
            f"{plain:.2f} MB from a server that does not compress",
        ]
    )


def browser_lab_aims() -> str:
    """Return how labs in the browser stand against the aims."""
    try:
        seconds, size, first = browser_labs()
    except BenchError as error:
        return str(error)
    return "\n".join(
        [
            f"JupyterLite is built in {aim(seconds, BUILT_IN, ' s')}",
            f"JupyterLite on disk: {aim(size, SIZE, ' MB')}",
            f"the first cell of a lab in JupyterLite, new profile: {aim(first, FIRST_CELL, ' s')}",
        ]
    )


def aim(measured: float, limit: float, unit: str) -> str:
    """Return what was measured, what is aimed at, and whether they agree as printed."""
    verdict = "met" if round(measured, 2) <= limit else "missed"
    return f"{measured:.2f}{unit} (at most {limit:g}: {verdict})"
