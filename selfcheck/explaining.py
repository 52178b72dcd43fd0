"""Say in a notebook what a name that Python does not know may have been meant to be."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from .inputs import printable


def about_name(name: str) -> str:
    """Return what to do about a name that Python does not know.

    Args:
        name: The name.

    Example:
        >>> about_name("owl").splitlines()[0]
        'Python does not know the name owl.'
    """
    shown = printable(name)
    return (
        f"Python does not know the name {shown}.\n"
        f'If you meant a text, put it in quotation marks: "{shown}".\n'
        "If it is a name from above, run the cell that defines it first."
    )


def explain_names() -> None:
    """Add that to the error message in a notebook; elsewhere, nothing happens."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.set_custom_exc((NameError,), _explain)


def _explain(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an error as the shell would, and say what to do about the name."""
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    name = getattr(error, "name", None)
    if isinstance(name, str) and not isinstance(error, UnboundLocalError):
        print(about_name(name))
