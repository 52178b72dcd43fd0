"""The bank that the course ships, read once in a process: that takes a second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from exercises import authoring, bank

if TYPE_CHECKING:
    from exercises.bank import Bank, Data


@cache
def shipped_data() -> Data:
    """Return the data of the bank, keys of graded exercises included; not to be changed."""
    return authoring.read()


@cache
def shipped() -> Bank:
    """Return the bank, keys of graded exercises included."""
    return bank.build(shipped_data())
