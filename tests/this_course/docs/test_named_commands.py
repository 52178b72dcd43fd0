"""Every command that a text names is there, with the options that the text gives it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

from tests.support import REPOSITORY
from tests.this_course.docs.reading import PAGES
from tests.this_course.docs.test_reference import commands, targets

if TYPE_CHECKING:
    from pathlib import Path

TEXTS: Final = [  # the changelog also names what there was
    *PAGES,
    *(path for path in sorted(REPOSITORY.glob("*.md")) if path.name != "CHANGELOG.md"),
    REPOSITORY / "lessondeck" / "README.md",
    REPOSITORY / "lessondeck" / "starter" / "course" / "README.md",
    *sorted((REPOSITORY / "source" / "instructors").glob("*.md")),
]

SHELL: Final = re.compile(r"```(?:sh|console)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
"""Blocks of commands, and code within sentences."""

CALL: Final = re.compile(r"(?:\S*python3? -m )?(lessondeck|selfcheck|exercises)(?: (.*))?")


def named(path: Path) -> Iterator[str]:
    """Yield the lines of a text that look like commands of ours."""
    for block, span in SHELL.findall(path.read_text(encoding="utf-8")):
        for line in (block or span).splitlines():
            command = line.partition(" #")[0].strip()
            if command.partition(" ")[0] == "make" or CALL.fullmatch(command):
                yield command


def fault(command: str) -> str:
    """Return what is wrong with a command; nothing if it is there."""
    program, *words = shlex.split(command)
    if program == "make":
        wanted = [word for word in words if "=" not in word]
        return "".join(f"{command}: no target {word}" for word in wanted if word not in targets())
    match = CALL.fullmatch(command)
    if not match or not match[2]:
        return ""
    engine = "lessondeck" if match[1] == "lessondeck" else "selfcheck"
    words = shlex.split(match[2])
    if words[0].startswith("-"):
        return "" if words[0] in {"--version", "--help", "--bank"} else f"{command}: {words[0]}?"
    name = f"{engine} {words[0]}"
    if name not in commands():
        return f"{command}: no command {name}"
    options = {word.partition("=")[0] for word in words if word.startswith("--")}
    return "".join(f"{command}: no option {name}" for name in options - commands()[name])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_command_is_there(path: Path) -> None:
    assert [found for command in named(path) if (found := fault(command))] == []


def test_commands_are_found_and_judged() -> None:
    texts = [command for path in TEXTS for command in named(path)]
    assert len(texts) > 50
    good = (
        "make",
        "make EDITION=instructor serve",
        "python -m selfcheck check",
        "lessondeck build",
    )
    assert [fault(command) for command in good] == [""] * len(good)
    bad = (
        "make serv",
        "lessondeck bild",
        "lessondeck build --port 1",
        "python -m exercises choose",
    )
    assert [command for command in bad if not fault(command)] == []
