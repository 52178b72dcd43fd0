"""What a browser has looked at: how much, and what need not be looked at again.

A look that found nothing is kept in ``build/cache/looked/``, with a digest of every file that the
browser asked for.
It stands for the next one while those files, the code that looks, axe and the browser stay the
same; so an edit to one lesson looks again at what that lesson changed.
Two editions share what is kept: a page that is the same in both is looked at once.
A look that found something is never kept.
``pytest --look-again``, which is ``make test ALL=1``, looks at everything.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.support import REPOSITORY

FOLDER: Final = REPOSITORY / "build" / "cache" / "looked"

MOST_KEPT: Final = 4
"""Looks at one thing that are kept: of two editions, before an edit and after it."""

LOOKING: Final = ("tests/looked.py", "tests/browser/*.py", "lessondeck/slides/probe/*.js")
"""The code that looks, beside the test itself."""

TOOLS: Final = ("playwright", "axe-playwright-python")


@dataclass(frozen=True)
class Thing:
    """Something to be looked at, such as a page by one test.

    Attributes:
        name: of the test with its parameters.
        code: the file of the test.
        browser: name and version of the browser.
    """

    name: str
    code: Path
    browser: str

    @property
    def file(self) -> Path:
        """Where looks at it are kept."""
        tools = [f"{tool} {version(tool)}" for tool in TOOLS]
        parts = [self.name, self.browser, *tools, *_code(self.code)]
        return FOLDER / f"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}.json"

    def recall(self, digest: Callable[[str], str | None]) -> Counter[str] | None:
        """Return how much an earlier look saw, if nothing that it asked for has changed.

        Args:
            digest: returns the digest of a file of the site, or nothing if it is absent.
        """
        for look in self._kept():
            files: dict[str, str] = look["files"]  # type: ignore[assignment]
            if all(digest(name) == before for name, before in files.items()):
                return Counter(look["counts"])
        return None

    def keep(self, files: Mapping[str, str], counts: Counter[str]) -> None:
        """Keep a look that found nothing, with the digests of all files that it asked for."""
        look = {"files": dict(sorted(files.items())), "counts": dict(counts)}
        kept = [look, *(each for each in self._kept() if each["files"] != look["files"])]
        FOLDER.mkdir(parents=True, exist_ok=True)
        # Swapped in whole, so that no other process ever reads half of it.
        coming = self.file.with_suffix(f".{os.getpid()}")
        coming.write_text(json.dumps(kept[:MOST_KEPT]), encoding="utf-8")
        coming.replace(self.file)

    def _kept(self) -> list[dict[str, dict[str, str] | dict[str, int]]]:
        try:
            kept: list[dict[str, dict[str, str] | dict[str, int]]] = json.loads(
                self.file.read_text(encoding="utf-8")
            )
        except (OSError, ValueError):
            return []
        return kept


@cache
def _code(test: Path) -> tuple[str, ...]:
    """Return the digests of a test's file and of all that it looks with."""
    paths = {test, *(path for pattern in LOOKING for path in REPOSITORY.glob(pattern))}
    return tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths))


@dataclass
class Tally:
    """How much was looked at in this run, and how much an earlier look stood for."""

    looked: Counter[str] = field(default_factory=Counter)
    remembered: Counter[str] = field(default_factory=Counter)
    browsers: set[str] = field(default_factory=set)

    def add(self, others: Iterable[Tally]) -> None:
        """Add what other processes looked at."""
        for other in others:
            self.looked += other.looked
            self.remembered += other.remembered
            self.browsers |= other.browsers

    def to_plain(self) -> dict[str, object]:
        """Return it as data that one process can send to another."""
        return {
            "looked": dict(self.looked),
            "remembered": dict(self.remembered),
            "browsers": sorted(self.browsers),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, object]) -> Tally:
        """Return what another process sent."""
        looked, remembered, browsers = (data[k] for k in ("looked", "remembered", "browsers"))
        return cls(Counter(looked), Counter(remembered), set(browsers))  # type: ignore[call-overload]

    @property
    def total(self) -> Counter[str]:
        """All that a look stands for, in this run or before it."""
        return self.looked + self.remembered

    def __str__(self) -> str:
        """Say how much was looked at, with what, and how much of it again."""

        def say(counts: Counter[str]) -> str:
            return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing"

        return (
            f"looked at in {', '.join(sorted(self.browsers)) or 'no browser'}: {say(self.total)}\n"
            f"looked again: {say(self.looked)}; remembered: {say(self.remembered)}"
        )


TALLY: Final = Tally()
"""What this process looked at."""
