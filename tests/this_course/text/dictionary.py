"""A British dictionary, and the words of this course that it lacks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from hunspell import Hunspell

from lessondeck.tools import npm
from tests.support import REPOSITORY

HERE: Final = Path(__file__).parent

OWN: Final = HERE / "words.txt"
"""Names and terms of art, one a line, in the order of the alphabet."""


@cache
def british() -> Hunspell:
    """Return the dictionary that `package.json` names and `package-lock.json` locks."""
    folder = npm.installed(REPOSITORY, HERE) / "dictionary-en-gb"
    return Hunspell("index", hunspell_data_dir=str(folder))


@cache
def own_words() -> frozenset[str]:
    """Return the words of the list beside this module."""
    return frozenset(OWN.read_text(encoding="utf-8").split())


def is_known(word: str) -> bool:
    """Tell whether a word is in the dictionary or in the list; either may begin a sentence."""
    stem = word.replace("\u2019", "'").removesuffix("'s")
    small = stem[:1].lower() + stem[1:]
    return bool(british().spell(stem)) or bool({stem, small} & own_words())


def suggestions(word: str) -> str:
    """Return up to three words that may have been meant."""
    return ", ".join(british().suggest(word)[:3])
