"""The questions of an exercise as a learner reads them in a notebook."""

from __future__ import annotations

import pytest

from exercises import bank, questions
from selfcheck import Question, QuestionList
from selfcheck.marks import CELL

SHIPPED = bank.load().exercises


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_is_listed_as_text_and_as_html(name: str) -> None:
    listed = questions(name)
    words = " ".join(repr(listed).split())
    page = listed._repr_html_()
    for question in SHIPPED[name].questions:
        assert " ".join(question.prompt.split()) in words
        assert f"<code>{question.id}</code>" in page
    assert page.count('<th scope="row"') == page.count("<td") == len(SHIPPED[name].questions)


def test_a_title_is_shown_where_it_says_more_than_the_name() -> None:
    own = Question(id="barn-owl", title="barn owl", prompt="It hunts.", choices=("bird",))
    other = Question(id="cod", title="Fish & chips", prompt="<b>", choices=("bird",))
    listed = QuestionList((own, other))
    assert repr(listed) == "barn-owl\n    It hunts.\ncod: Fish & chips\n    <b>"
    page = listed._repr_html_().replace(CELL, "")
    assert page == (
        '<table><thead><tr><th scope="col">Item</th><th scope="col">Description</th></tr></thead>'
        '<tbody><tr><th scope="row"><code>barn-owl</code></th><td>It hunts.</td></tr>'
        '<tr><th scope="row"><code>cod</code> Fish &amp; chips</th>'
        "<td>&lt;b&gt;</td></tr></tbody></table>"
    )


@pytest.mark.parametrize("name", ["no-such-exercise", None, 7, "<script>"])
def test_an_unknown_exercise_is_answered_with_the_next_step(name: object) -> None:
    listed = questions(name)
    assert any(advice in repr(listed) for advice in ("name of the exercise", "Copy it from"))
    assert "<table>" not in listed._repr_html_()
    assert "<script>" not in listed._repr_html_()
