"""The pages of the documentation, read as their authors wrote them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

DOCS: Final = REPOSITORY / "docs"

PAGES: Final = sorted(DOCS.glob("*.md"))

HEADING: Final = re.compile(r"### `([^`]+)`\n")
"""The heading of what has a section of its own: a directive, a setting, a command."""

FENCE: Final = re.compile(
    r"^ *(?P<fence>`{3,})(?P<info>.*)\n(?P<code>(?:.*\n)*?) *(?P=fence)$", re.MULTILINE
)
"""A block of code or a directive in backticks."""

TERM: Final = re.compile(r"^`([^`]+)`\n: ", re.MULTILINE)
"""What a definition list explains: an option, a field."""


@dataclass(frozen=True)
class Section:
    """A section of a page: what it is about, and its text."""

    page: Path
    name: str
    text: str

    @property
    def terms(self) -> set[str]:
        """The options or fields that it explains."""
        return set(TERM.findall(self.text))

    def blocks(self, info: str) -> list[str]:
        """Return its blocks of a language, or the content of its directives of a name."""
        return [m["code"] for m in FENCE.finditer(self.text) if m["info"].strip() == info]

    @property
    def default(self) -> str:
        """The value that it gives for a setting that ``conf.py`` does not name."""
        found = re.search(r"^Default: `(.*)`$", self.text, re.MULTILINE)
        assert found, f"{self.page.name}: {self.name} has no line that starts with `Default: `"
        return found[1]


def sections(*names: str) -> list[Section]:
    """Return the sections of some pages that are about one thing each."""
    found = []
    for name in names:
        page = DOCS / f"{name}.md"
        text = page.read_text(encoding="utf-8")
        # What stands in a block of code, such as the heading of an example, is no heading.
        hidden = FENCE.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
        starts = [*re.finditer(r"^#{2,3} (.*)\n", hidden, re.MULTILINE)]
        ends = [start.start() for start in starts[1:]] + [len(text)]
        for start, end in zip(starts, ends, strict=True):
            heading = HEADING.match(start[0])
            if heading:
                found.append(Section(page, heading[1], text[start.end() : end]))
    return found


def only(found: list[Section]) -> dict[str, Section]:
    """Return sections by their names; none is there twice."""
    names = [section.name for section in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, f"these have two sections: {twice}"
    return {section.name: section for section in found}
