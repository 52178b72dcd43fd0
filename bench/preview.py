"""How long after a saved edit the preview shows it, on the page and in the deck."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Final

from websockets.sync.client import ClientConnection, connect

from bench.contenders import EDIT, edit_lesson, environment
from bench.measure import BenchError

PREVIEW: Final = "edit seen in serve"

PAUSE: Final = 4.0
"""Seconds between two edits."""

PATIENCE: Final = 120.0
"""Seconds after which an edit is taken for lost."""


def seen_after(root: Path, edits: int) -> list[float]:
    """Serve a course, edit a lesson some times, and return the seconds until each edit was seen.

    Raises:
        BenchError: the preview did not start, or never showed an edit.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "lessondeck", "serve", "--port", "0"],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = _address(process)
        lesson = min((root / "source").glob("*.md"))
        # The first edit loads what all later ones find loaded.
        return [_edit(address, lesson) for _ in range(edits + 1)][1:]
    finally:
        process.terminate()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        found = re.search(r"preview on (http\S+)", line)
        if found:
            return found[1]
        said.append(line)
    raise BenchError(f"the preview did not start:\n{''.join(said)}")


def _edit(address: str, lesson: Path) -> float:
    with connect(f"{address.replace('http', 'ws', 1)}/_reload") as socket:
        _wait_until_quiet(socket)
        started = time.perf_counter()
        edit_lesson(lesson)
        sentence = next(
            match[0].strip()
            for match in map(EDIT.search, lesson.read_text(encoding="utf-8").splitlines())
            if match
        )
        pages = [f"{address}/{folder}source/{lesson.stem}.html" for folder in ("", "deck/")]
        shown = False
        while not shown:
            try:
                socket.recv(timeout=PATIENCE)
            except TimeoutError as error:
                raise BenchError(f"the preview does not show {sentence!r} of {lesson}") from error
            # It may have been told of what an earlier edit brought along.
            shown = all(sentence in _text(page) for page in pages)
        return time.perf_counter() - started


def _wait_until_quiet(socket: ClientConnection) -> None:
    """Wait as somebody does who looks at the last edit, until nothing is told any more."""
    while True:
        try:
            socket.recv(timeout=PAUSE)
        except TimeoutError:
            return


def _text(page: str) -> str:
    with urllib.request.urlopen(page) as answer:
        return str(answer.read().decode())
