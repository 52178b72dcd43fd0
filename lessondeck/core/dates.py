"""The one date of a build: what tools take for the time, so that equal input gives equal bytes."""

from __future__ import annotations

import os
import time
from typing import Final

VARIABLE: Final = "SOURCE_DATE_EPOCH"

DEFAULT: Final = "1767225600"
"""2026-01-01, in seconds."""


def settle_date() -> None:
    """Tell the tools that a build starts which date to write, unless whoever called it did."""
    os.environ.setdefault(VARIABLE, DEFAULT)


def dated(form: str) -> str:
    """Return the date of the build in a form of ``time.strftime``."""
    return time.strftime(form, time.gmtime(int(os.environ.get(VARIABLE, DEFAULT))))
