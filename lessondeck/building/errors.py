"""Say in words what stopped a build."""

from __future__ import annotations

import re
import shutil
import sqlite3
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError, ExtensionError, SphinxError, SphinxParallelError

if TYPE_CHECKING:
    from collections.abc import Iterator


def explain(error: Exception) -> str:
    """Return what is wrong and what to do about it; a fault of the tools with its traceback."""
    for reason in _reasons(error):
        if isinstance(reason, shutil.Error):
            # It tells of every file that could not be copied; the first says enough.
            _source, target, what = reason.args[0][0]
            return _about_disk(re.sub(r"\[Errno \d+\] ([^:]+).*", r"\1", what), target)
        if isinstance(reason, OSError):
            return _about_disk(reason.strerror or str(reason), reason.filename)
        if isinstance(reason, sqlite3.OperationalError):
            return _about_disk(str(reason), "the cache of executed labs")
    if isinstance(error, SphinxParallelError):
        return _from_worker(error)
    if isinstance(error, ConfigError) and error.__cause__ is not None:
        return _about_settings(error, error.__cause__)
    if isinstance(error, SphinxError) and getattr(error, "orig_exc", None) is None:
        return str(error)
    return _about_tools("".join(traceback.format_exception(error)))


def is_interruption(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind an error: helpers report it, and clearing up may fail on it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        if isinstance(error, SphinxParallelError) and error.message == "KeyboardInterrupt":
            return True
        error = error.__cause__ or error.__context__
    return False


def _reasons(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what is behind it, except where its message already says that."""
    while error is not None:
        yield error
        if isinstance(error, ExtensionError):
            error = error.orig_exc
        elif isinstance(error, SphinxError):
            return
        else:
            error = error.__cause__ or error.__context__


def _about_disk(what: str, where: object) -> str:
    place = f" ({where})" if where else ""
    return f"{what}{place}; make room or mend the rights of the folder, then build again"


def _about_settings(error: ConfigError, cause: BaseException) -> str:
    """Name the line of ``conf.py`` that can't be run."""
    if isinstance(cause, SyntaxError):
        return (
            f"{Path(cause.filename or 'conf.py').name}:{cause.lineno}: {cause.msg}; mend the line"
        )
    frames = traceback.extract_tb(cause.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == "conf.py"]
    if not lines or isinstance(cause, OSError):
        return str(error)
    return f"conf.py:{lines[-1]}: {type(cause).__name__}: {cause}; mend the line"


def _from_worker(error: SphinxParallelError) -> str:
    """Read the message of an error that another process had; it comes as text."""
    system = re.search(r"\[Errno \d+\] ([^:)]+)(?:: '([^']*)')?", error.message)
    if system:
        return _about_disk(system[1], system[2])
    known = re.match(r"(?:sphinx\.errors|lessondeck)\.[\w.]+: (.*)", error.message, re.DOTALL)
    if known and "threw an exception" not in error.message:
        return known[1]
    return _about_tools(error.traceback)


def _about_tools(details: str) -> str:
    return f"a fault of the tools, not of the sources; report it with these lines:\n{details}"
