"""Every word of the course is in a British dictionary, or in the course's own list."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY
from tests.this_course.text.dictionary import OWN, british, is_known, own_words, suggestions
from tests.this_course.text.prose import (
    Text,
    Word,
    course_words,
    of_drawing,
    of_exercises,
    of_notebook,
    of_page,
    words,
)

ON_PURPOSE: Final = ("generat", "summar", "ans", "multline", "mata", "patter", "reponse")
"""Beginnings of words in a lab's keyword rule, a tag that people write, a command of LaTeX,
two names, a party to a court case and a journal in a DOI, and a tag of French teachers."""

PAGE: Final = """\
---
title: A jorney
minutes: 5
---

:::{refutation} "It is allways so."
In fact, {term}`modles <model>` differ,
and `cdoe` is not read {cite:p}`autor2001`.
:::

:::{figure} fig/wrogn.svg
:alt: A sqare.

A captoin.
:::

| Head | Other |
|---|---|
| cell | a cel |

```{runnable} Count tehm
:hint: |
:  A hnit.
pirnt("x")
```

```{schedule}
- activity: Wellcome
  minutes: 5
```

[A lnik](htpt://x.example/pgae) to $x_i$.
"""

ITEMS: Final = """\
- id: itme
  title: A tilte
  level: prodcut
  stimulus: >-
    A first line.
    A secnod line.
  why:
    traditional: "Becuase it sorts."
  source: {title: "Other poeple's words"}
- id: other
  title: "A titel of the inventory"
  inventory_id: "X-1"
"""

NOTEBOOK: Final = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Tokens\n", "are peices.\n"]},
            {"cell_type": "code", "metadata": {"alt": "A grpah."}, "source": ["pirnt(1)\n"]},
        ]
    },
    indent=1,
)

DRAWING: Final = """\
<svg xmlns="http://www.w3.org/2000/svg"><style>.lael { fill: red }</style>
<title>A dargram</title>
<text class="txet">Two stpes</text></svg>
"""


def unknown(texts: Iterator[Text]) -> list[tuple[int, str]]:
    """Return the words that nobody knows, each with its line."""
    return [(word.line, word.text) for word in words(Path("x"), texts) if not is_known(word.text)]


def report(word: Word) -> str:
    """Return the message for a word that nobody knows."""
    meant = suggestions(word.text)
    return (
        f"{word.path.relative_to(REPOSITORY)}:{word.line}: {word.text!r} is in no word list: "
        f"{f'write {meant}, or ' if meant else ''}"
        f"add it to {OWN.relative_to(REPOSITORY)} if it is a name or a term of art"
    )


def test_every_word_is_known() -> None:
    faults = {word.text: report(word) for word in course_words() if not is_known(word.text)}
    assert not faults, "\n".join(faults.values())


@pytest.mark.parametrize(
    ("read", "text", "planted"),
    [
        (
            of_page,
            PAGE,
            [
                (2, "jorney"),
                (6, "allways"),
                (7, "modles"),
                (12, "sqare"),
                (14, "captoin"),
                (19, "cel"),
                (21, "tehm"),
                (23, "hnit"),
                (28, "Wellcome"),
                (32, "lnik"),
            ],
        ),
        (of_exercises, ITEMS, [(2, "tilte"), (6, "secnod"), (8, "Becuase")]),
        (of_notebook, NOTEBOOK, [(8, "peices"), (14, "grpah")]),
        (of_drawing, DRAWING, [(2, "dargram"), (3, "stpes")]),
    ],
    ids=["page", "exercises", "notebook", "drawing"],
)
def test_planted_slips_are_found(
    read: Callable[[str], Iterator[Text]], text: str, planted: list[tuple[int, str]]
) -> None:
    """Each is found in its line, and code, addresses and what others wrote are not read."""
    assert unknown(read(text)) == planted


def test_message_names_place_word_and_fix() -> None:
    word = Word(REPOSITORY / "source" / "recap.md", 7, "seperate")
    assert report(word) == (
        "source/recap.md:7: 'seperate' is in no word list: write separate, desperate, temperate, "
        "or add it to tests/this_course/text/words.txt if it is a name or a term of art"
    )


def test_spelling_is_british() -> None:
    assert [word for word in ("colour", "recognise", "modelling") if not is_known(word)] == []
    assert [word for word in ("color", "recognize", "modeling") if is_known(word)] == []


def test_own_words_are_needed_and_in_order() -> None:
    listed = OWN.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))
    assert [word for word in listed if british().spell(word)] == [], "the dictionary has these"
    used = {word.text.replace("\u2019", "'").removesuffix("'s") for word in course_words()}
    used |= {word[:1].lower() + word[1:] for word in used}
    assert sorted(own_words() - used) == [], f"no text uses these: take them out of {OWN.name}"


def test_no_common_slips() -> None:
    """What people read, the program's messages included, has none that codespell lists."""
    read = [*REPOSITORY.glob("*.md"), REPOSITORY / "source", REPOSITORY / "slides"]
    read += [*(REPOSITORY / "notebooks").glob("*.ipynb"), *REPOSITORY.glob("exercises/**/*.yml")]
    read += [*REPOSITORY.glob("lessondeck/**/*.py"), *REPOSITORY.glob("docs/*.md")]
    command = [sys.executable, "-m", "codespell_lib", "-L", ",".join(ON_PURPOSE), *map(str, read)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
