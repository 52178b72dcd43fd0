"""Archives that are the same bytes whenever they are written."""

from __future__ import annotations

from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold; a fixed one keeps the bytes the same."""
