"""The bank of items and exercises, as the checker uses it.

At run time the bank is one JSON file inside a package of the course, so that it can be read
from a folder, from a zip file and in a browser with the standard library alone.
It is compiled from the YAML that authors write, see `selfcheck.authoring`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from .model import (
    CHOICES,
    Ask,
    Claim,
    Dispute,
    Exercise,
    Item,
    Level,
    Llm,
    Output,
    Policy,
    Question,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

COMPILED = "bank.json"
"""Name of the compiled file."""

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Bank:
    """Everything that can be asked.

    Attributes:
        items: The examples, by id.
        exercises: The exercises, by id.
        claims: The claims that the course teaches, by id.
        policies: How items of a kind are labelled, by id.
    """

    items: Mapping[str, Item]
    exercises: Mapping[str, Exercise]
    claims: Mapping[str, Claim]
    policies: Mapping[str, Policy] = field(default_factory=dict)


def build(data: Data) -> Bank:
    """Build the bank from plain data.

    Args:
        data: ``items``, ``sets``, ``claims`` and, if there are some, ``policies``, each a list
            of dictionaries that the schema has accepted.

    Returns:
        The bank, in the order of the data.
    """
    policies = {entry["id"]: _policy(entry) for entry in data.get("policies", ())}
    items = {entry["id"]: _item(entry, policies) for entry in data["items"]}
    exercises = {entry["id"]: _exercise(entry, items) for entry in data["sets"]}
    claims = {entry["id"]: Claim(id=entry["id"], topic=entry["topic"]) for entry in data["claims"]}
    return Bank(items, exercises, claims, policies)


def read_compiled(folder: Traversable) -> Bank:
    """Read a compiled bank.

    Args:
        folder: Where it is: a folder, or a package, be it in a zip file.

    Returns:
        The bank; keys of graded exercises are not in it.
    """
    return build(json.loads(folder.joinpath(COMPILED).read_text(encoding="utf-8")))


def for_learners(data: Data) -> dict[str, Any]:
    """Return the part of the source data that may be handed to learners.

    An item of a graded exercise leaves nothing but its name and its stimulus.

    Args:
        data: The whole source data, see `build`.
    """
    graded = [entry for entry in data["sets"] if entry.get("graded")]
    held_back = {item for entry in graded for item in entry.get("items", ())}
    items = {entry["id"]: entry for entry in data["items"]}
    return {
        "items": [entry for key, entry in items.items() if key not in held_back],
        "sets": [_without_key(e, items) if e.get("graded") else e for e in data["sets"]],
        "claims": list(data["claims"]),
        "policies": list(data.get("policies", ())),
    }


def _without_key(entry: Data, items: Mapping[str, Data]) -> dict[str, Any]:
    if "items" in entry:
        ask = {"ask": entry.get("ask", str(Ask.LABEL))}
        choices = [str(choice) for choice in CHOICES[Ask(ask["ask"])]]
        questions = [
            {"id": key, "title": items[key]["title"], "prompt": items[key]["stimulus"]}
            for key in entry["items"]
        ]
    else:
        ask = {}
        choices = entry["choices"]
        questions = [
            {name: q[name] for name in ("id", "title", "prompt") if name in q}
            for q in entry["questions"]
        ]
    named = {"id": entry["id"], "title": entry["title"]}
    return {**named, **ask, "graded": True, "choices": choices, "questions": questions}


def _policy(entry: Data) -> Policy:
    dispute = entry.get("dispute")
    return Policy(
        id=entry["id"],
        question=entry["question"],
        rule=entry["rule"],
        examples=entry["examples"],
        dispute=None if dispute is None else Dispute(dispute),
    )


def _item(entry: Data, policies: Mapping[str, Policy]) -> Item:
    own = {f.name for f in fields(Item)} - {"facts"}
    values: dict[str, Any] = {
        name: _tuples(value) for name, value in entry.items() if name in own
    } | {
        "level": Level(entry["level"]),
        "output": Output(entry["output"]),
        "llm": Llm(entry["llm"]),
        "policy": policies.get(entry.get("policy", "")),
        "facts": {name: _tuples(value) for name, value in entry.items() if name not in own},
    }
    return Item(**values)


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _exercise(entry: Data, items: Mapping[str, Item]) -> Exercise:
    if "items" in entry:
        ask = Ask(entry.get("ask", Ask.LABEL))
        questions = tuple(items[key].question(ask) for key in entry["items"])
    else:
        ask = Ask(entry.get("ask", Ask.CHOICE))
        questions = tuple(_questions(entry))
    return Exercise(
        id=entry["id"],
        title=entry["title"],
        ask=ask,
        questions=questions,
        graded=bool(entry.get("graded", False)),
    )


def _questions(entry: Data) -> Iterable[Question]:
    for question in entry["questions"]:
        answer = question.get("answer")
        yield Question(
            id=question["id"],
            title=question.get("title", question["id"].replace("-", " ")),
            prompt=question["prompt"],
            choices=tuple(entry["choices"]),
            right={} if answer is None else {answer: question["reason"]},
            wrong=question.get("why", {}),
            hints=tuple(question.get("hints", ())),
            near_miss=bool(question.get("near_miss", False)),
            claims=tuple(entry.get("claims", ())),
        )
