"""Second names for files: what a site takes from a cache is not copied."""

from __future__ import annotations

import os
import shutil


def link(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def copy_or_link(source: str, target: str) -> None:
    """Copy a file; if it is linked from a cache, hence never written to, link it."""
    if os.stat(source).st_nlink > 1:
        link(source, target)
    else:
        shutil.copy2(source, target)
