"""Say in plain words what a JSON Schema error means to an author, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from .marked_yaml import Place

_KINDS = {
    "string": "a text",
    "array": "a list",
    "object": "a group of named fields",
    "integer": "a whole number",
    "boolean": "true or false",
}


def explain(error: ValidationError) -> Iterator[tuple[Place, str, str]]:
    """Explain a schema error.

    Args:
        error: As jsonschema reports it.

    Yields:
        Where in the entry, the rule, and the fix. One error can hold several of these.
    """
    place: Place = tuple(error.absolute_path)
    found: Any = error.instance
    expected: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "required":
            for name in expected:
                if name not in found:
                    yield place, f'The field "{name}" is missing.', f'Add "{name}: ...".'
        case "additionalProperties":
            known = list(schema["properties"])
            for name in found:
                if name not in known:
                    yield (*place, name), f'There is no field "{name}".', _instead(name, known)
        case "enum" if "propertyNames" in error.absolute_schema_path:
            yield (*place, found), f'"{found}" is not a label.', _instead(found, expected)
        case "enum":
            listed = ", ".join(map(_value, expected))
            rule = f"The value has to be one of {listed}; it is {_value(found)}."
            yield place, rule, _quote_or_choose(found, expected)
        case "type":
            rule = f"The value has to be {_KINDS[expected]}; it is {_value(found)}."
            fix = "Put it in quotation marks." if expected == "string" else "Write it so."
            yield place, rule, fix
        case "pattern":
            wanted = schema["description"]
            yield place, f"The value has to be {wanted}; it is {_value(found)}.", "Write it so."
        case "minItems" | "minProperties":
            rule = f"There have to be {expected} or more here; there are {len(found)}."
            yield place, rule, "Add what is missing."
        case "uniqueItems":
            yield place, "Something stands in this list twice.", "Remove the repetition."
        case "minimum" | "maximum":
            side = "at least" if error.validator == "minimum" else "at most"
            yield place, f"The number has to be {side} {expected}; it is {found}.", "Correct it."
        case "anyOf" if "description" in schema:
            yield from _explain_kinds(error, place)
        case "anyOf" | "oneOf":
            ways = [" and ".join(f'"{name}"' for name in way["required"]) for way in expected]
            yield place, f"There has to be either {' or '.join(ways)}.", "Give one of these."
        case _:
            yield place, f"{error.message}.", "See selfcheck/authoring/schema.json."


def _explain_kinds(error: ValidationError, place: Place) -> Iterator[tuple[Place, str, str]]:
    """Explain a value that may be of several kinds: by what is wrong within it, if it is one."""
    found: Any = error.instance
    schema: Any = error.schema
    for below in error.context or () if isinstance(found, dict | list) else ():
        if below.absolute_path != error.absolute_path or below.validator != "type":
            yield from explain(below)
            return
    rule = f"The value has to be {schema['description']}; it is {_value(found)}."
    is_word = isinstance(found, bool)
    yield place, rule, 'Put "yes" and "no" in quotation marks.' if is_word else "Write it so."


def _value(found: Any) -> str:
    if isinstance(found, bool):
        return f"the boolean {str(found).lower()}"
    if isinstance(found, str):
        return f'"{found[:40]}"'
    if isinstance(found, list | dict):
        return _KINDS["array" if isinstance(found, list) else "object"]
    return "empty" if found is None else str(found)


def _quote_or_choose(found: Any, allowed: list[Any]) -> str:
    if isinstance(found, bool):
        # YAML 1.1 reads an unquoted yes or no as a boolean.
        meant = "yes" if found else "no"
        if meant in allowed:
            return f'Write "{meant}" in quotation marks.'
    return _instead(found, allowed)


def _instead(found: Any, allowed: list[Any]) -> str:
    texts = [str(value) for value in allowed]
    near = difflib.get_close_matches(str(found), texts, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of {', '.join(texts)}."
