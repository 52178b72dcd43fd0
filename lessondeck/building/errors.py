"""Say in words what stopped a build."""

from __future__ import annotations

import re
import shutil
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, ExtensionError, SphinxError, SphinxParallelError

from lessondeck.core.internals import error_in_worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

TOOLS: Final = "a fault of the tools, not of the sources"


def explain(error: Exception) -> str:
    """Return what is wrong and what to do about it.

    An error of a converter, kernel or library names the source file that it was about;
    only what is about none comes with its traceback.
    """
    for reason in _reasons(error):
        if isinstance(reason, shutil.Error):
            # It tells of every file that could not be copied; the first says enough.
            _source, target, what = reason.args[0][0]
            return _about_disk(re.sub(r"\[Errno \d+\] ([^:]+).*", r"\1", what), target)
        if isinstance(reason, OSError):
            return _about_disk(reason.strerror or str(reason), reason.filename)
    if isinstance(error, SphinxParallelError):
        return _from_worker(error)
    if isinstance(error, ConfigError) and error.__cause__ is not None:
        return _about_settings(error, error.__cause__)
    if isinstance(error, SphinxError) and getattr(error, "orig_exc", None) is None:
        return str(error)
    return _about_source(error) or _about_tools("".join(traceback.format_exception(error)))


def lost_its_source(error: Exception) -> bool:
    """Tell whether an error came from another process, whose text does not tell of which file."""
    return isinstance(error, SphinxParallelError) and explain(error).startswith(TOOLS)


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
    reason = error_in_worker(error.message)
    if isinstance(reason, OSError):
        return _about_disk(reason.strerror or str(reason), reason.filename)
    return reason or _about_tools(error.traceback)


def _about_source(error: BaseException) -> str | None:
    """Name the document that was being read or written, if the error says so by where it arose."""
    cause: BaseException = getattr(error, "orig_exc", None) or error
    place = None
    for frame, _line in traceback.walk_tb(error.__traceback__):
        docname, env = (_local(frame, name) for name in ("docname", "env"))
        if isinstance(docname, str) and isinstance(env, BuildEnvironment):
            place = env.doc2path(docname)
    if place is None:
        return None
    innermost = traceback.extract_tb(cause.__traceback__)[-1]
    said = str(cause).strip().splitlines() or ["no further words"]
    return (
        f"{place}: something in this file can't be converted ({type(cause).__name__}: {said[0]}, "
        f"in {Path(innermost.filename).name}:{innermost.lineno}); "
        "undo what was changed last in it, or write that part in another way"
    )


def _local(frame: FrameType, name: str) -> object:
    """Return what a function, or the object that it belongs to, calls by a name."""
    found = frame.f_locals.get(name)
    return found if found is not None else getattr(frame.f_locals.get("self"), name, None)


def _about_tools(details: str) -> str:
    return f"{TOOLS}; report it with these lines:\n{details}"
