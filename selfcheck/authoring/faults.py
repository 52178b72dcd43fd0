"""Faults in what authors write, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """Something that an author has to mend.

    Attributes:
        file: Path of the file, as it is shown to the author.
        line: Line in the file, counted from 1.
        field: Where in the entry, such as ``kestrel: why: duck``.
        rule: What is expected, and what was found; a whole sentence.
        fix: What to do; a whole sentence.
    """

    file: str
    line: int
    field: str
    rule: str
    fix: str

    def __str__(self) -> str:
        """Show the fault in one line that editors can jump to."""
        return f"{self.file}:{self.line}: {self.field}: {self.rule} {self.fix}"


class BankError(Exception):
    """The bank has faults. The message has one line for each.

    Attributes:
        faults: The faults, in the order of files and lines, without repetition.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, sorted."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
