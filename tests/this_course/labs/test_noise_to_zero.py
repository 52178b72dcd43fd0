"""The figure of a picture that comes out of noise: its shades are those that the lab computes.

``pytest tests/this_course/labs/test_noise_to_zero.py --refresh`` writes them anew;
look at the figure then.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lessondeck.figures.picture_steps import DIGITS, read_steps
from tests.support import REPOSITORY
from tests.this_course.labs.namespace import NOTEBOOKS, LabNamespace

if TYPE_CHECKING:
    import pytest
    from numpy.typing import NDArray

FILE: Final = REPOSITORY / "source" / "figures" / "noise-to-zero.json"

LAST: Final = 16
"""The darkest of the 17 shades that the digits of the lab have."""

ZERO: Final = 1
"""Which of the two digits that the lab watches is the 0."""

STEP: Final = 10
"""The lab shows every tenth of its 60 steps."""


def test_figure_shows_what_the_lab_computes(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(NOTEBOOKS)
    monkeypatch.setattr(sys, "path", [*sys.path])
    path = LabNamespace("from-noise-to-picture")["path"]
    steps, frames = len(path) - 1, path[::STEP]
    rows = {
        "picture\nso far": [noisy[ZERO] for _, noisy, _ in frames],
        "guess of\nthe model": [guess[ZERO] for _, _, guess in frames],
    }
    if request.config.getoption("refresh"):
        write(steps, rows)
    figure = read_steps(json.loads(FILE.read_text(encoding="utf-8")), FILE.name)
    assert figure.columns == moments(steps)
    assert [*figure.rows] == [*rows]
    for name, pictures in rows.items():
        for drawn, computed in zip(figure.rows[name], pictures, strict=True):
            apart = np.abs(np.ravel(drawn) - in_shades(computed) / LAST)
            # Another processor rounds otherwise, and so learns a little otherwise.
            assert apart.mean() < 1 / LAST, f"{FILE.name} is stale; record it with --refresh"


def in_shades(picture: NDArray[np.floating[Any]]) -> NDArray[np.integer[Any]]:
    """Round a picture, from -1 to 1, to the shades of the data, as the lab does."""
    shades: NDArray[np.floating[Any]] = np.rint(np.clip(picture, -1, 1) * LAST / 2 + LAST / 2)
    return shades.astype(int)


def moments(steps: int) -> list[str]:
    return ["noise", *(f"step {step}" for step in range(STEP, steps + 1, STEP))]


def lines(picture: NDArray[np.floating[Any]]) -> list[str]:
    rows = in_shades(picture).reshape(8, 8)
    return ["".join(DIGITS[shade] for shade in row) for row in rows]


def write(steps: int, rows: dict[str, list[NDArray[np.floating[Any]]]]) -> None:
    content = {
        "about": "A 0 drawn by the diffusion model of notebooks/from-noise-to-picture.ipynb: "
        "the noisy picture and the guess of the clean one, rounded to 17 shades.",
        "shades": LAST + 1,
        "columns": moments(steps),
        "rows": [
            {"name": name, "pictures": [lines(picture) for picture in pictures]}
            for name, pictures in rows.items()
        ],
    }
    FILE.write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
