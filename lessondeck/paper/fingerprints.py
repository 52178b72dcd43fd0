"""What a printed file comes from: with the same recipe, it would be the same file again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessondeck.core.dates import dated
from lessondeck.core.digests import digest
from lessondeck.slides.written import state_of

if TYPE_CHECKING:
    from lessondeck.paper.printing import Job


def recipe_of(job: Job, options: dict[str, Any], address: str) -> str:
    """Return a digest of all that makes the print of a page what it is.

    Args:
        job: the page, and how it is laid out.
        options: how the browser is started, with its ``executable_path``.
        address: where links lead that leave the page.
    """
    parts = [
        state_of(job.page),
        job.style,
        job.query,
        job.step,
        address,
        dated("%Y-%m-%dT%H:%M:%SZ"),
        _press(Path(options["executable_path"])),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _press(browser: Path) -> str:
    """Return a digest of what prints: this package, the browser, and what settles the file."""
    file = browser.resolve().stat()
    made = f"{browser.resolve()} {file.st_size} {file.st_mtime_ns}"
    return f"{digest(Path(__file__).parent, ['.'])} {made} {version('pypdf')}"
