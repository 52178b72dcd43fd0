"""The reference names all that the tool registers, with an example, and nothing else."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from docutils.parsers.rst import directives, roles
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from lessondeck import __main__ as tool_command
from lessondeck.core.config import Settings
from lessondeck.labs.notebooks import FOLD_TAG
from lessondeck.labs.privacy import PRIVATE_TAGS
from lessondeck.starter.writing import COURSE
from selfcheck import __main__ as selfcheck_command
from selfcheck.authoring import read_facets_file
from selfcheck.authoring.schemas import general
from selfcheck.facets import variable
from tests.support import REPOSITORY
from tests.this_course.docs.reading import DOCS, Section, only, sections

if TYPE_CHECKING:
    import argparse

OURS: Final = ("lessondeck.", "course.")
"""The packages whose directives and roles the documentation explains."""


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Return the directives and roles that the extensions of this course register."""
    root = tmp_path_factory.mktemp("empty")
    (root / "index.rst").write_text("Title\n=====\n", encoding="utf-8")
    with patch_docutils(), docutils_namespace():
        Sphinx(
            srcdir=root,
            confdir=None,
            outdir=root / "out",
            doctreedir=root / "doctrees",
            buildername="html",
            confoverrides={"extensions": ["lessondeck", "course"]},
            status=None,
            warning=io.StringIO(),
        )
        found = {**getattr(directives, "_directives"), **getattr(roles, "_roles")}  # noqa: B009
        yield {
            name: thing
            for name, thing in found.items()
            if _module(thing).startswith(OURS) and ":" not in name
        }


def _module(thing: Any) -> str:
    """Return where a class, a function or an instance was written."""
    return getattr(thing, "__module__", None) or type(thing).__module__


@pytest.fixture(scope="module")
def documented() -> dict[str, Section]:
    """Return the sections about directives by their names, without braces."""
    found = only(sections("directives", "directives-more"))
    return {name.strip("{}"): section for name, section in found.items()}


def test_every_directive_has_its_section(
    registered: dict[str, Any], documented: dict[str, Section]
) -> None:
    assert len(registered) > 20
    assert documented.keys() == registered.keys()


def test_every_option_is_explained(
    registered: dict[str, Any], documented: dict[str, Section]
) -> None:
    for name, directive in registered.items():
        options = {f":{option}:" for option in directive.option_spec or {}}
        assert documented[name].terms == options, f"options of {name}"


def test_every_directive_has_an_example(documented: dict[str, Section]) -> None:
    for name, section in documented.items():
        shown = "\n".join(section.blocks("{example}"))
        assert re.search(rf"\{{{name}\}}|\.\. {name}::", shown), f"{name} has no {{example}}"


def test_every_setting_is_explained_with_its_default_and_an_example() -> None:
    found = only(sections("settings"))
    named = {name for name in found if name.startswith("lessondeck_")}
    assert named == {f"lessondeck_{field.name}" for field in fields(Settings)}
    for field in fields(Settings):
        section = found[f"lessondeck_{field.name}"]
        default = ast.literal_eval(section.default)
        expected = [*field.default] if isinstance(field.default, tuple) else field.default
        assert default == expected, section.name
        example = "\n".join(section.blocks("python"))
        assigned = re.search(rf"^{section.name} = (.+)$", example, re.MULTILINE)
        assert assigned, f"{section.name} has no example"
        assert type(ast.literal_eval(assigned[1])) is type(default), section.name
        assert ast.literal_eval(assigned[1]) != default, f"{section.name}: show another value"


def test_front_matter_and_tags_are_explained() -> None:
    found = {name for name in only(sections("settings")) if not name.startswith("lessondeck_")}
    assert found == {"title", "minutes", "claims", "exercise", FOLD_TAG, *PRIVATE_TAGS}


def subcommands(parser: argparse.ArgumentParser) -> dict[str, set[str]]:
    """Return the commands of a parser with what each of them takes."""
    (action,) = (action for action in parser._actions if action.dest == "command")
    assert isinstance(action.choices, dict)
    return {
        name: {
            option.option_strings[-1] if option.option_strings else option.dest
            for option in command._actions
            if option.dest != "help"
        }
        for name, command in action.choices.items()
    }


def commands() -> dict[str, set[str]]:
    """Return all commands of the tool and of the engine, with what they take."""
    engine = selfcheck_command.parser_of(Path("exercises"), "selfcheck")
    return {
        f"{program} {name}": options
        for program, parser in (("lessondeck", tool_command._parser()), ("selfcheck", engine))
        for name, options in subcommands(parser).items()
    }


def test_every_command_is_explained() -> None:
    found = only(sections("commands"))
    expected = commands()
    assert found.keys() == expected.keys()
    for name, section in found.items():
        assert section.terms == expected[name], f"options of {name}"
        assert name in "\n".join(section.blocks("sh")), f"{name} has no example"


def targets() -> list[str]:
    """Return what ``make`` is told to do by its users."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    return sorted(re.findall(r"^([\w-]+):.*##", makefile, re.MULTILINE))


def test_every_target_of_make_is_explained() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `make ([\w-]+)` \|", page, re.MULTILINE)
    assert sorted(explained) == targets()


def fields_of(schema: dict[str, Any], before: str = "") -> set[str]:
    """Return the fields of a part of a schema, those within a field behind a dot."""
    found: set[str] = set()
    for name, value in schema["properties"].items():
        within = value.get("properties")
        found |= fields_of(value, f"{before}{name}.") if within else {before + name}
    return found


def test_every_field_of_the_bank_is_explained() -> None:
    parts = {name: part for name, part in general().items() if "properties" in part}
    facts = json.loads((REPOSITORY / "exercises" / "facts.json").read_text(encoding="utf-8"))
    parts["facts.json"] = {"properties": facts}
    found = only(sections("bank"))
    assert found.keys() == parts.keys()
    for name, section in found.items():
        assert section.terms == fields_of(parts[name]), f"fields of {name}"


def variables() -> set[str]:
    """Return the variables that the style sheets of the tool set or read."""
    sheets = set((REPOSITORY / "lessondeck").rglob("*.css")) - set(COURSE.rglob("*.css"))
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return {*re.findall(r"var\(\s*(--[\w-]+)", text), *re.findall(r"(--[\w-]+)\s*:", text)}


OF_OTHERS: Final = ("--color-", "--sd-", "--font-stack", "--code-font-size")
"""Beginnings of variables that the theme and sphinx-design have."""


def test_every_variable_of_the_look_is_explained() -> None:
    text = (DOCS / "looks.md").read_text("utf-8")
    named = re.findall(r"^\| `(--[\w-]+)`", text, re.MULTILINE)
    assert len(named) == len(set(named))
    own = {name for name in variables() if not name.startswith(OF_OTHERS)}
    colours = {
        variable(choice)
        for facet in read_facets_file(REPOSITORY / "exercises").values()
        for choice in facet.choices
        if choice.colours
    }
    assert colours
    assert set(named) == own | colours
