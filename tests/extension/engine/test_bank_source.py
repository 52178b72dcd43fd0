"""Every fault that an author can make is named with its file, line, field, rule and fix."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from selfcheck import authoring, bank
from selfcheck.authoring import BankError, Fault
from tests.extension.engine.sample_bank import CLAIMS, ITEMS, POLICIES, SETS, line_of, write_bank
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


def only_fault(folder: Path) -> Fault:
    with pytest.raises(BankError) as caught:
        authoring.read(folder)
    faults = caught.value.faults
    assert len(faults) == 1, str(caught.value)
    return faults[0]


ITEM_FAULTS = {
    "unquoted no": (
        'output: "no"\n  llm: none',
        "output: no\n  llm: none",
        ("output: no", "spam-filter: output", "the boolean false", 'Write "no" in quotation'),
    ),
    "unquoted yes": (
        'output: "yes"\n  llm: whole',
        "output: yes\n  llm: whole",
        ("output: yes", "letter-writer: output", "the boolean true", 'Write "yes" in quotation'),
    ),
    "misspelt level": (
        "level: model",
        "level: modell",
        ("modell", "picture-maker: level", 'it is "modell"', 'Did you mean "model"?'),
    ),
    "unknown field": (
        "  maker: Somebody",
        "  makers: Somebody",
        ("makers:", "picture-maker: makers", 'no field "makers"', 'Did you mean "maker"?'),
    ),
    "missing field": (
        "  title: Spam filter\n",
        "",
        ("- id: spam-filter", "spam-filter", '"title" is missing', 'Add "title: ..."'),
    ),
    "empty text": (
        "title: Spam filter",
        'title: " "',
        ('title: " "', "spam-filter: title", "a text that is not empty", "Write it so"),
    ),
    "number for a text": (
        "title: Spam filter",
        "title: 42",
        ("title: 42", "spam-filter: title", "has to be a text; it is 42", "quotation marks"),
    ),
    "text for a list": (
        'hints: ["Was the letter there before?"]',
        "hints: Was the letter there before?",
        ("hints: Was the letter", "letter-writer: hints", "has to be a list", "Write it so"),
    ),
    "no hint": (
        'hints: ["Was the letter there before?"]',
        "hints: []",
        ("hints: []", "letter-writer: hints", "1 or more here; there are 0", "Add what"),
    ),
    "repeated claim": (
        "claims: [S4, S6]",
        "claims: [S4, S4]",
        ("[S4, S4]", "letter-writer: claims", "twice", "Remove the repetition"),
    ),
    "id with capitals": (
        "id: picture-maker",
        "id: Picture_Maker",
        ("Picture_Maker", "Picture_Maker: id", "lower-case letters", "Write it so"),
    ),
    "early year": (
        "year: 2022",
        "year: 22",
        ("year: 22", "picture-maker: year", "at least 1940; it is 22", "Correct it"),
    ),
    "date of another form": (
        'letters", checked: 2026-11-24',
        'letters", checked: 24.11.2026',
        ("24.11.2026", "letter-writer: source: checked", "2026-11-24; it is", "Write it so"),
    ),
    "source without a name": (
        "source: {cite: someone2020, checked",
        "source: {checked",
        ("source: {checked", "ticket-sorter: source", 'either "cite" or "title"', "Give one"),
    ),
    "facets without a reason": (
        "  because:\n    output: Each message is moved and not changed.\n"
        "    llm: Counting words needs no language model.\n",
        "",
        ("- id: spam-filter", "spam-filter", '"because" is missing', 'Add "because: ..."'),
    ),
    "one facet without a reason": (
        "    llm: Counting words needs no language model.\n",
        "",
        (
            "output: Each message",
            "spam-filter: because",
            '"llm" is missing',
            'Add "llm: ..."',
        ),
    ),
    "wrong label that is agreed with": (
        "llm: It makes no text.",
        "llm: True of its captions.",
        (
            "True of its captions",
            "picture-maker: why: llm",
            'begins by agreeing: "True of its captions',
            "Say first what is not so.",
        ),
    ),
    "contested label that the facets deny": (
        "    traditional: Its job is to sort.\n",
        "    traditional: Its job is to sort.\n    with-llm: It replies.\n",
        (
            "with-llm: It replies",
            "ticket-sorter: contested: with-llm",
            '"with-llm" cannot be defended with output "no" and llm "whole".',
            'Move it to "why", or correct a facet.',
        ),
    ),
    "unknown policy": (
        "  maker: Somebody\n",
        "  policy: encoders\n  maker: Somebody\n",
        (
            "policy: encoders",
            "picture-maker: policy",
            'There is no policy "encoders" in exercises/policies.yml.',
            "Use one of encoder, named-product.",
        ),
    ),
    "label against the policy": (
        "  maker: Somebody\n",
        "  policy: encoder\n  maker: Somebody\n",
        (
            "policy: encoder",
            "picture-maker: policy",
            'By the policy "encoder" the label is traditional and llm, or traditional.',
            "Correct the facets, or the policy.",
        ),
    ),
    "level against the policy": (
        "  maker: Somebody\n",
        "  policy: named-product\n  maker: Somebody\n",
        (
            "policy: named-product",
            "picture-maker: policy",
            'By the policy "named-product" the level is "product".',
            "Correct the level, or the policy.",
        ),
    ),
    "right label explained as wrong": (
        "    llm: Word counts are enough for it.\n",
        "    llm: Word counts are enough for it.\n    traditional: Mail is old.\n",
        (
            "traditional: Mail is old",
            "spam-filter: why: traditional",
            '"traditional" is right here',
            "Remove it",
        ),
    ),
    "explanation of no label": (
        "    llm: It makes no text.",
        "    llm: It makes no text.\n    llms: It makes no text at all.",
        ("llms:", "picture-maker: why: llms", '"llms" is not a label', 'Did you mean "llm"?'),
    ),
    "defensible labels missing": (
        "  contested:\n    traditional: Its job is to sort.\n"
        "    llm: A large language model does the sorting.\n",
        "",
        ("a ticket and", "ticket-sorter: llm", "more than one label", 'Add "contested"'),
    ),
    "only one defensible label": (
        "    traditional: Its job is to sort.\n",
        "",
        ("contested:", "ticket-sorter: contested", "2 or more here; there are 1", "Add what"),
    ),
    "duplicate id": (
        "id: letter-writer",
        "id: spam-filter",
        ("title: Letter writer", "spam-filter: id", "all.yml:1", "Choose another id"),
    ),
    "unknown claim": (
        "claims: [S4, S6]",
        "claims: [S4, S99]",
        ("S99", "letter-writer: claims: 2", '"S99" is not in', "Correct the id"),
    ),
    "field given twice": (
        "  difficulty: 2\n",
        "  difficulty: 2\n  difficulty: 3 # again\n",
        ("3 # again", "letter-writer: difficulty", '"difficulty" stands here twice', "Keep one"),
    ),
    "value that refers to itself": (
        'hints: ["Was the letter there before?"]',
        "hints: &loop [*loop]",
        ("&loop", "letter-writer: hints: 1", "refers to itself", "Write it out"),
    ),
}

# Where the line of the fault is not the line of the marker.
OFFSETS = {
    "duplicate id": -1,
    "defensible labels missing": 3,
    "one facet without a reason": -1,
}


@pytest.mark.parametrize("name", ITEM_FAULTS)
def test_fault_in_an_item_is_named(tmp_path: Path, name: str) -> None:
    old, new, (marker, place, rule, fix) = ITEM_FAULTS[name]
    assert ITEMS.count(old) == 1
    text = ITEMS.replace(old, new)
    line = line_of(text, marker) + OFFSETS.get(name, 0)
    sets = "[]" if name in {"duplicate id", "id with capitals"} else SETS
    policies = POLICIES.replace("letter-writer", "ticket-sorter")
    if name == "duplicate id":
        policies = "[]"
    found = _first(
        write_bank(tmp_path / "exercises", items=text, sets=sets, policies=policies), name
    )
    assert (found.file, found.line, found.field) == ("exercises/items/all.yml", line, place)
    assert rule in found.rule
    assert fix in found.fix
    shown = str(found)
    assert shown.startswith(f"exercises/items/all.yml:{line}: {place}: ")
    assert found.rule.endswith((".", "?"))
    assert found.fix.endswith((".", "?"))


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        (
            "    traditional: Its job is to sort.\n",
            "    with-llm: It replies.\n",
            "ticket-sorter: contested",
            'The label "traditional" can be defended with output "no" and llm "whole", but is not',
        ),
        (
            "  maker: Somebody\n",
            "  contested: {with-llm: It may hold one., llm: It may be one.}\n  maker: Somebody\n",
            "picture-maker: contested",
            'The label "generative" follows from output "yes" and llm "none"',
        ),
    ],
)
def test_labels_that_the_facets_ask_for_are_missed(
    tmp_path: Path, old: str, new: str, place: str, rule: str
) -> None:
    assert ITEMS.count(old) == 1
    with pytest.raises(BankError) as caught:
        authoring.read(write_bank(tmp_path / "exercises", items=ITEMS.replace(old, new)))
    found = [fault for fault in caught.value.faults if rule in fault.rule]
    assert [fault.field for fault in found] == [place]
    assert "there, or correct" in found[0].fix


def _first(folder: Path, name: str) -> Fault:
    """Return the fault; a self-reference also leaves an empty hint behind."""
    if name != "value that refers to itself":
        return only_fault(folder)
    with pytest.raises(BankError) as caught:
        authoring.read(folder)
    return next(fault for fault in caught.value.faults if "itself" in fault.rule)


SET_FAULTS = {
    "unknown item": (
        "items: [spam-filter, letter-writer, ticket-sorter]",
        "items: [spam-filter, letter-writer, ticket-sorted]",
        ("ticket-sorted", "first-sort: items: 3", 'no item "ticket-sorted"', "Correct the id"),
    ),
    "unknown facet": (
        "ask: label",
        "ask: labels",
        ("ask: labels", "first-sort: ask", 'it is "labels"', 'Did you mean "label"?'),
    ),
    "items and questions": (
        "  choices: [bird, fish]",
        "  items: [spam-filter, letter-writer]\n  choices: [bird, fish]",
        ("id: own-questions", "own-questions", 'either "items"', "Give one of these"),
    ),
    "answer that is no choice": (
        "answer: bird",
        "answer: brid",
        ("brid", "own-questions: questions: 1: answer", '"brid" is not one', "Use one of bird"),
    ),
    "choice without explanation": (
        "choices: [bird, fish]",
        "choices: [bird, fish, plant]",
        ("      why:", "own-questions: questions: 1: why", '"plant" is wrong', "Add"),
    ),
    "explanation of no choice": (
        "        fish: It has no gills.",
        "        fish: It has no gills.\n        dog: It does not bark.",
        ("dog:", "own-questions: questions: 1: why: dog", "not one of the choices", "Use one"),
    ),
    "duplicate id of an exercise": (
        "id: own-questions",
        "id: first-sort",
        ("title: Own questions", "first-sort: id", "is taken, see", "Choose another"),
    ),
    "key given away": (
        "  ask: label",
        "  ask: label\n- id: exam\n  title: Exam\n  graded: true\n"
        "  items: [spam-filter, picture-maker]",
        (
            "[spam-filter, picture-maker]",
            "exam: items: 1",
            '"first-sort" gives its key away',
            "Take the item out",
        ),
    ),
}


@pytest.mark.parametrize("name", SET_FAULTS)
def test_fault_in_an_exercise_is_named(tmp_path: Path, name: str) -> None:
    old, new, (marker, place, rule, fix) = SET_FAULTS[name]
    assert SETS.count(old) == 1
    text = SETS.replace(old, new)
    found = only_fault(write_bank(tmp_path / "exercises", sets=text, policies="[]"))
    line = line_of(text, marker) - (name == "duplicate id of an exercise")
    assert (found.file, found.line, found.field) == ("exercises/sets.yml", line, place)
    assert rule in found.rule
    assert fix in found.fix


POLICY_FAULTS = {
    "example that is no item": (
        "it does: ticket-sorter",
        "it does: ticket-sorted",
        (
            "ticket-sorted",
            "encoder: examples: it does",
            'no item "ticket-sorted"',
            "Correct the id",
        ),
    ),
    "only one example": (
        "{it does: ticket-sorter, none is there: spam-filter}",
        "{it does: ticket-sorter}",
        ("{it does", "encoder: examples", "2 or more here; there are 1", "Add what is missing"),
    ),
    "unknown dispute": (
        "dispute: llm",
        "dispute: label",
        ("dispute: label", "encoder: dispute", 'it is "label"', "Use one of output, llm, name"),
    ),
}


@pytest.mark.parametrize("name", POLICY_FAULTS)
def test_fault_in_a_policy_is_named(tmp_path: Path, name: str) -> None:
    old, new, (marker, place, rule, fix) = POLICY_FAULTS[name]
    assert POLICIES.count(old) == 1
    text = POLICIES.replace(old, new)
    found = only_fault(write_bank(tmp_path / "exercises", policies=text))
    line = line_of(text, marker)
    assert (found.file, found.line, found.field) == ("exercises/policies.yml", line, place)
    assert rule in found.rule
    assert fix in found.fix


def test_graded_item_is_no_example(tmp_path: Path) -> None:
    sets = "- id: exam\n  title: Exam\n  graded: true\n  items: [ticket-sorter, picture-maker]\n"
    found = only_fault(write_bank(tmp_path / "exercises", sets=sets))
    assert found.field == "encoder: examples: it does"
    assert "an example gives its key away" in found.rule


def test_bank_needs_no_policies(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "exercises")
    (folder / "policies.yml").unlink()
    assert bank.build(authoring.read(folder)).policies == {}


def test_ambiguous_names_in_an_exercise_are_named(tmp_path: Path) -> None:
    items = ITEMS.replace("title: Letter writer", "title: Spam-Filter")
    with pytest.raises(BankError) as caught:
        authoring.read(write_bank(tmp_path / "exercises", items=items))
    assert {fault.line for fault in caught.value.faults} == {3}
    assert "names two questions" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("- id: x\n  title: [unclosed\n", 3, "not valid YAML"),
        ("- id: x\n  title: bell \x07\n", 2, "a character that YAML forbids"),
        ("id: x\n", 1, "has to be a list"),
        ("", 1, "has to be a list"),
        ("- id: !!python/name:os.system x\n", 1, "not valid YAML"),
    ],
)
def test_unreadable_file_is_named(tmp_path: Path, text: str, line: int, rule: str) -> None:
    folder = write_bank(tmp_path / "exercises", sets="[]")
    (folder / "items" / "broken.yml").write_text(text, encoding="utf-8")
    found = only_fault(folder)
    assert (found.file, found.line) == ("exercises/items/broken.yml", line)
    assert rule in found.rule


def test_missing_file_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "exercises")
    (folder / "sets.yml").unlink()
    (folder / "items" / "latin.yml").write_bytes("- id: ä".encode("latin-1"))
    with pytest.raises(BankError) as caught:
        authoring.read(folder)
    assert [fault.file for fault in caught.value.faults] == [
        "exercises/items/latin.yml",
        "exercises/sets.yml",
    ]
    assert "UTF-8" in caught.value.faults[0].rule


def test_entry_that_is_no_group_is_named(tmp_path: Path) -> None:
    found = only_fault(write_bank(tmp_path / "exercises", claims=CLAIMS + "- just text\n"))
    assert (found.line, found.field) == (3, "entry 3")


def test_all_faults_are_collected(tmp_path: Path) -> None:
    items = ITEMS.replace("difficulty: 1", "difficulty: 9").replace("[S4, S6]", "[S4, S7]")
    sets = SETS.replace("ask: label", "ask: colour")
    with pytest.raises(BankError) as caught:
        authoring.read(write_bank(tmp_path / "exercises", items=items, sets=sets))
    assert [fault.line for fault in caught.value.faults] == [16, 29, 67, 4]
    assert str(caught.value).count("\n") == 3


def test_sound_bank_is_read(tmp_path: Path) -> None:
    found = bank.build(authoring.read(write_bank(tmp_path / "exercises")))
    assert found.items["spam-filter"].labels == ("traditional",)
    assert found.items["letter-writer"].labels == ("llm",)
    assert found.items["picture-maker"].labels == ("generative",)
    assert found.items["ticket-sorter"].labels == ("traditional", "llm")
    assert found.items["picture-maker"].facts == {"maker": "Somebody", "year": 2022}
    assert [q.id for q in found.exercises["first-sort"].questions] == [
        "spam-filter",
        "letter-writer",
        "ticket-sorter",
    ]
    assert set(found.claims) == {"S4", "S6"}


def test_learners_copy_holds_no_key_of_a_graded_exercise(tmp_path: Path) -> None:
    sets = SETS + (
        "- id: exam\n  title: Exam\n  graded: true\n  items: [picture-maker, canary-writer]\n"
        "- id: quiz\n  title: Quiz\n  graded: true\n  choices: [canaryleft, right]\n"
        "  claims: [S4]\n  questions:\n    - id: turn\n      prompt: Which way?\n"
        "      answer: right\n      reason: Canary reason.\n      why: {canaryleft: Canary why.}\n"
        "      hints: [Canary hint.]\n"
    )
    secret = ITEMS[ITEMS.index("- id: letter-writer") : ITEMS.index("- id: ticket-sorter")]
    secret = secret.replace("letter-writer", "canary-writer").replace("Letter", "Note")
    for told in ("The letter was not", "A language model composes", "Was the letter there"):
        secret = secret.replace(told, f"Canary {told}")
    folder = write_bank(tmp_path / "exercises", items=ITEMS + secret, sets=sets)
    text = authoring.compile_bank(folder)
    assert "Canary" in (folder / "items" / "all.yml").read_text(encoding="utf-8")
    assert "Canary" not in text

    data = json.loads(text)
    assert {entry["id"] for entry in data["items"]} == {
        "spam-filter",
        "letter-writer",
        "ticket-sorter",
    }
    exam = next(entry for entry in data["sets"] if entry["id"] == "exam")
    assert set(exam) == {"id", "title", "graded", "ask", "choices", "questions"}
    assert [set(q) for q in exam["questions"]] == [{"id", "title", "prompt"}] * 2
    questions = bank.build(data).exercises["exam"].questions
    assert [(q.id, q.choices) for q in questions] == [
        ("picture-maker", ("traditional", "generative", "with-llm", "llm")),
        ("canary-writer", ("traditional", "generative", "with-llm", "llm")),
    ]
    assert not any(q.right or q.wrong or q.nearly or q.hints for q in questions)


def test_a_folder_that_learners_import_becomes_a_package_unless_it_is_one(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "exercises")
    authoring.write_compiled(folder)
    module = folder / "__init__.py"
    assert module.read_bytes() == (REPOSITORY / "exercises" / "__init__.py").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", "from exercises import check; print(check('first-sort').status)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONSAFEPATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["blank"], done.stderr
    module.write_text("MINE = True\n", encoding="utf-8")
    authoring.write_compiled(folder)
    assert module.read_text(encoding="utf-8") == "MINE = True\n"
    other = write_bank(tmp_path / "bank")
    authoring.write_compiled(other)
    assert not (other / "__init__.py").exists()


def test_compiling_is_reproducible_and_writes_nothing_for_a_faulty_bank(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "exercises")
    first = authoring.write_compiled(folder).read_bytes()
    assert authoring.write_compiled(folder).read_bytes() == first
    write_bank(tmp_path / "exercises", sets="nothing")
    with pytest.raises(BankError):
        authoring.write_compiled(folder)
    assert (folder / bank.COMPILED).read_bytes() == first
