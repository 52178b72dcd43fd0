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

from .facets import Facet, derived_of, read_facets
from .model import Claim, Exercise, Item, Policy, Question

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
        facets: What can be asked of each item, by id.
    """

    items: Mapping[str, Item]
    exercises: Mapping[str, Exercise]
    claims: Mapping[str, Claim]
    policies: Mapping[str, Policy] = field(default_factory=dict)
    facets: Mapping[str, Facet] = field(default_factory=dict)

    @property
    def label(self) -> Facet | None:
        """The facet that follows from others, if there is one."""
        return derived_of(self.facets)


def build(data: Data) -> Bank:
    """Build the bank from plain data.

    Args:
        data: ``items``, ``sets``, ``claims`` and, if there are some, ``policies`` and ``facets``,
            each a list of dictionaries that the authoring checks have accepted.

    Returns:
        The bank, in the order of the data.
    """
    policies = {entry["id"]: _policy(entry) for entry in data.get("policies", ())}
    facets = read_facets(data.get("facets", ()))
    items = {entry["id"]: _item(entry, policies, facets) for entry in data["items"]}
    exercises = {entry["id"]: _exercise(entry, items, facets) for entry in data["sets"]}
    claims = {entry["id"]: Claim(id=entry["id"], topic=entry["topic"]) for entry in data["claims"]}
    return Bank(items, exercises, claims, policies, facets)


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
    facets = read_facets(data.get("facets", ()))
    return {
        "facets": list(data.get("facets", ())),
        "items": [entry for key, entry in items.items() if key not in held_back],
        "sets": [_without_key(e, items, facets) if e.get("graded") else e for e in data["sets"]],
        "claims": list(data["claims"]),
        "policies": list(data.get("policies", ())),
    }


def asked_facet(entry: Data, facets: Mapping[str, Facet]) -> Facet:
    """Return what a set of items asks for: the derived facet, or else the first, if not named.

    Args:
        entry: The set.
        facets: The facets of the bank, by id.
    """
    usual = derived_of(facets) or next(iter(facets.values()))
    return facets[entry.get("ask", usual.id)]


def _without_key(
    entry: Data, items: Mapping[str, Data], facets: Mapping[str, Facet]
) -> dict[str, Any]:
    if "items" in entry:
        facet = asked_facet(entry, facets)
        ask = {"ask": facet.id}
        choices = list(facet.values)
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
    return Policy(
        id=entry["id"],
        question=entry["question"],
        rule=entry["rule"],
        examples=entry["examples"],
        dispute=entry.get("dispute", ""),
        readings=entry.get("readings", {}),
    )


def _item(entry: Data, policies: Mapping[str, Policy], facets: Mapping[str, Facet]) -> Item:
    own = {f.name for f in fields(Item)} - {"facts"}
    written = {name: entry[name] for name in facets if name in entry}
    values: dict[str, Any] = {
        name: _tuples(value) for name, value in entry.items() if name in own
    } | {
        "values": written,
        "facets": facets,
        "policy": policies.get(entry.get("policy", "")),
        "facts": {
            name: _tuples(value) for name, value in entry.items() if name not in {*own, *written}
        },
    }
    return Item(**values)


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _exercise(entry: Data, items: Mapping[str, Item], facets: Mapping[str, Facet]) -> Exercise:
    if "items" in entry:
        asked = asked_facet(entry, facets)
        facet: Facet | None = asked
        questions = tuple(items[key].question(asked) for key in entry["items"])
    else:
        # A set of items for a grade is handed out with questions, but without their key.
        facet = facets[entry["ask"]] if "ask" in entry else None
        questions = tuple(_questions(entry))
    return Exercise(
        id=entry["id"],
        title=entry["title"],
        questions=questions,
        facet=facet,
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
