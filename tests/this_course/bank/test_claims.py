"""Every claim of the course is taught by a lesson and practised by a question."""

from __future__ import annotations

from typing import Final

import pytest
import yaml

from tests.bank import shipped
from tests.support import REPOSITORY

BANK: Final = shipped()

FRONT: Final = "---\n"


def claims_of_lessons() -> dict[str, list[str]]:
    """Return the names of the lessons that teach each claim."""
    taught: dict[str, list[str]] = {}
    for path in sorted((REPOSITORY / "source").glob("*.md")):
        front = path.read_text(encoding="utf-8").split(FRONT, 2)[1]
        for claim in yaml.safe_load(front).get("claims", ()):
            taught.setdefault(claim, []).append(path.stem)
    return taught


def claims_of_questions() -> dict[str, list[str]]:
    """Return the ids of the questions that practise each claim."""
    practised: dict[str, list[str]] = {}
    for exercise in BANK.exercises.values():
        for question in exercise.questions:
            for claim in question.claims:
                practised.setdefault(claim, []).append(question.id)
    return practised


TAUGHT: Final = claims_of_lessons()
PRACTISED: Final = claims_of_questions()


@pytest.mark.parametrize("claim", BANK.claims)
def test_claim_is_taught_and_practised(claim: str) -> None:
    topic = BANK.claims[claim].topic
    assert TAUGHT.get(claim), f"no lesson has {claim} ({topic}) in its front matter"
    assert PRACTISED.get(claim), f"no question of an exercise has {claim} ({topic})"


def test_every_claim_that_a_lesson_names_exists() -> None:
    assert TAUGHT.keys() <= BANK.claims.keys()
