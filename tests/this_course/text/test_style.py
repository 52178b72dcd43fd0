"""The prose of the lessons: plain, short, each term linked where it first matters."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.this_course.text.glossary import entries, explained, first_uses
from tests.this_course.text.lesson import LESSONS, Block, Lesson
from tests.this_course.text.readability import reading_ease, sentences, syllables, words

LONGEST: Final = 30
"""Words that a sentence may have."""

LONGER: Final[dict[str, str]] = {}
"""Sentences that have more words, by their beginning, and the reason why each may."""

EASE: Final = 50.0
"""The Flesch reading ease that a lesson has at least: texts below it are hard for many adults."""

HYPE: Final = re.compile(
    r"\b(revolution\w*|game.chang\w*|cutting.edge|groundbreaking|unleash\w*|supercharg\w*|"
    r"seamless\w*|unlock(?:s|ed|ing)?|transformative|delv(?:e|es|ing)|magic\w*)\b",
    re.IGNORECASE,
)

EXPLAINS: Final = re.compile(
    r"\b(?:is|are) called\b|\bis another word for\b|\bcall(?:s|ed)? it an? "
)
"""How a lesson brings in a word that it explains."""

NOT_TERMS: Final = {
    "My dog is called Bruno": "a name in a worked example",
    "A caption says what they are called": "speaks of captions, and explains no word",
    "With the words, the child learns to call it an apple": "speaks of a child",
    "ChatGPT is another word for generative AI": "a wrong choice of a poll",
}
"""Sentences that look as if they brought in a term, and what they do instead."""

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def prose(lesson: Lesson) -> list[Block]:
    """Return what is read as sentences, by students and instructors."""
    return [block for block in lesson.blocks if block.kind in {"paragraph", "item"}]


def test_readability_of_known_texts() -> None:
    counted = {"token": 2, "language": 2, "model": 2, "generative": 4, "a": 1, "made": 1, "idea": 2}
    assert {word: syllables(word) for word in counted} == counted
    assert sentences('One. Two two! "Three three?"\nFour') == [
        "One.",
        "Two two!",
        '"Three three?"',
        "Four",
    ]
    easy = reading_ease(["The cat sat on the mat.", "It was a fat cat."])
    hard = reading_ease(["Institutional accountability necessitates interdisciplinary evaluation."])
    assert easy > 100
    assert hard < 0


@every_lesson
def test_sentences_are_short(lesson: Lesson) -> None:
    faults = [
        f"{lesson.place(block.line)}: {len(words(sentence))} words: {sentence}"
        for block in prose(lesson)
        for sentence in sentences(block.text)
        if len(words(sentence)) > LONGEST and not sentence.startswith(tuple(LONGER))
    ]
    assert not faults, f"split these, or give a reason in LONGER: {faults}"


@every_lesson
def test_reading_ease(lesson: Lesson) -> None:
    ease = reading_ease([block.text for block in lesson.running_text])
    assert ease >= EASE, f"{lesson.path.name} has a Flesch reading ease of {ease:.0f}"


@every_lesson
def test_no_hype(lesson: Lesson) -> None:
    faults = [lesson.place(b.line) for b in prose(lesson) if HYPE.search(b.text)]
    assert not faults


@every_lesson
def test_terms_are_linked_where_they_are_first_used(lesson: Lesson) -> None:
    faults = [
        f"{lesson.place(block.line)}: write {{term}}`{entry[-1]}`"
        for block, entry, is_link in first_uses(explained(lesson))
        if not is_link
    ]
    assert not faults, "\n".join(faults)


@every_lesson
def test_words_that_a_lesson_explains_are_in_the_glossary(lesson: Lesson) -> None:
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    faults = [
        lesson.place(number)
        for number, line in enumerate(lines, start=1)
        if EXPLAINS.search(line) and "{term}" not in line
        if not any(known in line for known in NOT_TERMS)
    ]
    assert not faults, f"link the word to its entry, or list the sentence in NOT_TERMS: {faults}"


def test_every_term_of_the_glossary_is_used() -> None:
    linked = {entry for lesson in LESSONS for _, entry, _ in first_uses(lesson.blocks)}
    unused = [entry for entry in entries() if entry not in linked]
    assert not unused


def test_exceptions_are_still_needed() -> None:
    whole = "\n".join(lesson.body for lesson in LESSONS)
    text = "\n".join(block.text for lesson in LESSONS for block in lesson.blocks)
    assert [known for known in NOT_TERMS if known not in whole] == []
    assert [known for known in LONGER if known not in text] == []
