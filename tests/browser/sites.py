"""Built sites: where they are, what is in them, and how they are made and served for a test."""

from __future__ import annotations

import fcntl
import re
import shutil
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest

from lessondeck.core.config import EDITIONS
from lessondeck.pages.content_policy import HEADER
from tests.support import REPOSITORY, Course

COURSE: Final = REPOSITORY / "build" / "site"
"""The student's course, which `make test` builds first."""


@dataclass(frozen=True)
class Site:
    """A built course: its folder, and the address where it is served, with a slash at its end."""

    folder: Path
    address: str

    def page(self, name: str) -> str:
        """Return the address of a document's page."""
        return f"{self.address}{name}.html"

    def deck(self, name: str) -> str:
        """Return the address of a document's deck."""
        return f"{self.address}deck/{name}.html"


def pages_of(folder: Path) -> list[str]:
    """Return the names of all pages of a built course, without their suffix."""
    return _documents(folder, leave_out=("_static", "deck", "lite"))


def decks_of(folder: Path) -> list[str]:
    """Return the names of all decks of a built course, without their suffix."""
    return _documents(folder / "deck", leave_out=("_static",))


def lessons_of(folder: Path) -> list[str]:
    """Return the names of the lessons: a composed deck is in another folder of its own."""
    return [name for name in decks_of(folder) if name.startswith("source/")]


def _documents(folder: Path, leave_out: tuple[str, ...]) -> list[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*.html"))
    return sorted(
        path.with_suffix("").as_posix() for path in paths if path.parts[0] not in leave_out
    )


def build_copy(
    source: Course, target: Path, settings: str = "", editions: tuple[str, ...] = EDITIONS
) -> Course:
    """Build editions in a copy of a course, which takes its executed labs along; return the copy.

    Test processes that ask for the same copy get the same: the first one builds it.
    A build that failed is not tried again, and each process hears why it failed.
    Lines of ``settings`` are added to the copy's ``conf.py``.
    """
    copy, log = Course(target), target.with_suffix(".log")
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.exists():
            try:
                said = _build(source, copy, settings, editions)
            except Exception:
                said = traceback.format_exc()
            log.write_text(said, encoding="utf-8")
    if not all(copy.site(edition).is_dir() for edition in editions):
        reason = log.read_text(encoding="utf-8")
        pytest.fail(f"the copy {target.name!r} of a course was not built:\n{reason}", False)
    return copy


def _build(source: Course, copy: Course, settings: str, editions: tuple[str, ...]) -> str:
    """Build editions in a new copy of a course, and return what that printed."""
    # A process that was killed may have left half a copy.
    shutil.rmtree(copy.root, ignore_errors=True)
    source.copy_to(copy.root)
    copy.write("conf.py", copy.read("conf.py") + settings)
    return "".join(copy.run("build", "--edition", edition).output for edition in editions)


def as_told(site: Path) -> Callable[[str], Mapping[str, str]]:
    """Return the headers of each path, as a built site tells servers of one common kind."""
    text = (site / ".htaccess").read_text(encoding="utf-8")
    pages, lite = re.findall(rf'set {HEADER} "([^"]*)"', text)
    return lambda path: {HEADER: lite if "/lite/" in path else pages}


@contextmanager
def serve(
    folder: Path, headers: Callable[[str], Mapping[str, str]] = lambda _: {}
) -> Iterator[str]:
    """Serve a folder on a free port of this machine; give its address.

    Args:
        folder: what is served.
        headers: tells what goes in front of what is at a path.
    """

    class Handler(QuietHandler):
        def end_headers(self) -> None:
            for name, value in headers(self.path).items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what goes wrong is seen from the browser."""
