"""Whatever a learner passes to the checker, they read what to do next."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import another_round, bank, check
from selfcheck import Result, Status, Verdict, authoring
from selfcheck.answers import nearest
from selfcheck.bank import build
from selfcheck.checker import check_exercise
from selfcheck.inputs import normal, printable, shown
from tests.extension.engine.sample_bank import ITEMS, SETS, write_bank

if TYPE_CHECKING:
    from selfcheck.model import Exercise

OWN = "score-or-sample-outputs"
SHIPPED = bank.load().exercises
LONGEST_RESULT = 60_000


@pytest.fixture
def samples(tmp_path: Path) -> dict[str, Exercise]:
    return dict(build(authoring.read(write_bank(tmp_path))).exercises)


class Hostile:
    """Every method that could be called fails."""

    def _fail(self, *_: object) -> Any:
        raise RuntimeError("a learner's code was run")

    __eq__ = __hash__ = __repr__ = __str__ = __bool__ = __len__ = __iter__ = _fail
    __getattr__ = __getattribute__ = __format__ = __contains__ = _fail
    __lt__ = __index__ = __call__ = _fail

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """Fail."""
        raise RuntimeError("a learner's code was run")


class HostileText(str):
    """A text whose methods fail."""

    __slots__ = ()

    def _fail(self, *_: object) -> Any:
        raise RuntimeError("a learner's code was run")

    __str__ = __repr__ = __getitem__ = __len__ = __iter__ = strip = casefold = _fail


class HostileDict(dict[Any, Any]):
    """A dictionary whose methods fail."""

    def _fail(self, *_: object) -> Any:
        raise RuntimeError("a learner's code was run")

    __len__ = __iter__ = __getitem__ = __bool__ = __repr__ = _fail
    items = keys = values = get = _fail


class HostileMeta(type):
    """A class whose name cannot be asked for."""

    @property
    def __name__(cls) -> str:  # type: ignore[override]
        """Fail."""
        raise RuntimeError("a learner's code was run")


class Nameless(metaclass=HostileMeta):
    """Its class has no name that can be read in the usual way."""


def cyclic() -> dict[Any, Any]:
    around: dict[Any, Any] = {}
    around["predict-row"] = around
    return around


def assert_is_feedback(result: Result) -> None:
    """Assert that a result says what it should, in a form that can be shown and stored."""
    assert isinstance(result, Result)
    assert result.status in set(Status)
    assert 0 <= result.score <= 1
    assert result.message
    text, page = repr(result), result._repr_html_()
    assert text.startswith("Self-check: ")
    assert "Traceback" not in text
    assert len(text) < LONGEST_RESULT
    assert len(page) < LONGEST_RESULT
    text.encode("utf-8")
    data = json.loads(json.dumps(result.to_dict()))
    assert data["status"] == result.status
    if result.status is Status.PASS:
        assert result.score == 1
    for entry in result.feedback:
        assert entry.message or entry.verdict in {Verdict.BLANK, Verdict.RECORDED}
    assert_well_formed(page)
    another_round(result)


class Balance(HTMLParser):
    """Collects the tags and fails on one that is not closed in order."""

    def __init__(self) -> None:
        """Start with nothing open."""
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag


def assert_well_formed(page: str) -> set[str]:
    parser = Balance()
    parser.feed(page)
    parser.close()
    assert not parser.open
    assert parser.seen <= {
        *("div", "p", "strong", "small", "br", "table", "caption", "thead", "tbody", "tr", "th"),
        *("td", "svg", "rect", "circle", "path"),
    }
    return parser.seen


@pytest.mark.parametrize(
    "answers",
    [
        None,
        ...,
        {},
        {"predict-row": ...},
        {"predict-row": None, "mixture-sample": ""},
        {"predict-row": " ... "},
    ],
)
def test_nothing_answered_is_blank(answers: object) -> None:
    result = check(OWN, answers)
    assert_is_feedback(result)
    assert result.status is Status.BLANK
    assert result.score == 0
    assert "Nothing is answered yet" in result.message
    assert "table" not in assert_well_formed(result._repr_html_())


def test_answers_may_be_left_out() -> None:
    assert check(OWN).status is Status.BLANK


@pytest.mark.parametrize("name", SHIPPED)
def test_the_key_passes(name: str) -> None:
    exercise = SHIPPED[name]
    if exercise.graded:
        answers = {q.id: q.choices[0] for q in exercise.questions}
    else:
        answers = {q.id: q.expected() for q in exercise.questions}
    result = check(name, answers)
    assert_is_feedback(result)
    assert result.status is Status.PASS
    assert result.score == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_every_wrong_choice_gets_its_own_reason(name: str) -> None:
    for question in SHIPPED[name].questions:
        for choice, reason in question.wrong.items():
            entry = next(e for e in check(name, {question.id: choice}).feedback if e.given)
            assert (entry.verdict, entry.message) == (Verdict.WRONG, reason)
            assert entry.hints == question.hints[:1]
            assert entry.credit == 0


def test_partial_counts_what_is_found(samples: dict[str, Exercise]) -> None:
    answers = {"spam-filter": "traditional", "Letter Writer": "With an LLM inside"}
    result = check_exercise(samples["first-sort"], answers)
    assert_is_feedback(result)
    assert result.status is Status.PARTIAL
    assert result.score == pytest.approx(1.5 / 3)
    assert result.message.startswith("1 of 3 right, 1 right in part, 1 not answered yet.")
    nearly = result.feedback[1]
    assert (nearly.verdict, nearly.credit) == (Verdict.NEARLY, 0.5)
    assert nearly.message == 'True, but less exact than "llm". A language model composes it.'


@pytest.mark.parametrize(
    ("label", "mine", "other"),
    [
        ("traditional", "Its job is to sort.", "A large language model does the sorting."),
        ("LLM", "A large language model does the sorting.", "Its job is to sort."),
    ],
)
def test_each_defensible_label_is_right(
    samples: dict[str, Exercise], label: str, mine: str, other: str
) -> None:
    result = check_exercise(samples["first-sort"], {"ticket-sorter": label})
    entry = result.feedback[2]
    assert (entry.verdict, entry.credit) == (Verdict.RIGHT, 1)
    assert entry.message.startswith(mine)
    assert entry.message.endswith(f"can be defended too: {other}")
    assert result.pairs == [(normal(label), normal(label))]
    wrong = check_exercise(samples["first-sort"], {"ticket-sorter": "generative"})
    assert wrong.feedback[2].verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("score", "score"),
        ("  SCORE ", "score"),
        ("'score'", "score"),
        ("scor", None),
        ("lable", None),
    ],
)
def test_spelling(typed: str, understood: str | None) -> None:
    entry = check(OWN, {"predict-proba-row": typed}).feedback[0]
    assert entry.given == understood
    if understood is None:
        assert "Did you mean" in entry.message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("large language model", "llm"),
        ("Large-Language-Model", "llm"),
        ("genAI", "generative"),
        ("traditional AI", "traditional"),
    ],
)
def test_other_names_of_a_label(samples: dict[str, Exercise], typed: str, meant: str) -> None:
    result = check_exercise(samples["first-sort"], {"spam-filter": typed})
    assert result.feedback[0].given == meant


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "True without quotation marks"),
        (["score"], "a value of type list"),
        (["score", "label"], 'name either "score" or "label"'),
        ("score or label", 'name either "score" or "label"'),
        (3, "a value of type int"),
        pytest.param(10**5000, "a value of type int", id="huge number"),
        pytest.param(Hostile(), "a value of type Hostile", id="hostile"),
        pytest.param(Nameless(), "a value of type Nameless", id="nameless"),
        pytest.param("x" * 10**6, "1000000 characters long", id="huge text"),
        ("\ud800\x00\u202e", '"???"'),
    ],
)
def test_unreadable_value_is_named(value: object, said: str) -> None:
    result = check(OWN, {"predict-proba-row": value, "predict-row": "label"})
    assert_is_feedback(result)
    entry = result.feedback[0]
    assert entry.verdict is Verdict.UNREADABLE
    assert said in entry.message
    assert result.feedback[1].verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    "answers",
    [
        [],
        3,
        "score",
        {1, 2},
        check,
        pytest.param(Hostile(), id="hostile object"),
        pytest.param(HostileText("x"), id="hostile text"),
    ],
)
def test_answers_of_another_type_are_a_problem(answers: object) -> None:
    result = check(OWN, answers)
    assert_is_feedback(result)
    assert result.status is Status.PROBLEM
    assert 'Write the answers as a dictionary, for example {"predict-proba-row": "score"}' in (
        result.message
    )


def test_hostile_dictionary_is_read_all_the_same() -> None:
    answers = HostileDict({"predict-row": HostileText("label"), HostileText("Mixture Sample"): 1})
    result = check(OWN, answers)
    assert_is_feedback(result)
    assert result.feedback[1].verdict is Verdict.RIGHT
    assert result.feedback[2].verdict is Verdict.UNREADABLE


def test_too_many_entries_are_a_problem_and_take_no_time() -> None:
    answers = dict.fromkeys(map(str, range(10**6)), "score")
    start = time.perf_counter()
    result = check(OWN, answers)
    assert time.perf_counter() - start < 1
    assert_is_feedback(result)
    assert result.status is Status.PROBLEM
    assert "1000000 entries" in result.message


def test_names_that_the_exercise_does_not_have() -> None:
    result = check(OWN, {"predict-rows": "label", 7: "x", "a": 1, "b": 2, "c": 3})
    assert_is_feedback(result)
    assert result.status is Status.PROBLEM
    assert 'Did you mean "predict-row"?' in result.notes[0]
    assert (
        'called by their names, such as "predict-proba-row". It got a value of type int'
        in (result.notes[1])
    )
    assert result.notes[-1] == "2 more names are not in this exercise."
    partly = check(OWN, {"predict-rows": "label", "mixture-sample": "sample"})
    assert partly.status is Status.PARTIAL


def test_an_exercise_goes_by_its_title_too() -> None:
    for key, exercise in SHIPPED.items():
        for name in (key, exercise.title, exercise.title.upper()):
            found = check(name).exercise
            assert found is not None
            assert found.id == key


def test_a_name_that_holds_the_word_comes_before_one_that_looks_alike() -> None:
    names = {"palm": ["PaLM"], "spam-filter": ["Spam filter"], "map": ["Map of an island"]}
    assert nearest("spam", names) == ["spam-filter"]
    assert nearest("island", names) == ["map"]
    assert nearest("zebra", names) == []


def test_answered_twice() -> None:
    twice = check(OWN, {"predict-row": "label", "Predict Row": "score"}).feedback[1]
    assert (twice.verdict, twice.message) == (
        Verdict.UNREADABLE,
        "It is answered twice. Keep one answer.",
    )
    same = check(OWN, {"predict-row": "label", "Predict Row": "Label"}).feedback[1]
    assert same.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("score-or-sample-output", f'Names that come near: "{OWN}"'),
        ("", "Copy it from the lesson or the lab."),
        ("xyz", "Copy it from the lesson or the lab."),
        ("sample", OWN),
        pytest.param("x" * 10**6, "There is no exercise", id="huge name"),
        (3, "in quotation marks"),
        (None, "in quotation marks"),
        pytest.param(Hostile(), "a value of type Hostile", id="hostile"),
        ({}, "a value of type dict"),
    ],
)
def test_unknown_exercise_is_a_problem(name: object, said: str) -> None:
    result = check(name, {"a": "b"})
    assert_is_feedback(result)
    assert result.status is Status.PROBLEM
    assert result.exercise is None
    assert said in result.message


def test_hints_come_one_after_the_other() -> None:
    question = SHIPPED[OWN].questions[0]
    answers = {question.id: "sample"}
    assert check(OWN, answers).feedback[0].hints == question.hints[:1]
    assert check(OWN, answers, hints=2).feedback[0].hints == question.hints[:2]
    assert check(OWN, answers, hints=99).next_hint == question.hints[-1]
    assert check(OWN, answers, hints=0).next_hint is None
    for two in ("2", " 2 ", 2.0):
        assert check(OWN, answers, hints=two).feedback[0].hints == question.hints[:2]
    assert check(OWN, answers).message.endswith("For further hints, add hints=2 to check.")
    assert "further hints" not in check(OWN, answers, hints=len(question.hints)).message
    for odd in ("2 or more", "²", "9" * 5000, -1, 2.5, float("inf"), True, Hostile(), 10**100):
        assert_is_feedback(check(OWN, answers, hints=odd))


def test_graded_exercise_records_without_judging(tmp_path: Path) -> None:
    sets = SETS + "- id: exam\n  title: Exam\n  graded: true\n  items: [picture-maker, ox]\n"
    ox = ITEMS[: ITEMS.index("- id: letter")].replace("spam-filter", "ox").replace("Spam", "Ox")
    text = authoring.compile_bank(write_bank(tmp_path, items=ITEMS + ox, sets=sets))
    exam = build(json.loads(text)).exercises["exam"]

    some = check_exercise(exam, {"ox": "llm", "picture-maker": "draws"})
    assert_is_feedback(some)
    assert (some.status, some.score) == (Status.PARTIAL, 0.5)
    assert "1 of 2 answered. Your instructor grades this exercise" in some.message
    assert [entry.verdict for entry in some.feedback] == [Verdict.UNREADABLE, Verdict.RECORDED]
    outcomes = set()
    for label in ("traditional", "generative", "llm"):
        whole = check_exercise(exam, {"ox": label, "picture-maker": label})
        assert_is_feedback(whole)
        assert (whole.pairs, whole.kappa, whole.next_hint) == ([], None, None)
        outcomes.add((whole.status, whole.message, whole.score))
    assert len(outcomes) == 1


def test_matrix_and_kappa_appear_with_enough_answers() -> None:
    exercise = SHIPPED[OWN]
    few = {q.id: q.expected() for q in exercise.questions[:4]}
    assert "expected" not in repr(check(OWN, few))
    assert ">Expected (rows)" not in check(OWN, few)._repr_html_()
    more = {q.id: q.expected() for q in exercise.questions} | {"predict-row": "score"}
    result = check(OWN, more)
    assert result.confusion.mixed_up() == [("label", "score", 1)]
    assert "expected \\ given" in repr(result)
    assert ">Expected (rows)" in result._repr_html_()
    assert result.kappa is None  # fewer than ten answers


def test_html_is_escaped_and_names_its_headers(samples: dict[str, Exercise]) -> None:
    payload = "<script>alert(1)</script>"
    result = check_exercise(samples["first-sort"], {"spam-filter": payload, payload: payload})
    page = result._repr_html_()
    assert "script" not in assert_well_formed(page)
    assert "&lt;script&gt;" in page
    assert page.count('scope="col"') == 4
    assert page.count('scope="row"') == 3


labels = st.sampled_from(["score", "label", "sample", "llm", "lable", "Score ", ""])
plain = st.one_of(
    st.none(), st.just(...), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()
)
anything = st.recursive(
    st.one_of(plain, labels, st.builds(Hostile), st.builds(HostileText, st.text()), st.functions()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4), st.tuples(inner)
    ),
    max_leaves=8,
)
names = st.one_of(
    st.sampled_from([q.id for q in SHIPPED[OWN].questions]), st.text(), st.integers(), st.none()
)


@settings(max_examples=300, deadline=None)
@given(exercise=st.one_of(st.sampled_from(sorted(SHIPPED)), anything), answers=anything)
def test_arbitrary_input_gives_a_result(exercise: object, answers: object) -> None:
    assert_is_feedback(check(exercise, answers, hints=answers))


@settings(max_examples=500, deadline=None)
@given(answers=st.dictionaries(names, st.one_of(labels, anything), max_size=12))
def test_arbitrary_answers_give_feedback_on_every_question(answers: dict[object, object]) -> None:
    result = check(OWN, answers)
    assert_is_feedback(result)
    assert len(result.feedback) == len(SHIPPED[OWN].questions)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_printable_text_can_always_be_shown(text: str) -> None:
    brief = printable(text)
    assert len(brief) <= 41
    assert brief.isprintable()
    brief.encode("utf-8")
    assert shown(text) == f'"{brief}"'
    assert normal(normal(text)) == normal(text)


def test_cyclic_and_deep_values() -> None:
    deep: Any = "score"
    for _ in range(100_000):
        deep = [deep]
    for answers in (cyclic(), {"predict-row": deep}, deep):
        assert_is_feedback(check(OWN, answers))


def mutations(seed: int) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Spoil the key of an exercise in many small ways."""
    rng = random.Random(seed)
    odd: list[Any] = [None, ..., "", 3, 2.5, True, [], {}, b"llm", ("llm",), "llm " * 99, "\ud800"]

    def misspell(text: str) -> str:
        where = rng.randrange(len(text))
        return text[:where] + rng.choice("aeiou-_ LX") + text[where + rng.randint(0, 1) :]

    while True:
        name = rng.choice(sorted(SHIPPED))
        questions = SHIPPED[name].questions
        answers: dict[Any, Any] = {q.id: rng.choice(q.choices) for q in questions}
        for question in rng.sample(questions, rng.randint(1, min(4, len(questions)))):
            value = answers.pop(question.id, None) or "llm"
            key: Any = question.id
            match rng.randrange(6):
                case 0:
                    continue
                case 1:
                    value = misspell(value)
                case 2:
                    value = rng.choice(odd)
                case 3:
                    key = misspell(key)
                case 4:
                    key = rng.choice([question.title, question.title.upper(), 7, None])
                case 5:
                    value = [value]
            answers[key] = value
        yield name, answers


def test_ten_thousand_mutated_answers_give_feedback() -> None:
    start = time.perf_counter()
    verdicts: set[Verdict] = set()
    source = mutations(seed=20)
    for _ in range(10_000):
        name, answers = next(source)
        result = check(name, answers)
        assert result.message
        assert "Traceback" not in repr(result)
        assert result._repr_html_()
        verdicts |= {entry.verdict for entry in result.feedback}
    assert {Verdict.RIGHT, Verdict.WRONG, Verdict.UNREADABLE, Verdict.BLANK} <= verdicts
    assert time.perf_counter() - start < 60
