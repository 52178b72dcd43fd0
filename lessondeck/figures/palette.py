"""Colours of drawings: those of the page, so that a drawing follows light, dark and the slide."""

from __future__ import annotations

from typing import Final

INK: Final = "var(--ink, #14161a)"
GREY: Final = "var(--line, #767c85)"
PAPER: Final = "var(--paper, #ffffff)"
