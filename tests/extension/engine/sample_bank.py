"""A small bank without a fault, which tests break one fault at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

OF_COURSE: Final = REPOSITORY / "exercises"

FACETS: Final = (OF_COURSE / "facets.yml").read_text(encoding="utf-8")

FACTS: Final = (OF_COURSE / "facts.json").read_text(encoding="utf-8")

ITEMS = """\
- id: spam-filter
  title: Spam filter
  stimulus: A mail server reads each message and moves some to a junk folder.
  level: use case
  output: "no"
  llm: none
  because:
    output: Each message is moved and not changed.
    llm: Counting words needs no language model.
  why:
    generative: It moves mail and writes none.
    llm: Word counts are enough for it.
  hints: ["What comes out of it?", A folder is chosen.]
  concepts: [task]
  claims: [S6]
  difficulty: 1
  source: {title: Own description, checked: 2026-11-24}
- id: letter-writer
  title: Letter writer
  stimulus: You name the reason and the tone, and a letter arrives.
  level: product
  output: "yes"
  llm: whole
  because:
    output: The letter was not there before.
    llm: A language model composes it.
  hints: ["Was the letter there before?"]
  concepts: [task]
  claims: [S4, S6]
  difficulty: 2
  source: {title: Own description, url: "https://example.org/letters", checked: 2026-11-24}
- id: ticket-sorter
  title: Ticket sorter
  stimulus: A chat model reads a ticket and replies with one of four team names.
  level: use case
  output: "no"
  llm: whole
  because:
    output: The four names were fixed beforehand.
    llm: Nothing but a chat model reads and replies.
  why:
    generative: One of four fixed names is no new content.
  contested:
    traditional: Its job is to sort.
    llm: A large language model does the sorting.
  hints: ["What is inside, and what comes out?"]
  concepts: [task]
  claims: [S4]
  difficulty: 3
  near_miss: true
  source: {cite: someone2020, checked: 2026-11-24}
- id: picture-maker
  title: Picture maker
  stimulus: Noise becomes a picture that fits your sentence.
  level: model
  output: "yes"
  llm: none
  because:
    output: The picture came out of noise a moment ago.
    llm: Noise and pictures are all that it knows.
  why:
    traditional: The picture was not there before.
    llm: It makes no text.
  hints: ["Was the picture there before?"]
  concepts: [task]
  claims: [S4]
  difficulty: 1
  maker: Somebody
  year: 2022
  source: {title: Own description, checked: 2026-11-24}
"""

SETS = """\
- id: first-sort
  title: A first sort
  items: [spam-filter, letter-writer, ticket-sorter]
  ask: label
- id: own-questions
  title: Own questions
  choices: [bird, fish]
  claims: [S4]
  questions:
    - id: penguin
      prompt: It swims and lays eggs.
      answer: bird
      reason: It has feathers.
      why:
        fish: It has no gills.
      hints: ["What covers it?"]
"""

PRACTICE_SETS = """\
- id: first-sort
  title: A first sort
  items: [spam-filter, ticket-sorter]
  ask: label
- id: graded-sort
  title: A sort for a grade
  graded: true
  items: [letter-writer, picture-maker]
  ask: label
"""
"""Two exercises for a page: one to practise, one for a grade."""

CLAIMS = """\
- {id: S4, topic: Making or scoring}
- {id: S6, topic: Tasks}
"""


POLICIES = """\
- id: encoder
  question: Does a model that only turns text into numbers count?
  rule: Opinions differ.
  labels: [[traditional, llm], [traditional]]
  dispute: llm
  readings: {traditional: none}
  examples: {it does: ticket-sorter, none is there: spam-filter}
- id: named-product
  question: Can you open it?
  rule: Then it is a product.
  values: {level: product}
  examples: {a product: letter-writer, a task: spam-filter}
"""

PRACTICE_POLICIES = POLICIES.replace("letter-writer", "ticket-sorter")
"""The same policies beside these exercises: an example would give away the key of a grade."""


def write_bank(
    folder: Path,
    *,
    facets: str = FACETS,
    items: str = ITEMS,
    sets: str = SETS,
    claims: str = CLAIMS,
    policies: str = POLICIES,
) -> Path:
    """Write a bank into a folder and return the folder."""
    (folder / "items").mkdir(parents=True, exist_ok=True)
    (folder / "items" / "all.yml").write_text(items, encoding="utf-8")
    (folder / "facets.yml").write_text(facets, encoding="utf-8")
    (folder / "facts.json").write_text(FACTS, encoding="utf-8")
    (folder / "sets.yml").write_text(sets, encoding="utf-8")
    (folder / "claims.yml").write_text(claims, encoding="utf-8")
    (folder / "policies.yml").write_text(policies, encoding="utf-8")
    return folder


def line_of(text: str, marker: str) -> int:
    """Return the line, counted from 1, on which a marker stands; it has to stand on one only."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if marker in line]
    assert len(lines) == 1, (marker, lines)
    return lines[0]
