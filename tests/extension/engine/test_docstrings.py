"""The examples in docstrings work, and what learners call has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import shutil

import pytest

import exercises
import selfcheck
from selfcheck import authoring
from tests.support import REPOSITORY

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(selfcheck.__path__, "selfcheck.")
    if not module.name.endswith(("__main__", ".binding"))
)


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> selfcheck.SelfCheck:
    """The bank that examples ask about."""
    folder = tmp_path_factory.mktemp("examples") / "birds"
    shutil.copytree(REPOSITORY / "tests" / "birds", folder)
    return selfcheck.SelfCheck(authoring.write_compiled(folder).parent)


@pytest.mark.parametrize("name", ["exercises", "selfcheck", *MODULES])
def test_examples(name: str, birds: selfcheck.SelfCheck) -> None:
    called = {name: getattr(birds, name) for name in ("another_round", "check", "questions")}
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, extraglobs=called if name == "selfcheck.course" else {})
    assert outcome.failed == 0


LEARNERS_CALL = [
    (package.__name__, name)
    for package in (exercises, selfcheck)
    for name in package.__all__
    if inspect.isroutine(getattr(package, name)) and name != "explain_names"
]


@pytest.mark.parametrize(("package", "name"), LEARNERS_CALL)
def test_public_functions_document_types_errors_and_an_example(package: str, name: str) -> None:
    function = getattr(importlib.import_module(package), name)
    text = inspect.getdoc(function) or ""
    assert ">>> " in text
    for part in ("Args:", "Returns:", "Raises:"):
        assert part in text
    for parameter in inspect.signature(function).parameters:
        assert f"    {parameter}:" in text


@pytest.mark.parametrize("package", ["exercises", "selfcheck"])
def test_everything_public_is_exported(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
