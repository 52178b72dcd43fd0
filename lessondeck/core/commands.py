"""How an author types the commands that messages name."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def program() -> str:
    """Return how the command was typed that runs now."""
    return "lessondeck" if Path(sys.argv[0]).stem == "lessondeck" else "python -m lessondeck"


def typed(root: Path, name: str, target: str = "") -> str:
    """Return how a command is typed in a course: by its Makefile, if that has such a target.

    Args:
        root: the course's folder.
        name: the command, such as ``serve``, with its options.
        target: the target, unless it has the name of the command.
    """
    makefile = root / "Makefile"
    targets = makefile.read_text(encoding="utf-8") if makefile.is_file() else ""
    target = target or name
    by_make = re.search(rf"^{re.escape(target)}:", targets, re.MULTILINE)
    return f"make {target}" if by_make else f"lessondeck {name}"
