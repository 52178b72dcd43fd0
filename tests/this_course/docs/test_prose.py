"""The documentation reads as plainly as the lessons do; what is code is not counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from tests.this_course.docs.reading import FENCE, PAGES
from tests.this_course.text.lesson import Lesson
from tests.this_course.text.readability import reading_ease, sentences, words
from tests.this_course.text.test_style import EASE, HYPE, LONGEST, prose

if TYPE_CHECKING:
    from pathlib import Path

CODE: Final = re.compile(r"`[^`\n]+`")


class Guide(Lesson):
    """A page of the documentation: no lesson, but read with the same eyes."""

    def __init__(self, path: Path) -> None:
        """Read a page without its code and examples; code within a sentence counts as a word."""
        self.path = path
        self.name = path.stem
        text = FENCE.sub(lambda block: "\n" * block[0].count("\n"), path.read_text("utf-8"))
        _, head, body = text.split("---\n", 2)
        self.front = yaml.safe_load(head)
        self.body = CODE.sub("this", body)
        self.blocks = []
        self.directives = []
        self._read(self.body, head.count("\n") + 2, ())


every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def test_there_are_pages() -> None:
    assert len(PAGES) >= 12


@every_page
def test_sentences_are_short(path: Path) -> None:
    guide = Guide(path)
    faults = [
        f"{guide.place(block.line)}: {len(words(sentence))} words: {sentence}"
        for block in prose(guide)
        for sentence in sentences(block.text)
        if len(words(sentence)) > LONGEST
    ]
    assert not faults, "\n".join(faults)


@every_page
def test_reading_ease(path: Path) -> None:
    ease = reading_ease([block.text for block in Guide(path).running_text])
    assert ease >= EASE, f"{path.name} has a Flesch reading ease of {ease:.0f}"


@every_page
def test_no_hype(path: Path) -> None:
    guide = Guide(path)
    assert [guide.place(block.line) for block in prose(guide) if HYPE.search(block.text)] == []


@every_page
def test_one_sentence_stands_on_a_line(path: Path) -> None:
    """A diff then shows the sentence that changed."""
    guide = Guide(path)
    faults = [
        f"{guide.place(block.line)}: {line}"
        for block in guide.blocks
        if block.kind in {"paragraph", "item"}
        for line in block.text.splitlines()
        if len(sentences(line)) > 1
    ]
    assert not faults, "\n".join(faults)
