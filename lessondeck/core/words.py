"""Numbers, times and lists in words."""

from __future__ import annotations


def time_in_words(seconds: int) -> str:
    """Return a time as a clock's button has it: "30 s", "15 min", "1 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest)
    return " ".join(parts) or "0 s"


def list_in_words(names: list[str]) -> str:
    """Return a list as a sentence has it: "numpy, scipy and matplotlib"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
