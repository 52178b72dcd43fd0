"""What the key of an exercise says about its choices."""

from __future__ import annotations

from lessondeck.bank.quizzes import explained
from selfcheck import Question


def test_choices_side_by_side_share_a_reason() -> None:
    question = Question(
        id="street",
        title="Street",
        prompt="A street in colours.",
        choices=("yes", "no", "mixed", "both", "neither"),
        right={"no": "It is a label."},
        nearly={"both": "Nearly."},
        wrong={"yes": "It is a label.", "mixed": "Nothing is mixed.", "neither": "It is a label."},
    )
    assert explained(question) == [
        ("It is a label.", ["yes", "no"]),
        ("Nothing is mixed.", ["mixed"]),
        ("Nearly.", ["both"]),
        ("It is a label.", ["neither"]),
    ]
