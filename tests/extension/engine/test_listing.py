"""The questions of an exercise as a learner reads them in a notebook."""

from __future__ import annotations

import pytest

from exercises import Question, QuestionList, bank, questions

SHIPPED = bank.load().exercises


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_is_listed_as_text_and_as_html(name: str) -> None:
    listed = questions(name)
    words = " ".join(repr(listed).split())
    page = listed._repr_html_()
    for question in SHIPPED[name].questions:
        assert " ".join(question.prompt.split()) in words
        assert f"<code>{question.id}</code>" in page
    assert page.count("<dt>") == page.count("<dd>") == len(SHIPPED[name].questions)


def test_a_title_is_shown_where_it_says_more_than_the_name() -> None:
    own = Question(id="barn-owl", title="barn owl", prompt="It hunts.", choices=("bird",))
    other = Question(id="cod", title="Fish & chips", prompt="<b>", choices=("bird",))
    listed = QuestionList((own, other))
    assert repr(listed) == "barn-owl\n    It hunts.\ncod: Fish & chips\n    <b>"
    assert listed._repr_html_() == (
        "<dl><dt><code>barn-owl</code></dt><dd>It hunts.</dd>"
        "<dt><code>cod</code> Fish &amp; chips</dt><dd>&lt;b&gt;</dd></dl>"
    )


@pytest.mark.parametrize("name", ["no-such-exercise", None, 7, "<script>"])
def test_an_unknown_exercise_is_answered_with_the_next_step(name: object) -> None:
    listed = questions(name)
    assert "name" in repr(listed).lower()
    assert "<dl>" not in listed._repr_html_()
    assert "<script>" not in listed._repr_html_()
