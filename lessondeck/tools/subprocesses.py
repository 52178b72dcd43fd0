"""Other processes of this package: they find it, though a course need not hold it."""

from __future__ import annotations

import os
from pathlib import Path


def with_this_package() -> dict[str, str]:
    """Return the environment of this process, with this package on Python's path."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(Path(__file__).parents[2]), *([inherited] if inherited else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
