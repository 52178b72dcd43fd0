"""Read the bank that authors write, find every fault in it, and compile it for learners."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ..bank import COMPILED, for_learners
from ..inputs import normal
from ..model import Label, Llm, Output, derive_label
from .faults import BankError
from .marked_yaml import MarkedFile, Place
from .schema_words import explain

HERE = Path(__file__).parent.parent
"""The folder that holds ``items/``, ``sets.yml`` and ``claims.yml``."""

SCHEMA = Path(__file__).with_name("schema.json")

Entry = Mapping[str, Any]


def read(folder: Path = HERE, *, shown_as: str = "exercises") -> dict[str, Any]:
    """Read and check the whole bank, keys of graded exercises included.

    Args:
        folder: The folder that holds ``items/``, ``sets.yml`` and ``claims.yml``.
        shown_as: How faults name that folder.

    Returns:
        ``items``, ``sets`` and ``claims``, as `exercises.bank.build` takes them.

    Raises:
        BankError: The bank has faults; the error holds all of them.
    """
    item_files = [
        MarkedFile(path, f"{shown_as}/items/{path.name}")
        for path in sorted((folder / "items").glob("*.yml"))
    ]
    sets = MarkedFile(folder / "sets.yml", f"{shown_as}/sets.yml")
    claims = MarkedFile(folder / "claims.yml", f"{shown_as}/claims.yml")

    _check_entries(item_files, "item", _check_item)
    _check_entries([sets], "set", _check_set)
    _check_entries([claims], "claim")
    _check_references(item_files, sets, claims)

    faults = [fault for file in (*item_files, sets, claims) for fault in file.faults]
    if faults:
        raise BankError(faults)
    return {
        "items": [entry for file in item_files for entry in file.entries],
        "sets": sets.entries,
        "claims": claims.entries,
    }


def compile_bank(folder: Path = HERE, *, shown_as: str = "exercises") -> str:
    """Compile the learners' bank.

    Args:
        folder: As for `read`.
        shown_as: As for `read`.

    Returns:
        The text of the compiled file; the same source gives the same text.

    Raises:
        BankError: The bank has faults.
    """
    parts = (
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        + "\n]"
        for name, entries in for_learners(read(folder, shown_as=shown_as)).items()
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write_compiled(folder: Path = HERE, *, shown_as: str = "exercises") -> Path:
    """Compile the learners' bank and write it into the folder.

    Args:
        folder: As for `read`.
        shown_as: As for `read`.

    Returns:
        The file written.

    Raises:
        BankError: The bank has faults; nothing is written.
    """
    path = folder / COMPILED
    path.write_text(compile_bank(folder, shown_as=shown_as), encoding="utf-8", newline="\n")
    return path


def _check_entries(
    files: Iterable[MarkedFile],
    kind: str,
    check: Callable[[MarkedFile, int, Entry], None] | None = None,
) -> None:
    """Check each entry against the schema and, where its shape is sound, what it says."""
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    validator = Draft202012Validator({**definitions[kind], "$defs": definitions})
    seen: dict[str, str] = {}
    for file in files:
        for index, entry in enumerate(file.entries):
            errors = list(validator.iter_errors(entry))
            for error in errors:
                for place, rule, fix in explain(error):
                    file.fault((index, *place), rule, fix)
            if not errors and check is not None:
                check(file, index, entry)
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str):
                place = (index, "id")
                if name in seen:
                    rule = f'The id "{name}" is taken, see {seen[name]}.'
                    file.fault(place, rule, "Choose another id.")
                seen.setdefault(name, f"{file.name}:{file.line(place)}")


def _check_item(file: MarkedFile, index: int, entry: Entry) -> None:
    """Check that each label is either defensible, with a reason, or wrong, with another."""
    derived = derive_label(Output(entry["output"]), Llm(entry["llm"]))
    contested = entry.get("contested")
    if derived is None and contested is None:
        rule = (
            f'With output "{entry["output"]}" and llm "{entry["llm"]}" '
            "more than one label can be defended."
        )
        fix = 'Add "contested" with each defensible label and its reason.'
        file.fault((index, "llm"), rule, fix)
        return
    right = set(contested) if contested is not None else {str(derived)}
    _check_why(file, (index,), right, tuple(Label), entry.get("why", {}))


def _check_why(
    file: MarkedFile, place: Place, right: set[str], choices: Sequence[str], why: Entry
) -> None:
    for choice in choices:
        if choice not in right and choice not in why:
            rule = f'"{choice}" is wrong here, but nothing says why.'
            file.fault((*place, "why"), rule, f'Add "{choice}: ..." under "why".')
    for choice in why:
        if choice in right:
            rule = f'"{choice}" is right here, and cannot be explained as wrong.'
            file.fault((*place, "why", choice), rule, 'Remove it from "why".')
        elif choice not in choices:
            rule = f'"{choice}" is not one of the choices.'
            file.fault((*place, "why", choice), rule, f"Use one of {', '.join(choices)}.")


def _check_set(file: MarkedFile, index: int, entry: Entry) -> None:
    """Check the questions that an exercise brings along."""
    choices = entry.get("choices", ())
    questions = entry.get("questions", ())
    for number, question in enumerate(questions):
        place: Place = (index, "questions", number)
        answer = question["answer"]
        if answer not in choices:
            rule = f'The answer "{answer}" is not one of the choices.'
            file.fault((*place, "answer"), rule, f"Use one of {', '.join(choices)}.")
        else:
            _check_why(file, place, {answer}, choices, question["why"])
    names = [(question["id"], question.get("title", "")) for question in questions]
    _check_names(file, (index, "questions"), names)


def _check_names(file: MarkedFile, place: Place, names: Sequence[tuple[str, str]]) -> None:
    """Check that a learner's answer, named by id or by title, can mean one thing only."""
    counts = Counter(name for pair in names for name in {normal(text) for text in pair} if name)
    for number, pair in enumerate(names):
        for text in pair:
            if counts[normal(text)] > 1:
                rule = f'"{text}" names two questions of this exercise.'
                file.fault((*place, number), rule, "Give one of them another name.")


def _check_references(
    item_files: Sequence[MarkedFile], sets: MarkedFile, claims: MarkedFile
) -> None:
    """Check what entries say about other entries."""
    known_claims = {entry.get("id") for entry in _sound(claims)}
    for file in (*item_files, sets):
        for index, entry in enumerate(file.entries):
            if not isinstance(entry, dict):
                continue
            for number, claim in enumerate(_list(entry, "claims")):
                if claim not in known_claims:
                    rule = f'The claim "{claim}" is not in {claims.name}.'
                    file.fault((index, "claims", number), rule, "Correct the id, or add the claim.")

    titles = {e.get("id"): e.get("title") for file in item_files for e in _sound(file)}
    practised = {
        item: entry.get("id")
        for entry in _sound(sets)
        if not entry.get("graded")
        for item in _list(entry, "items")
    }
    for index, entry in enumerate(sets.entries):
        if not isinstance(entry, dict):
            continue
        names = []
        for number, item in enumerate(_list(entry, "items")):
            place = (index, "items", number)
            if item not in titles:
                rule = f'There is no item "{item}" in the bank.'
                sets.fault(place, rule, "Correct the id, or write the item.")
            elif entry.get("graded") and item in practised:
                rule = f'"{item}" is graded here, but "{practised[item]}" gives its key away.'
                sets.fault(place, rule, "Take the item out of one of the two.")
            names.append((str(item), str(titles.get(item, ""))))
        _check_names(sets, (index, "items"), names)


def _sound(file: MarkedFile) -> list[Entry]:
    return [entry for entry in file.entries if isinstance(entry, dict)]


def _list(entry: Entry, name: str) -> list[Any]:
    value = entry.get(name)
    return value if isinstance(value, list) else []
