"""How hard a text is to read: its words, its sentences and its syllables."""

from __future__ import annotations

import re
from typing import Final

import pyphen

HYPHENS: Final = pyphen.Pyphen(lang="en_US", left=1, right=1)

WORD: Final = re.compile(r"[^\W_][\w'\u2019·.,%/-]*|\$[\d.,]+")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text."""
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a line of the source ends one as well."""
    found = [part for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+", line)]
    return [sentence for sentence in found if words(sentence)]


def syllables(word: str) -> int:
    """Count the syllables of a word.

    Hyphenation finds where a word may be broken, which is not between all its syllables,
    so groups of vowels are counted as well, and the larger number holds.
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups, len(HYPHENS.positions(plain)) + 1)


def reading_ease(texts: list[str]) -> float:
    """Return the Flesch reading ease of some texts: 60 to 70 is plain English, 100 very easy.

    Flesch, R. (1948): A new readability yardstick. Journal of Applied Psychology 32, 221-233:
    206.835 - 1.015 (words per sentence) - 84.6 (syllables per word).
    """
    every_sentence = [sentence for text in texts for sentence in sentences(text)]
    every_word = [word for sentence in every_sentence for word in words(sentence)]
    syllable_count = sum(syllables(word) for word in every_word)
    return (
        206.835
        - 1.015 * len(every_word) / len(every_sentence)
        - 84.6 * syllable_count / len(every_word)
    )
