"""Answers are read as people write them, and never as what they deny."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.answers import read_answer
from tests.bank import learners

FACETS: Final = learners().facets

ASKED: Final = [(ask, choice) for ask, facet in FACETS.items() for choice in facet.values]
asked = st.sampled_from(ASKED)

MEANT: Final = {
    "output": {
        "yes": ("new content", "New Content!", "y", "YES", "something new"),
        "no": ("verdict", "a verdict", "V", "verdicts", "no new content", "nothing new"),
        "mixed": ("both", "yes and no", "partly"),
    },
    "llm": {
        "none": ("no", "No LLM", "without an LLM", "n", "not at all"),
        "part": ("partly", "some", "LLM inside"),
        "whole": ("all", "entirely", "the whole"),
    },
    "level": {
        "model": ("models", "a model", "The model", "it's a model"),
        "product": ("products", "a product"),
        "use case": ("use cases", "Use-case", "a usecase", "usecases"),
    },
    "label": {
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
def test_other_names_are_read(ask: str, choice: str, typed: str) -> None:
    assert read_answer(typed, FACETS[ask].values, FACETS[ask]) == (choice, "")


@given(
    asked,
    st.sampled_from(["", "a ", "an ", "the ", "it is ", "It's a "]),
    st.sampled_from(["", "s", " AI", ".", "!", "  "]),
    st.booleans(),
)
def test_articles_plurals_case_and_signs_do_not_count(
    one: tuple[str, str], before: str, after: str, loud: bool
) -> None:
    ask, choice = one
    typed = f"{before}{choice}{after}"
    assert (
        read_answer(typed.upper() if loud else typed, FACETS[ask].values, FACETS[ask])[0] == choice
    )


@given(asked, st.sampled_from(["not", "non-", "never", "isn't", "not really", "it is not"]))
def test_what_is_denied_is_neither_read_nor_suggested(one: tuple[str, str], no: str) -> None:
    ask, choice = one
    for typed in (f"{no} {choice}", f"{no} a {choice} AI", f"{no}{choice}"):
        given_, message = read_answer(typed, FACETS[ask].values, FACETS[ask])
        assert given_ != choice
        assert f'mean "{choice}"' not in message


@given(asked, asked, st.sampled_from([" / ", "/", " or ", " and ", ", ", " & ", "list", "tuple"]))
def test_one_of_several_is_asked_for(
    one: tuple[str, str], other: tuple[str, str], between: str
) -> None:
    ask, first = one
    second = other[1]
    if ask != other[0] or first == second:
        return
    kinds = {"list": [first, second], "tuple": (first, second)}
    given_, message = read_answer(
        kinds.get(between, first + between + second), FACETS[ask].values, FACETS[ask]
    )
    if given_ is None:
        assert message.endswith(f'One is enough: name either "{first}" or "{second}".')
    elif ask == "output":
        assert (given_, between) == ("mixed", " and ")
    else:
        assert (given_, between, first) == ("with-llm", ", ", "generative")


@given(st.sampled_from(sorted(FACETS)), st.text(max_size=30))
def test_what_is_said_names_the_choices_or_what_was_meant(ask: str, typed: str) -> None:
    found, message = read_answer(typed, FACETS[ask].values, FACETS[ask])
    if found is None:
        assert any(f'"{choice}"' in message for choice in FACETS[ask].values)
    else:
        assert (found in FACETS[ask].values, message) == (True, "")


@pytest.mark.parametrize(
    ("ask", "typed", "said"),
    [
        ("output", "n", 'It can mean "no" or "new content".'),
        ("output", "maybe", '"no" (a verdict)'),
        ("llm", "yes", 'Say how much of it: "part" or "whole".'),
        ("label", "both", "One label is enough"),
        ("label", "not AI", '"traditional" is for whatever delivers no new content'),
        ("label", "a chatbot", "it depends on what writes its words"),
        ("label", "non-generative", "That says what it is not."),
        ("label", "traditionelle KI", 'Did you mean "traditional"?'),
    ],
)
def test_what_is_unclear_is_explained(ask: str, typed: str, said: str) -> None:
    found, message = read_answer(typed, FACETS[ask].values, FACETS[ask])
    assert found is None
    assert said in message
    assert not re.search(r"\s{2}|\.\.", message)
