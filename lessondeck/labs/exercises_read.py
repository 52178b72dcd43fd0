"""What a lab reads of the exercises: the modules, and those exercises that its code names.

``check("id", …)`` and ``questions("id")`` look at one exercise.  Code that does anything else with
the exercises may look at all of them, and so may code that can't be told.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lessondeck.core.digests import Stamps, file_digest, stamps
from selfcheck.authoring import shipped_files
from selfcheck.bank import COMPILED
from selfcheck.inputs import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbformat import NotebookNode

OF_ONE: Final = frozenset({"check", "questions"})
"""What looks at the exercise that its first argument names."""

OF_NONE: Final = frozenset({"Case", "check_rule", "cohens_kappa", "fleiss_kappa"})
"""What looks at nothing but what it is given."""

ANY_CODE: Final = frozenset({"__import__", "eval", "exec", "import_module", "run_module"})
"""What may run code that nobody can read here."""

LINE_OF_JUPYTER: Final = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


class _AnyError(Exception):
    """Code may look at any exercise."""


def digest_of_exercises(notebook: NotebookNode, beside: Iterable[Path], folder: Path) -> str:
    """Return one hash for all that a lab may read of the exercises; nothing if it uses none.

    Args:
        notebook: the lab.
        beside: the files beside it that it may read.
        folder: the folder of the bank.
    """
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    code += [file.read_text("utf-8", "replace") for file in beside if file.suffix == ".py"]
    if not any("exercises" in source or "selfcheck" in source for source in code):
        return ""
    files = shipped_files(folder)
    state = hashlib.sha256()
    for name, file in files.items():
        if file.name != COMPILED:
            state.update(name.encode() + b"\0" + file_digest(file))
    compiled = folder / COMPILED
    if compiled in files.values():
        state.update(_of_bank(compiled, code))
    return state.hexdigest()


def _of_bank(compiled: Path, code: Sequence[str]) -> bytes:
    try:
        named = {name for source in code for name in named_exercises(source)}
        return _of_exercises(compiled, stamps([compiled]), frozenset(named))
    except _AnyError:
        return file_digest(compiled)


def named_exercises(source: str) -> Iterator[str]:
    """Yield the exercises that code looks at, by what it calls them.

    Raises:
        _AnyError: it may look at others.
    """
    try:
        tree = ast.parse(LINE_OF_JUPYTER.sub(r"\1pass", source))
    except (SyntaxError, ValueError) as error:
        raise _AnyError from error
    told = {id(name) for node in ast.walk(tree) for name in _harmless(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(exercise)), *_]) if (
                name in OF_ONE
            ):
                yield exercise
            case ast.Name(id=name) | ast.Attribute(attr=name) if (
                name in OF_ONE | ANY_CODE and id(node) not in told
            ):
                raise _AnyError
            case ast.Import(names=names) if any(_is_ours(alias.name) for alias in names):
                raise _AnyError
            case ast.ImportFrom(module=str(module), names=names) if _is_ours(module) and any(
                alias.name not in OF_ONE | OF_NONE or alias.asname for alias in names
            ):
                raise _AnyError
            case ast.Constant(value=str(text)) if COMPILED in text:
                raise _AnyError


def _harmless(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the names of functions that are called for one exercise, or get another such name."""
    match node:
        case ast.Call(func=ast.Name() as name, args=[ast.Constant(value=str()), *_]):
            yield name
        case ast.Call(func=ast.Name() as name, args=[], keywords=[]):
            yield name
        case ast.Assign(targets=[ast.Name(id=other) as target], value=value) if other in OF_ONE:
            yield from (target, value)


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in {"exercises", "selfcheck"}


@lru_cache(maxsize=100)
def _of_exercises(compiled: Path, _stamps: Stamps, named: frozenset[str]) -> bytes:
    """Return a hash of some exercises with all that they consist of."""
    data: dict[str, list[dict[str, Any]]] = json.loads(compiled.read_text(encoding="utf-8"))
    wanted = {normal(name) for name in named}
    sets = [e for e in data["sets"] if {normal(e["id"]), normal(e["title"])} & wanted]
    if wanted - {normal(entry[key]) for entry in sets for key in ("id", "title")}:
        raise _AnyError  # what is said to an unknown name tells of the others
    held = {name for entry in sets for name in entry.get("items", ())}
    items = [item for item in data["items"] if item["id"] in held]
    ruled = {item.get("policy") for item in items}
    policies = [policy for policy in data.get("policies", ()) if policy["id"] in ruled]
    return hashlib.sha256(json.dumps([sets, items, policies]).encode()).digest()
