"""The examples in docstrings work, and what learners call has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import exercises

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(exercises.__path__, "exercises.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["exercises", *MODULES])
def test_examples(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


FUNCTIONS = [name for name in exercises.__all__ if inspect.isfunction(getattr(exercises, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_document_types_errors_and_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(exercises, name)) or ""
    assert ">>> " in text
    for part in ("Args:", "Returns:", "Raises:"):
        assert part in text
    for parameter in inspect.signature(getattr(exercises, name)).parameters:
        assert f"    {parameter}:" in text


def test_everything_public_is_exported() -> None:
    assert exercises.__all__ == sorted(exercises.__all__)
    assert all(hasattr(exercises, name) for name in exercises.__all__)
