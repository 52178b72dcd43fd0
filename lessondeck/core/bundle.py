"""The bundle of a course: the self-check with the course's compiled bank, for code of learners.

Labs and cells import ``exercises`` from it: when the site is built, in its archive, and in the
browser.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lessondeck.core.config import Settings
from lessondeck.core.digests import Stamps, stamps
from selfcheck.authoring import shipped_files, write_bundle
from selfcheck.bank import COMPILED, Bank, build, read_compiled

if TYPE_CHECKING:
    from sphinx.config import Config


def bank_folder(config: Config, root: Path) -> Path:
    """Return the folder of the course's bank, which may not exist."""
    return root / Settings.of(config).bank


def bundle(folder: Path) -> bytes:
    """Return a zip file with the self-check and, if a course has one, its compiled bank.

    It holds no key of a graded exercise.

    Args:
        folder: the folder of the course's bank.
    """
    return _bundle(folder, stamps(shipped_files(folder).values()))


@lru_cache(maxsize=2)
def _bundle(folder: Path, _stamps: Stamps) -> bytes:
    archive = io.BytesIO()
    write_bundle(archive, folder)
    return archive.getvalue()


def shipped_bank(folder: Path) -> Bank:
    """Return the bank that the bundle brings along, as it is now; an empty one if there is none.

    Args:
        folder: the folder of the course's bank.
    """
    return _shipped_bank(folder, stamps([folder / COMPILED]))


@lru_cache(maxsize=2)
def _shipped_bank(folder: Path, compiled: Stamps) -> Bank:
    return read_compiled(folder) if compiled else build({"items": [], "sets": [], "claims": []})
