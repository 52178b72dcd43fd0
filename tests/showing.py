"""Show what a test measured, whether or not the test passes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def show(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    """Print lines to the terminal."""
    with capsys.disabled():
        # Worker processes of a parallel run have no standard output, but share standard error.
        print("", *lines, sep="\n", file=sys.stderr, flush=True)
