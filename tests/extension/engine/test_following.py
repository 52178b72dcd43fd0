"""Answers that were written in everyday ways are followed, or named as not read; never run."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.grading.following import Call, Follower, Unread
from selfcheck.grading.reading import read_notebook
from tests.extension.engine.submissions import notebook

WANTED = {"a": "llm", "b": "generative", "c": "traditional"}


def read(*cells: str) -> dict[str, object] | str:
    """Return the answers to the exercise x, or why they were not read."""
    content = read_notebook(notebook(*cells).encode())
    assert len(content.answers) + len(content.unread) <= 1
    return content.answers.get("x", content.unread.get("x", "nothing"))


FOLLOWED = {
    "update": "d = {'a': 'llm'}\nd.update({'b': 'generative'}, c='traditional')",
    "update with pairs": "d = {'a': 'llm', 'b': 'generative'}\nd.update([('c', 'traditional')])",
    "or-equals": "d = {'a': 'llm'}\nd |= {'b': 'generative', 'c': 'traditional'}",
    "union": "d = {'a': 'llm'} | {'b': 'generative'} | {'c': 'traditional'}",
    "keywords": "d = dict(a='llm', b='generative', c='traditional')",
    "pairs": "d = dict([('a', 'llm'), ('b', 'generative'), ('c', 'traditional')])",
    "zip": "d = dict(zip('abc', ['llm', 'generative', 'traditional']))",
    "comprehension": "l = ['llm', 'generative', 'traditional']\n"
    "d = {k: v for k, v in zip('abc', l)}",
    "comprehension with a condition": "s = [('a', 'llm'), ('z', None), ('b', 'generative')]\n"
    "d = {k: v for k, v in s if v is not None}\nd['c'] = 'traditional'",
    "loop": "d = {}\nfor k, v in (('a', 'llm'), ('b', 'generative')):\n    d[k] = v\n"
    "d['c'] = 'traditional'",
    "loop over groups": "g = {'llm': ['a'], 'generative': ['b'], 'traditional': ['c']}\nd = {}\n"
    "for label, names in g.items():\n    for n in names:\n        d[n] = label",
    "second assignment": "d = {'a': 'traditional'}\nd = {'a': 'llm', 'b': 'generative', "
    "'c': 'traditional'}",
    "entries one by one": "d = {}\nd['a'], d['b'] = 'llm', 'generative'\nd['c'] = 'traditional'",
    "chained": "d = {'b': 'generative', 'c': 'traditional'}\nx = d['a'] = 'llm'",
    "del": "d = {'a': 'llm', 'b': 'generative', 'c': 'traditional', 'z': 'llm'}\ndel d['z']",
    "pop": "d = {'a': 'llm', 'b': 'generative', 'c': 'traditional', 'z': 'llm'}\nd.pop('z')",
    "unpacking": "e = {'a': 'llm', 'b': 'llm'}\n"
    "d = {**e, 'b': 'generative', **{'c': 'traditional'}}",
    "constants": "L, G = 'llm', 'generative'\nT = 'traditional'\nd = {'a': L, 'b': G, 'c': T}",
    "f-string": "s = 'l'\nd = {'a': f'{s}lm', 'b': f'generat{\"ive\"}', 'c': 'trad' + 'itional'}",
    "methods of texts": "d = {'a': 'LLM'.lower(), 'b': ' generative '.strip(), "
    "'c': 'traditional,x'.split(',')[0]}",
    "a list by number": "l = ['llm', 'generative', 'traditional']\n"
    "d = {'a': l[0], 'b': l[1], 'c': l[-1]}",
    "condition": "d = {'a': 'llm' if 1 < 2 else 'x', 'b': 'generative'}\n"
    "if 'a' in d:\n    d['c'] = 'traditional'\nelse:\n    d = {}",
    "function": "def f(n):\n    if n == 0:\n        return 'llm'\n    return 'generative'\n"
    "d = {'a': f(0), 'b': f(1)}\nd.setdefault('c', 'traditional')",
    "function that fills": "d = {}\ndef put(k, v='traditional'):\n    d[k] = v\n"
    "put('a', 'llm')\nput('b', v='generative')\nput('c')",
    "lambda": "f = lambda n: ['llm', 'generative', 'traditional'][n]\n"
    "d = {k: f(n) for n, k in enumerate('abc')}",
    "while": "d, n, l = {}, 0, ['llm', 'generative', 'traditional']\n"
    "while n < 3:\n    d['abc'[n]] = l[n]\n    n += 1",
    "match": "def f(n):\n    match n:\n        case 0: return 'llm'\n        case 1: "
    "return 'generative'\n        case _: return 'traditional'\nd = {k: f(n) for n, k in "
    "enumerate('abc')}",
    "copy": "e = {'a': 'llm', 'b': 'generative', 'c': 'traditional'}\nd = e.copy()\ne['a'] = 'x'",
    "fromkeys": "d = dict.fromkeys(['a', 'b', 'c'], 'llm')\nd['b'] = 'generative'\n"
    "d.update(c='traditional')",
    "with": "with open('x') as f:\n    d = {'a': 'llm', 'b': 'generative', 'c': 'traditional'}",
    "views": "e = {'a': 'llm', 'b': 'generative', 'z': 0}\nk = e.keys()\ne.pop('z')\n"
    "e['c'] = 'traditional'\nd = {n: e[n] for n in k if n in e.keys()}",
    "generator": "e = {'a': 'x', 'b': 'generative', 'c': 'traditional'}\n"
    "g = ((k, e[k]) for k in 'abc')\ne['a'] = 'llm'\nd = dict(g)",
    "zip of a list that grows": "l = ['llm', 'generative']\nz = zip('abc', l)\n"
    "l.append('traditional')\nd = {**dict(z)}",
    "list that grows on the way": "l, d = ['a'], {}\nv = ['llm', 'generative', 'traditional']\n"
    "for n in l:\n    d[n] = v[len(l) - 1]\n    if len(l) < 3:\n        l.append('abc'[len(l)])",
    "pattern that does not fit": "a = 'llm'\nmatch ['x', 'y']:\n    case [a, 'z']:\n        pass\n"
    "d = {'a': a, 'b': 'generative', 'c': 'traditional'}",
    "own names of functions": "n = 'llm'\ndef f():\n    n = 'generative'\n    return n\n"
    "d = {'a': n, 'b': f(), 'c': 'traditional'}",
    "shown in between": "d = {'a': 'llm', 'b': 'generative', 'c': 'traditional'}\n"
    "print(d)\nlen(d)\ndisplay(d)\nimport json\njson.dumps(d)",
}


@pytest.mark.parametrize("source", FOLLOWED.values(), ids=FOLLOWED)
def test_everyday_code_is_followed(source: str) -> None:
    assert read(f"{source}\ncheck('x', d)") == WANTED
    assert read("from exercises import check", *source.split("\n\n"), "check('x', d)") == WANTED


@pytest.mark.parametrize(
    "call",
    [
        "check('x', d)",
        "exercises.check('x', answers=d)",
        "check(answers=d, exercise_id='x')",
        "result = check('x', d, hints=3)",
        "print(check('x', d))",
        "for name, given in [('x', d)]:\n    check(name, given)",
        "def go(name):\n    return check(name, d)\ngo('x')",
        "name = 'x'\ncheck(name, d)",
        "%time check('x', d)",
        "%%time\ncheck('x', d)",
        "[check('x', each) for each in [d]]",
        "if True:\n    check('x', d)",
    ],
)
def test_ways_to_call(call: str) -> None:
    assert read(f"d = {WANTED!r}", call) == WANTED


def test_an_alias_of_check() -> None:
    assert read(f"from exercises import check as c\nc('x', {WANTED!r})") == WANTED
    assert read(f"c = check\nc('x', {WANTED!r})") == WANTED


NOT_READ = {
    "input": "d = {'a': input()}",
    "unknown function": "d = {'a': 'llm'}\nmend(d)",
    "module": "from mine import d",
    "random": "import random\nd = {'a': random.choice(['llm', 'x'])}",
    "unknown condition": "d = {'a': 'llm'}\nif ready():\n    d['a'] = 'x'",
    "unknown loop": "d = {'a': 'llm'}\nfor k in things():\n    d[k] = 'x'",
    "try": "d = {'a': 'llm'}\ntry:\n    d['a'] = 'x'\nexcept KeyError:\n    pass",
    "exec": "d = {'a': 'llm'}\nexec('d[\"a\"] = 1')",
    "globals": "d = {'a': 'llm'}\nglobals()['d'] = {}",
    "class": "d = {'a': 'llm'}\nclass A:\n    d['a'] = 'x'",
    "unknown key": "d = {'a': 'llm'}\nd[key()] = 'x'",
    "unknown part": "d = {'a': 'llm', **more()}",
    "alias in a list": "d = {'a': 'llm'}\nl = [d]\nmend(l)",
    "alias in an object": "d = {'a': 'llm'}\nthing.d = d\nthing.mend()",
    "function that cannot be followed": "d = {'a': 'llm'}\ndef f():\n    d['a'] = input()\n"
    "    yield 1\nlist(f())",
    "pandas": "import pandas\nd = pandas.read_csv('a.csv').to_dict()",
    "broken cell": "d = {'a': 'llm'",
    "another language": "%%bash\nd=1",
    "too long": "d = {'a': 'llm'}\n#" + "x" * 20_000,
    "no end": "d = {'a': 'llm'}\nwhile True:\n    d['a'] = 'x'",
    "large": "d = {'a': 'llm'}\nfor n in range(9999):\n  for m in range(9999):\n    d['a'] = n",
    "deep": "d = {'a': 'llm'}\ndef f(n):\n    d['a'] = n\n    return f(n)\nf(1)",
    "raise": "d = {'a': 'llm'}\nraise ValueError\nd['a'] = 'x'",
    "star": "d = {'a': 'llm'}\nfrom mine import *",
    "own display": "from mine import display\nd = {'a': 'llm'}\ndisplay(d)",
    "run": "d = {'a': 'llm'}\n%run fill.py",
    "store": "d = {'a': 'llm'}\n%store -r",
    "zip that is used up": "z = zip('a', ['llm'])\nlist(z)\nd = dict(z)",
    "generator that is used up": "g = (k for k in 'a')\n'a' in g\nd = {k: 'llm' for k in g}",
    "iterator that something may have used": "z = enumerate('a')\nmend(z)\nd = dict(z)",
    "suppress": "d = {'a': 'llm'}\nwith suppress(Exception):\n    mend()\n    d['a'] = 'x'",
    "assertion": "d = {'a': 'llm'}\nassert 1 == 2\nd['a'] = 'x'",
    "name without a value": "n, d = 'x', {'a': 'llm'}\ndef f():\n    d['a'] = n\n    n = 1\nf()",
    "dictionary that grows on the way": "d = {'a': 'llm'}\nfor k in d:\n    d[k + k] = 'x'",
    "argument given twice": "d = {'a': 'llm'}\ndef f(k):\n    d['a'] = k\nf('x', k='y')",
    "partial": "from functools import partial\nd = {'a': 'llm'}\npartial(check, 'x')(d)",
}


@pytest.mark.parametrize("source", NOT_READ.values(), ids=NOT_READ)
def test_what_is_not_read_is_named_with_its_cell(source: str) -> None:
    # An older value is there, and must not be taken instead.
    found = read("d = {'a': 'generative'}", source, "check('x', d)")
    assert isinstance(found, str)
    assert found.startswith(("Cell 3", "Cell 4"))
    in_one = read(f"d = {{'a': 'generative'}}\ncheck('x', d)\n{source}\ncheck('x', d)")
    assert isinstance(in_one, str)
    assert in_one.startswith("Cell 2")


HIDDEN = {
    "star": "from mine import *",
    "run": "%run fill.py",
    "exec": "exec(open('fill.py').read())",
    "globals": "globals().update(**{chr(100): {}})",
    "another code for the same name": "\uff44[key()] = 1",
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_a_cell_that_may_change_answers_without_their_name_is_seen(source: str) -> None:
    found = read("d = {'q': 'llm'}", source, "check('x', d)")
    assert isinstance(found, str)
    assert found.startswith("Cell 3, line 1")


@pytest.mark.parametrize("later", ["d['a'] = 'x'", "d.update(b='x')", "mend(d)", "del d['a']"])
def test_answers_that_are_changed_below_their_check_are_looked_at(later: str) -> None:
    place = "Cell 3, line 1: the answers are changed after this check."
    assert read("d = {'a': 'llm'}", "check('x', d)", later) == place
    assert read("d = {'a': 'llm'}", "check('x', d)\n" + later) == place
    changed = {"a": "llm", "c": "x"}
    assert read("d = {'a': 'llm'}", "check('x', d)", "d['c'] = 'x'", "check('x', d)") == changed
    endless = "a, b = [], []\na.append(a)\nb.append(b)\nd = {'a': a}\ncheck('x', d)\nd['a'] = b"
    assert read(endless) == "Cell 2, line 5: the answers are changed after this check."
    # The next exercise is answered in the same place.
    assert read("d = {'a': 'llm'}", "check('x', d)", "d = {'a': 'x'}", "d['b'] = 'y'") == {
        "a": "llm"
    }


def test_a_dictionary_that_serves_the_next_exercise_is_no_change() -> None:
    cells = ("d = {'a': 'llm'}\ncheck('x', d)", "d.clear()\nd['b'] = 'x'\ncheck('y', d)")
    content = read_notebook(notebook(*cells).encode())
    assert (content.answers, content.unread) == ({"x": {"a": "llm"}, "y": {"b": "x"}}, {})


def test_an_earlier_answer_is_not_taken_for_one_that_cannot_be_read() -> None:
    assert read("check('x', {'a': 'llm'})", "check('x', make())") == (
        "Cell 3, line 1: make does something that reading cannot follow."
    )
    assert read("check('x', make())", "check('x', {'a': 'llm'})") == {"a": "llm"}


def test_an_untouched_copy_does_not_undo_an_answer() -> None:
    assert read("check('x', {'a': 'llm'})", "check('x', {'a': ...})") == {"a": "llm"}


def test_a_bare_name_is_told_from_a_name_with_a_value() -> None:
    found = read("check('x', {'a': llm})")
    assert isinstance(found, dict)
    assert str(found["a"]) == "Cell 2, line 1: llm is no name that the notebook defines."
    assert read("llm = 'generative'", "check('x', {'a': llm})") == {"a": "generative"}


SNIPPETS = st.sampled_from(
    [*FOLLOWED.values(), *(s for s in NOT_READ.values() if len(s) < 1000), "d['a'] = 'x'", "d"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SNIPPETS, min_size=1, max_size=5))
def test_what_is_followed_is_what_python_has(sources: list[str]) -> None:
    """Whatever the mixture: what reading tells is exactly what running it gives."""
    told: list[Call] = []
    follower = Follower(told.append)
    names: dict[str, object] = {"print": lambda *_: None, "display": lambda *_: None}
    followed = [s for s in sources if s in FOLLOWED.values() and "open(" not in s]
    for number, source in enumerate(followed):
        tree = ast.parse(f"{source}\ncheck('x', d)")
        follower.cell(number, tree)
        exec(source, names)
        given = told[-1].given[1]
        assert given == names["d"]


def test_steps_have_a_limit() -> None:
    nested = "for a in range(9999):\n for b in range(9999):\n  for c in range(9999):\n   d = {}\n"
    big = "d = {" + ",".join(f"'{n}': 1" for n in range(1000)) + "}\n" + "check('x', d)\n" * 500
    started = time.monotonic()
    for source in (
        f"{nested}check('x', d)",
        big,
        "d = 'a'\n" + "d = d + d\n" * 900 + "check('x', d)",
    ):
        content = read_notebook(notebook(*[source] * 20).encode())
        assert {*content.answers, *content.unread} == {"x"}
    assert time.monotonic() - started < 20


def test_a_function_is_followed_on_what_it_is_given() -> None:
    kept: list[Call] = []
    follower = Follower(kept.append)
    source = (
        "names = {'no': 'traditional'}\ndef rule(output, llm):\n    if output in names:\n"
        "        return names[output]\n    if llm == 'whole':\n        return 'llm'\n"
        "    return unknown(output)\ncheck_rule(rule)"
    )
    follower.cell(1, ast.parse(source))
    rule = kept[0].given[0]
    assert follower.call(rule, ["no", "none"]) == "traditional"
    assert follower.call(rule, ["yes", "whole"]) == "llm"
    assert isinstance(follower.call(rule, ["yes", "part"]), Unread)
