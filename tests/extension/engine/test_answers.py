"""Answers are read as people write them, and never as what they deny."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.answers import read_answer
from selfcheck.model import CHOICES, Ask

ASKED: Final = [(ask, choice) for ask, choices in CHOICES.items() for choice in choices]
asked = st.sampled_from(ASKED)

MEANT: Final = {
    Ask.OUTPUT: {
        "yes": ("new content", "New Content!", "y", "YES", "something new"),
        "no": ("verdict", "a verdict", "V", "verdicts", "no new content", "nothing new"),
        "mixed": ("both", "yes and no", "partly"),
    },
    Ask.LLM: {
        "none": ("no", "No LLM", "without an LLM", "n", "not at all"),
        "part": ("partly", "some", "LLM inside"),
        "whole": ("all", "entirely", "the whole"),
    },
    Ask.LEVEL: {
        "model": ("models", "a model", "The model", "it's a model"),
        "product": ("products", "a product"),
        "use case": ("use cases", "Use-case", "a usecase", "usecases"),
    },
    Ask.LABEL: {
        "traditional": (
            *("traditional AI", "classic AI", "classical", "conventional AI", "trad"),
            *("predictive AI", "discriminative", "classical ML"),
        ),
        "generative": (
            *("generative AI", "genAI", "gen ai", "generative AI without an LLM"),
            *("generative AI, but not an LLM", "generative only"),
        ),
        "with-llm": (
            *("with LLM", "generative AI with an LLM inside", "LLM inside", "contains an LLM"),
            *("with an LLM inside", "GenAI with an LLM"),
        ),
        "llm": (
            *("LLMs", "an LLM", "L.L.M.", "a large language model", "language models"),
            *("Large-Language-Model", "it's an LLM"),
        ),
    },
}


@pytest.mark.parametrize(
    ("ask", "choice", "typed"),
    [(ask, c, t) for ask, own in MEANT.items() for c, typed in own.items() for t in typed],
)
def test_other_names_are_read(ask: Ask, choice: str, typed: str) -> None:
    assert read_answer(typed, CHOICES[ask], ask) == (choice, "")


@given(
    asked,
    st.sampled_from(["", "a ", "an ", "the ", "it is ", "It's a "]),
    st.sampled_from(["", "s", " AI", ".", "!", "  "]),
    st.booleans(),
)
def test_articles_plurals_case_and_signs_do_not_count(
    one: tuple[Ask, str], before: str, after: str, loud: bool
) -> None:
    ask, choice = one
    typed = f"{before}{choice}{after}"
    assert read_answer(typed.upper() if loud else typed, CHOICES[ask], ask)[0] == choice


@given(asked, st.sampled_from(["not", "non-", "never", "isn't", "not really", "it is not"]))
def test_what_is_denied_is_neither_read_nor_suggested(one: tuple[Ask, str], no: str) -> None:
    ask, choice = one
    for typed in (f"{no} {choice}", f"{no} a {choice} AI", f"{no}{choice}"):
        given_, message = read_answer(typed, CHOICES[ask], ask)
        assert given_ != choice
        assert f'mean "{choice}"' not in message


@given(asked, asked, st.sampled_from([" / ", "/", " or ", " and ", ", ", " & ", "list", "tuple"]))
def test_one_of_several_is_asked_for(
    one: tuple[Ask, str], other: tuple[Ask, str], between: str
) -> None:
    ask, first = one
    second = other[1]
    if ask is not other[0] or first == second:
        return
    kinds = {"list": [first, second], "tuple": (first, second)}
    given_, message = read_answer(kinds.get(between, first + between + second), CHOICES[ask], ask)
    if given_ is None:
        assert message.endswith(f'One is enough: name either "{first}" or "{second}".')
    elif ask is Ask.OUTPUT:
        assert (given_, between) == ("mixed", " and ")
    else:
        assert (given_, between, first) == ("with-llm", ", ", "generative")


@given(st.sampled_from(sorted(CHOICES)), st.text(max_size=30))
def test_what_is_said_names_the_choices_or_what_was_meant(ask: Ask, typed: str) -> None:
    found, message = read_answer(typed, CHOICES[ask], ask)
    if found is None:
        assert any(f'"{choice}"' in message for choice in CHOICES[ask])
    else:
        assert (found in CHOICES[ask], message) == (True, "")


@pytest.mark.parametrize(
    ("ask", "typed", "said"),
    [
        (Ask.OUTPUT, "n", 'It can mean "no" or "new content".'),
        (Ask.OUTPUT, "maybe", '"no" (a verdict)'),
        (Ask.LLM, "yes", 'Say how much of it: "part" or "whole".'),
        (Ask.LABEL, "both", "One label is enough"),
        (Ask.LABEL, "not AI", '"traditional" is for whatever delivers no new content'),
        (Ask.LABEL, "a chatbot", "it depends on what writes its words"),
        (Ask.LABEL, "non-generative", "That says what it is not."),
        (Ask.LABEL, "traditionelle KI", 'Did you mean "traditional"?'),
    ],
)
def test_what_is_unclear_is_explained(ask: Ask, typed: str, said: str) -> None:
    found, message = read_answer(typed, CHOICES[ask], ask)
    assert found is None
    assert said in message
    assert not re.search(r"\s{2}|\.\.", message)
