"""What a printer minds: quotation marks in texts of the bank, and what stays on one line."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from lessondeck.core.typography import KeepTogether, as_markup, in_pieces, set_in_type, typographic
from tests.bank import shipped


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("the author's voice", "the author\N{RIGHT SINGLE QUOTATION MARK}s voice"),
        ('answer only with "yes"', "answer only with “yes”"),
        ("1 -- 2 ... 3", "1 -- 2 ... 3"),
        ("took 40 % less time", "took 40\N{NO-BREAK SPACE}% less time"),
        ("as DALL·E 2 does in 2 steps", "as DALL·E\N{NO-BREAK SPACE}2 does in 2 steps"),
        ("since May 2026 and 1.5 more", "since May 2026 and 1.5 more"),
    ],
)
def test_quotes_are_mended_and_nothing_else(plain: str, typeset: str) -> None:
    assert typographic(plain, "en") == typeset


def test_texts_of_an_exercise_are_mended_and_its_keys_are_not() -> None:
    quoted = 0
    for exercise in shipped().exercises.values():
        mended = set_in_type(exercise, "en")
        for before, after in zip(exercise.questions, mended.questions, strict=True):
            assert (after.id, after.choices) == (before.id, before.choices)
            assert (after.right.keys(), after.wrong.keys()) == (
                before.right.keys(),
                before.wrong.keys(),
            )
            shown = [after.title, after.prompt, *after.right.values(), *after.nearly.values()]
            shown += [*after.wrong.values(), *after.hints]
            assert not [text for text in shown if "'" in text or '"' in text]
            quoted += any(
                mark in text
                for text in shown
                for mark in ("\N{RIGHT SINGLE QUOTATION MARK}", "\N{LEFT DOUBLE QUOTATION MARK}")
            )
    assert quoted > 20


def test_number_keeps_its_percent_sign_and_code_stays_as_typed() -> None:
    document = publish_doctree("They took 40 % less time, says ``f'{share} 40 %'``.")
    KeepTogether(document).apply()
    paragraph = document.next_node(nodes.paragraph)
    assert paragraph is not None
    shown = "They took 40\N{NO-BREAK SPACE}% less time, says f'{share} 40 %'."
    assert paragraph.astext() == shown


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("GPT-4o writes an e-mail.", ["GPT-4o", "e-mail"]),
        ("Make-A-Video and VALL-E (2023)", ["Make-A-Video", "VALL-E"]),
        ("a well-known, next-token loop", []),
        ("the 2019-to-2025-and-later table", []),
        ("no hyphen - but a dash", []),
        ("", []),
    ],
)
def test_short_name_with_a_hyphen_stays_whole(text: str, whole: list[str]) -> None:
    pieces = in_pieces(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, stays in pieces if stays] == whole


def test_names_are_marked_in_prose_and_not_in_code() -> None:
    document = publish_doctree("*GPT-4* writes ``GPT-4``.")
    KeepTogether(document).apply()
    marked = [node for node in document.findall(nodes.inline) if "whole" in node["classes"]]
    assert [(node.astext(), type(node.parent)) for node in marked] == [("GPT-4", nodes.emphasis)]


def test_text_of_a_question_is_escaped_around_its_names() -> None:
    assert as_markup("<b> & GPT-4") == '&lt;b&gt; &amp; <span class="whole">GPT-4</span>'
