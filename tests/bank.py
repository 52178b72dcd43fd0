"""The bank that the course ships, read once in a process: that takes a second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from selfcheck import authoring, bank
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.bank import Bank, Data

FOLDER: Final[Path] = REPOSITORY / "exercises"
"""Where the course's bank is."""


@cache
def shipped_data() -> Data:
    """Return the data of the bank, keys of graded exercises included; not to be changed."""
    return authoring.read(FOLDER)


@cache
def shipped() -> Bank:
    """Return the bank, keys of graded exercises included."""
    return bank.build(shipped_data())


@cache
def learners() -> Bank:
    """Return the bank as learners get it."""
    return bank.read_compiled(FOLDER)
