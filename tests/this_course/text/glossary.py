"""The terms of the glossary, and where a lesson uses and links them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.this_course.text.lesson import Block, Lesson

GLOSSARY: Final = REPOSITORY / "source" / "reference" / "glossary.md"


@cache
def entries() -> tuple[tuple[str, ...], ...]:
    """Return the names of each entry: synonyms stand in lines below each other."""
    body = re.search(r":sorted:\n(.*?)\n:::", GLOSSARY.read_text(encoding="utf-8"), re.DOTALL)
    assert body
    groups = re.findall(r"((?:^\S.*\n)+)(?:^  .*\n?)+", body[1] + "\n", re.MULTILINE)
    return tuple(tuple(group.splitlines()) for group in groups)


@cache
def pattern() -> re.Pattern[str]:
    """Return what finds a term, in the singular or the plural, the longest first."""
    names = sorted({name for entry in entries() for name in entry}, key=len, reverse=True)
    forms = "|".join(f"(?:{_in_any_case(name)})s?" for name in names)
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")


def _in_any_case(name: str) -> str:
    """Let the first letter be a capital; an abbreviation is one thing and a word another."""
    first = re.escape(name[0])
    return re.escape(name) if name.isupper() else f"[{first}{first.upper()}]{re.escape(name[1:])}"


def entry_of(text: str) -> tuple[str, ...]:
    """Return the entry that a word of a text belongs to."""
    for each in entries():
        if any(text.lower() in {name.lower(), f"{name.lower()}s"} for name in each):
            return each
    raise KeyError(text)


def target(content: str) -> str:
    """Return the term that a role names, which may stand in angle brackets after its text."""
    explicit = re.search(r"<([^>]+)>$", content)
    return explicit[1] if explicit else content


def first_uses(blocks: list[Block]) -> Iterator[tuple[Block, tuple[str, ...], bool]]:
    """Return, for each entry that some text uses, where it does so first and whether it links."""
    seen: set[tuple[str, ...]] = set()
    for block in blocks:
        for kind, content in block.parts:
            if kind == "term":
                found = [target(content)]
            else:
                found = pattern().findall(_own_words(content)) if kind == "text" else []
            for name in found:
                entry = entry_of(name)
                # A bold claim may leave its words to the sentence after it.
                if entry not in seen and (kind == "term" or not block.is_statement):
                    seen.add(entry)
                    yield block, entry, kind == "term"


def _own_words(text: str) -> str:
    """Leave out names and what is quoted from others."""
    return re.sub(r'"[^"]*"|Epoch AI', "", text)


def explained(lesson: Lesson) -> list[Block]:
    """Return the blocks in which terms are linked at their first use."""
    elsewhere = {"objectives", "questions", "figure"}
    return [block for block in lesson.running_text if not elsewhere.intersection(block.boxes)]
