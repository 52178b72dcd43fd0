"""Read the bank that authors write, find every fault in it, and compile it for learners."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from ..bank import COMPILED, for_learners
from ..facets import Facet, derived_of
from ..inputs import normal
from .bundle import BINDING, PACKAGE
from .facets import check_facets
from .faults import BankError
from .labels import check_labels, check_refuted
from .marked_yaml import MarkedFile, Place
from .policies import check_policies
from .schema_words import explain
from .schemas import Schema, general, of_bank

if TYPE_CHECKING:
    from pathlib import Path

FACETS: Final = "facets.yml"
"""Name of the file with the facets of a bank."""

Entry = Mapping[str, Any]


def read(folder: Path, *, shown_as: str = "") -> dict[str, Any]:
    """Read and check the whole bank, keys of graded exercises included.

    Args:
        folder: The folder that holds ``sets.yml`` and ``claims.yml``; ``facets.yml`` and
            ``items/`` if it has items, ``facts.json`` if these have further fields, and
            ``policies.yml`` if they name policies.
        shown_as: How faults name that folder; if empty, by its own name.

    Returns:
        ``facets``, ``items``, ``sets``, ``claims`` and ``policies``, as `selfcheck.bank.build`
        takes them.

    Raises:
        BankError: The bank has faults; the error holds all of them.
    """
    source = _Source(folder, shown_as or folder.name)
    faults = [fault for file in source.files for fault in file.faults]
    if faults:
        raise BankError(faults)
    return {
        "facets": source.facets.entries,
        "items": [entry for file in source.items for entry in file.entries],
        "sets": source.sets.entries,
        "claims": source.claims.entries,
        "policies": source.policies.entries,
    }


def read_facets_file(folder: Path, *, shown_as: str = "") -> dict[str, Facet]:
    """Read and check the facets of a bank alone, which takes a moment; there may be none.

    Args:
        folder: As for `read`.
        shown_as: As for `read`.

    Raises:
        BankError: The facets have faults.
    """
    file = MarkedFile(folder / FACETS, f"{shown_as or folder.name}/{FACETS}", optional=True)
    facets = _check_facets(file)
    if file.faults:
        raise BankError(file.faults)
    return facets


def _check_facets(file: MarkedFile) -> dict[str, Facet]:
    if not file.faults:
        _check_entries([file], "facet", general())
    return {} if file.faults else check_facets(file)


class _Source:
    """The files of a bank, read and checked.

    Attributes:
        facets: The file with facets; empty if there is none.
        items: The files with items.
        sets: The file with exercises.
        claims: The file with claims.
        policies: The file with policies; empty if there is none.
    """

    def __init__(self, folder: Path, shown_as: str) -> None:
        self.facets = MarkedFile(folder / FACETS, f"{shown_as}/{FACETS}", optional=True)
        self._facts, faults = _read_facts(folder / "facts.json")
        for rule, fix in faults:
            self.facets.fault((), f"{shown_as}/facts.json: {rule}", fix)
        self.items = [
            MarkedFile(path, f"{shown_as}/items/{path.name}")
            for path in sorted((folder / "items").glob("*.yml"))
        ]
        self.sets = MarkedFile(folder / "sets.yml", f"{shown_as}/sets.yml")
        self.claims = MarkedFile(folder / "claims.yml", f"{shown_as}/claims.yml")
        name = f"{shown_as}/policies.yml"
        self.policies = MarkedFile(folder / "policies.yml", name, optional=True)
        self._check()

    @property
    def files(self) -> list[MarkedFile]:
        """All files."""
        return [self.facets, *self.items, self.sets, self.claims, self.policies]

    def _check(self) -> None:
        facets = _check_facets(self.facets)
        if self.facets.faults:
            return  # What items say cannot be checked without them.
        if not facets and any(file.entries for file in self.items):
            rule = "The bank has items and no facets, so nothing can be asked of them."
            self.facets.fault((), rule, 'Write what can be asked: start with "- id: ...".')
            return
        definitions = of_bank(facets, self._facts)
        label = derived_of(facets)
        _check_entries([self.policies], "policy", definitions)
        disputes = {e["id"]: e.get("dispute", "") for _, e in self.policies.sound}

        def check_item(file: MarkedFile, index: int, entry: Entry) -> None:
            if label is not None:
                check_labels(file, index, entry, label, disputes.get(entry.get("policy", ""), ""))

        _check_entries(self.items, "item", definitions, check_item)
        _check_entries([self.sets], "set", definitions, _check_set)
        _check_entries([self.claims], "claim", definitions)
        _check_references(self.items, self.sets, self.claims)
        graded = (entry for _, entry in self.sets.sound if entry.get("graded"))
        held_back = [item for entry in graded for item in entry.get("items", ())]
        check_policies(self.items, self.policies, held_back, facets)


def compile_bank(folder: Path, *, shown_as: str = "") -> str:
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


def write_compiled(folder: Path, *, shown_as: str = "") -> Path:
    """Compile the learners' bank and write it into the folder.

    A folder of the name that learners import becomes a package, unless it is one, so that a
    notebook beside it finds it without a build.

    Args:
        folder: As for `read`.
        shown_as: As for `read`.

    Returns:
        The compiled file.

    Raises:
        BankError: The bank has faults; nothing is written.
    """
    path = folder / COMPILED
    path.write_text(compile_bank(folder, shown_as=shown_as), encoding="utf-8", newline="\n")
    module = folder / "__init__.py"
    if folder.name == PACKAGE and not module.exists():
        module.write_bytes(BINDING.read_bytes())
    return path


def _check_entries(
    files: Iterable[MarkedFile],
    kind: str,
    definitions: Schema,
    check: Callable[[MarkedFile, int, Entry], None] | None = None,
) -> None:
    """Check each entry against the schema and, where its shape is sound, what it says."""
    validator = Draft202012Validator({**definitions[kind], "$defs": definitions})
    seen: dict[str, str] = {}
    for file in files:
        for index, entry in enumerate(file.entries):
            errors = list(validator.iter_errors(entry))
            for error in errors:
                for place, rule, fix in explain(error):
                    file.fault((index, *place), rule, fix)
            if not errors:
                file.sound.append((index, entry))
                if check is not None:
                    check(file, index, entry)
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str):
                place = (index, "id")
                if name in seen:
                    rule = f'The id "{name}" is taken, see {seen[name]}.'
                    file.fault(place, rule, "Choose another id.")
                seen.setdefault(name, f"{file.name}:{file.line(place)}")


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
            for choice in choices:
                if choice != answer and choice not in question["why"]:
                    rule = f'"{choice}" is wrong here, but nothing says why.'
                    file.fault((*place, "why"), rule, f'Add "{choice}: ..." under "why".')
            check_refuted(file, place, [answer], choices, question["why"])
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
    known_claims = set(claims.ids)
    for file in (*item_files, sets):
        for index, entry in file.sound:
            for number, claim in enumerate(entry.get("claims", ())):
                if claim not in known_claims:
                    rule = f'The claim "{claim}" is not in {claims.name}.'
                    file.fault((index, "claims", number), rule, "Correct the id, or add the claim.")

    titles = {name: "" for file in item_files for name in file.ids}
    titles |= {e["id"]: e["title"] for file in item_files for _, e in file.sound}
    practised = {
        item: entry["id"]
        for _, entry in sets.sound
        if not entry.get("graded")
        for item in entry.get("items", ())
    }
    for index, entry in sets.sound:
        names = []
        for number, item in enumerate(entry.get("items", ())):
            place = (index, "items", number)
            if item not in titles:
                rule = f'There is no item "{item}" in the bank.'
                sets.fault(place, rule, "Correct the id, or write the item.")
            elif entry.get("graded") and item in practised:
                rule = f'"{item}" is graded here, but "{practised[item]}" gives its key away.'
                sets.fault(place, rule, "Take the item out of one of the two.")
            names.append((item, titles.get(item, "")))
        _check_names(sets, (index, "items"), names)


def _read_facts(path: Path) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the schema of each further field of items, and what is wrong with the file."""
    if not path.exists():
        return {}, []
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema({"properties": facts})
    except (ValueError, SchemaError) as error:
        said = error.message if isinstance(error, SchemaError) else str(error)
        return {}, [(f"This is no JSON Schema: {said}.", "Give each field its schema.")]
    return facts, []
