"""A learner's code is run, explained and checked as plain data, whatever it does."""

from __future__ import annotations

from typing import Any

import pytest

from exercises import bank
from lessondeck.browser.learner_code import ADVICE, LONGEST, run


def outcome_of(code: str, exercise: str | None = None, hints: int = 1) -> dict[str, Any]:
    """Run code and return what came of it, with its output in one piece."""
    pieces: list[str] = []
    return {**run(code, pieces.append, exercise, hints), "output": "".join(pieces)}


def answers_for(exercise_id: str, **changed: str) -> str:
    """Return code that answers an exercise rightly, but for some items."""
    questions = bank.load().exercises[exercise_id].questions
    answers = {q.id: changed.get(q.id.replace("-", "_"), next(iter(q.right))) for q in questions}
    plain = {name: str(answer) for name, answer in answers.items()}
    return f"answers = {plain!r}"


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("print('a')\nprint('b')", "a\nb\n"),
        ("words = ['a', 'b']\nlen(words)", "2\n"),
        ("'shown as written'", "'shown as written'\n"),
        ("None", ""),
        ("def f():\n    return 1\n", ""),
        ("import sys\nprint('before')\nsys.exit()\nprint('after')", "before\n"),
        ("import sys\nprint('trouble', file=sys.stderr)", "trouble\n"),
        ("", ""),
    ],
)
def test_output_is_what_the_code_prints_and_its_last_value(code: str, output: str) -> None:
    assert outcome_of(code) == {"error": None, "check": None, "output": output}


@pytest.mark.parametrize(
    ("code", "kind", "line", "source"),
    [
        ("x = 1\nprint(y)", NameError, 2, "print(y)"),
        ("print('a'\n", SyntaxError, 1, "print('a'"),
        ("if True:\nprint(1)", IndentationError, 2, "print(1)"),
        ("import numpy_of_nobody", ModuleNotFoundError, 1, "import numpy_of_nobody"),
        ("[][0]", IndexError, 1, "[][0]"),
        ("a = {}\na['b']", KeyError, 2, "a['b']"),
        ("1 / 0", ZeroDivisionError, 1, "1 / 0"),
        ("def f():\n    return f()\n\nf()", RecursionError, 2, "return f()"),
        ("def g():\n    x += 1\n\ng()", UnboundLocalError, 2, "x += 1"),
        ("'a'.uper()", AttributeError, 1, "'a'.uper()"),
        ("'a' + 1", TypeError, 1, "'a' + 1"),
        ("int('a')", ValueError, 1, "int('a')"),
        ("input('Name? ')", EOFError, 1, "input('Name? ')"),
        ("open('file-of-nobody')", OSError, 1, "open('file-of-nobody')"),
        ("assert False", AssertionError, 1, "assert False"),
    ],
)
def test_an_error_is_explained_with_the_line_that_caused_it(
    code: str, kind: type[Exception], line: int, source: str
) -> None:
    error = outcome_of(code)["error"]
    assert (error["line"], error["source"], error["advice"]) == (line, source, ADVICE[kind])
    assert error["message"] in error["details"]
    assert "learner_code.py" not in error["details"]


def test_an_error_deep_in_the_library_is_explained_by_the_line_that_called_it() -> None:
    error = outcome_of("import json\n\njson.loads('{')")["error"]
    assert (error["line"], error["source"]) == (3, "json.loads('{')")


def test_an_error_of_a_new_kind_is_shown_all_the_same() -> None:
    error = outcome_of("class Odd(BaseException): pass\nraise Odd('so')")["error"]
    assert error["message"].endswith("Odd: so")
    assert error["advice"] == "Python stopped here."


def test_output_before_an_error_is_kept() -> None:
    assert outcome_of("print('first')\n1 / 0")["output"] == "first\n"


def test_output_without_an_end_is_cut() -> None:
    output = outcome_of(f"print('x' * {LONGEST})\nprint('last')")["output"]
    assert output.startswith("x" * LONGEST)
    assert output.endswith("characters are shown.\n")
    assert len(output) < LONGEST + 100


def test_output_is_delivered_while_the_code_runs() -> None:
    pieces: list[str] = []
    run("import time\nfor n in range(3):\n    print(n)\n    time.sleep(0.1)", pieces.append)
    assert len(pieces) > 1


def test_runs_know_nothing_of_each_other() -> None:
    outcome_of("shared = 1")
    assert outcome_of("shared")["error"]["message"].startswith("NameError")


def test_right_answers_pass_and_can_be_kept_as_progress() -> None:
    found = outcome_of(answers_for("scope-border"), "scope-border")["check"]
    assert found["status"] == "pass"
    assert found["answers"]["sora"] == {"value": "generative", "credit": 1.0}


def test_a_wrong_answer_gets_its_reason_and_as_many_hints_as_asked_for() -> None:
    code = answers_for("scope-border", sora="traditional")
    for hints in (1, 2):
        found = outcome_of(code, "scope-border", hints)["check"]
        assert (found["status"], found["message"]) == (
            "partial",
            "5 of 6 right, 1 to look at again.",
        )
        (wrong,) = [entry for entry in found["feedback"] if entry["verdict"] == "look again"]
        assert wrong["message"]
        assert len(wrong["hints"]) == hints


def test_answers_to_a_graded_exercise_are_recorded_and_not_judged() -> None:
    name = bank.load().exercises["final-check"].questions[0].id
    found = outcome_of(f"answers = {{{name!r}: 'llm'}}", "final-check")["check"]
    assert found["answers"] == {name: {"value": "llm"}}
    assert "instructor" in found["message"]


RULE = "def rule(output, llm):\n    return 'traditional' if output == 'no' else {other}\n"


def test_a_rule_is_tried_on_the_facts_of_each_item() -> None:
    by_amount = {"whole": "llm", "part": "with-llm", "none": "generative"}
    code = RULE.format(other=f"{by_amount}[llm]")
    assert outcome_of(code, "place-them")["check"]["status"] == "pass"
    found = outcome_of(RULE.format(other="'generative'"), "place-them")["check"]
    assert found["status"] == "partial"
    assert any('the key says "llm"' in note for note in found["notes"])
    assert found["answers"] == {}


@pytest.mark.parametrize(
    ("code", "exercise", "words"),
    [
        ("def rule(colour): ...", "place-them", "It asks for colour, and there are: title"),
        ("def rule(llm): ...", "learned-from", "It asks for llm, and there are: title, desc"),
        ("def rule(title): ...", "final-check", "graded by your instructor"),
        ("rule = 3", "place-them", "Pass the rule itself"),
        ("def rule(title): return 1 / 0", "place-them", "stopped with ZeroDivisionError"),
        ("x = 1", "place-them", "Give your answers the name answers"),
        ("answers = [1]", "place-them", "Write the answers as a dictionary"),
    ],
)
def test_what_cannot_be_checked_is_explained(code: str, exercise: str, words: str) -> None:
    found = outcome_of(code, exercise)["check"]
    assert found["status"] == "problem"
    assert words in found["message"]


def test_code_that_stops_is_not_checked() -> None:
    outcome = outcome_of("answers = {}\n1 / 0", "place-them")
    assert outcome["check"] is None
    assert outcome["error"]["line"] == 2
