"""A notebook says what a name without quotation marks may have been meant to be."""

from __future__ import annotations

import subprocess
import sys

from tests.support import REPOSITORY

CODE = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("import exercises")
shell.run_cell('answers = {"gpt-2": llm}')
shell.run_cell("print(1 / 0)")
shell.run_cell("def f():\\n    print(a)\\n    a = 1\\nf()")
"""


def test_a_missing_quotation_mark_is_explained_in_a_notebook() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "NameError" in done.stdout
    assert 'put it in quotation marks: "llm"' in done.stdout
    assert "ZeroDivisionError" in done.stdout
    assert done.stdout.count("quotation marks") == 1


def test_nothing_is_loaded_outside_a_notebook() -> None:
    code = "import sys, exercises; print('IPython' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.stdout == "False\n"
