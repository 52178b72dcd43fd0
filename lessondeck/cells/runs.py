"""Run the code of runnable cells at build time, once each: what it prints stays in a cache.

The code runs as in the reader's browser: with the standard library and the bundle that the
browser gets, in an empty folder, and for a few seconds of a processor's time at most.
"""

from __future__ import annotations

import hashlib
import io
import json
import signal
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from lessondeck.core.archives import add_files
from lessondeck.core.atomic import write_whole
from lessondeck.core.bundle import bundle
from lessondeck.core.digests import Stamps, stamps
from lessondeck.tools.npm import BROWSER

CACHE: Final = Path("build", "cache", "cells")
"""Where outputs are kept, below the course's folder."""

PATIENCE: Final = 10
"""Seconds that a cell may work at build time; a reader's browser may be ten times slower."""

IDLE: Final = 12
"""How many times longer it may take by the clock, since the machine may have other work."""

LIMITED: Final = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds} + 1))
runpy.run_module("lessondeck.browser.learner_code", run_name="__main__")
"""
"""Runs a cell; the system ends it when it has worked too long."""


@dataclass(frozen=True)
class Run:
    """What came of running code: what it prints, or the line it stopped at and why."""

    output: str
    trouble: str | None = None
    line: int | None = None


def runtime(bank: Path) -> bytes:
    """Return a zip file with what code in a cell can import and what runs it.

    Args:
        bank: the folder of the course's bank.
    """
    return _runtime(bundle(bank), stamps(BROWSER.glob("*.py")))


@lru_cache(maxsize=1)
def _runtime(bundled: bytes, _stamps: Stamps) -> bytes:
    archive = io.BytesIO(bundled)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as writer:
        folder = f"lessondeck/{BROWSER.name}"
        modules = {f"{folder}/{it.name}": it.read_bytes() for it in sorted(BROWSER.glob("*.py"))}
        add_files(writer, modules)
    return archive.getvalue()


def run(root: Path, bank: Path, code: str) -> Run:
    """Run code, or return what it printed when it was run before.

    Args:
        root: the course's folder, which has the cache.
        bank: the folder of the course's bank.
        code: the code of a cell.
    """
    state = hashlib.sha256(code.encode() + b"\0" + runtime(bank))
    state.update(repr(sys.version_info[:2]).encode())
    kept = root / CACHE / f"{state.hexdigest()}.txt"
    if kept.is_file():
        return Run(kept.read_text(encoding="utf-8"))
    done = _run(runtime(bank), code)
    if done.trouble is None:
        write_whole(kept, done.output.encode())
    return done


def _run(importable: bytes, code: str) -> Run:
    with tempfile.TemporaryDirectory(prefix="cell-") as folder:
        course = Path(folder, "course")
        with zipfile.ZipFile(io.BytesIO(importable)) as archive:
            archive.extractall(course)
        empty = Path(folder, "empty")
        empty.mkdir()
        endless = Run("", f"does not end within {PATIENCE} s; is there a loop without an end?")
        try:
            done = subprocess.run(
                # Without the packages of the build, which no browser has.
                [sys.executable, "-S", "-P", "-B", "-c", LIMITED.format(seconds=PATIENCE)],
                input=code,
                capture_output=True,
                text=True,
                cwd=empty,
                env={"PYTHONPATH": str(course), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
                timeout=PATIENCE * IDLE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return endless
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return endless
    if done.returncode:
        return Run("", f"ends Python itself, with status {done.returncode}")
    outcome = json.loads(done.stdout)
    error = outcome["error"]
    if error is not None:
        return Run(outcome["output"], f"stops with {error['message']}", error["line"])
    return Run(outcome["output"])
