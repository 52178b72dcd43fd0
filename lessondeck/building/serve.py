"""Preview: build, serve, rebuild on every change and reload the browser.

The server is one process, and what builds another, see `worker`: it keeps the code that it has
loaded, and is started anew when that changed, while the server stays where it is and watches.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
import watchfiles
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from sphinx_autobuild.utils import find_free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from lessondeck.building.unchanged import CACHES, OWN
from lessondeck.building.workshop import AGAIN, FREE, READY, Workshop
from lessondeck.core.config import WITHOUT_SOURCES
from lessondeck.tools.subprocesses import with_this_package

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp

progress = logging.getLogger("lessondeck.progress")

OWN_NAMES: Final = ("127.0.0.1", "localhost")
"""The names that a preview answers to.

Another one is that of a foreign site which leads its name to this machine, to read along.
"""

NOTICED_IN: Final = 20
"""Milliseconds without a further change after which a build starts."""

HIDDEN: Final = frozenset({*WITHOUT_SOURCES, *CACHES})
"""Folders of a course that hold nothing of it."""

PASSING: Final = ("~", "#", ".swp", ".swx", ".pyc")
"""How the names of files end that an editor or Python keeps for itself."""

INTERRUPTED: Final = 130
"""How the process that builds ends after Ctrl-C."""

SOCKET: Final = "/_reload"
SCRIPT: Final = "/_reload.js"

RELOAD: Final = f"""\
new WebSocket(`ws://${{location.host}}{SOCKET}`).onmessage = () => location.reload();
"""


def serve(root: Path, edition: str, port: int) -> None:
    """Serve an edition from its work folder until interrupted.

    sphinx-autobuild reloads; its builder is replaced, since it starts a new process for each
    build and knows one output (its way to pass another is not public), and its server,
    since it answers to any name and writes scripts into pages.

    Args:
        root: the folder with ``conf.py``.
        edition: which edition to show.
        port: where to listen on this machine; 0 finds a free one.
    """
    workshop = Workshop(root.resolve(), edition)
    workshop.site.mkdir(parents=True, exist_ok=True)
    number = port or find_free_port()
    address = f"http://127.0.0.1:{number}"
    app = preview(workshop.site, Rebuilder(root, edition, address))
    uvicorn.run(app, host="127.0.0.1", port=number, log_level="warning")


def preview(site: Path, watcher: RebuildServer) -> Starlette:
    """Return a server of a folder that answers to its own names and reloads pages.

    Args:
        site: the folder.
        watcher: what tells open pages that there is something new.
    """
    return Starlette(
        routes=[
            WebSocketRoute(SOCKET, watcher, name="reload"),
            Route(SCRIPT, lambda _: Response(RELOAD, media_type="text/javascript")),
            Mount("/", app=StaticFiles(directory=site, html=True), name="static"),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[*OWN_NAMES]),
            Middleware(_Reloading),
        ],
        lifespan=watcher.lifespan,
    )


class _Reloading(JavascriptInjectorMiddleware):  # type: ignore[misc]
    """Adds the script that reloads a page; as a file, since pages forbid scripts within."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, "")
        self.script = f'<script src="{SCRIPT}"></script>\n'.encode()


class Rebuilder(RebuildServer):  # type: ignore[misc]
    """Has a process build, and tells open pages of each good build."""

    def __init__(self, root: Path, edition: str, address: str) -> None:
        """Start nothing yet.

        Args:
            root: the folder with ``conf.py``.
            edition: which edition to build.
            address: where the preview is.
        """
        super().__init__([], None, None)
        self._root, self._edition, self._address = root, edition, address
        self._changed: asyncio.Queue[str] = asyncio.Queue()
        self._announced = False

    async def watch(self) -> None:
        """Watch the course, and have a process build that is started again when its code changed.

        The watching goes on all the while, so that no change is missed.
        """
        watching = [asyncio.create_task(self._note(*places)) for places in watched(self._root)]
        try:
            status = AGAIN
            while status == AGAIN:
                status = await self._build()
        finally:
            for task in watching:
                task.cancel()
        if status != INTERRUPTED:
            progress.info("the process that builds ended with status %d: start anew", status)

    async def _note(self, places: Iterable[Path], recursive: bool) -> None:
        changes = watchfiles.awatch(
            *places, watch_filter=self._counts, step=NOTICED_IN, recursive=recursive
        )
        async for found in changes:
            for _kind, path in sorted(found):
                self._changed.put_nowait(path)

    def _counts(self, _kind: object, path: str) -> bool:
        """Tell files of the course from those that tools make for themselves."""
        hidden = self._root / Path(path).name == Path(path) and Path(path).name in HIDDEN
        return not (hidden or CACHES.intersection(Path(path).parts) or path.endswith(PASSING))

    async def _build(self) -> int:
        """Run a process that builds, and tell it of changes; return how it ended."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "lessondeck.building.worker", self._edition),
            cwd=self._root,
            env=with_this_package(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        free = asyncio.Event()
        telling = asyncio.create_task(self._tell(process.stdin, free))
        try:
            async for line in process.stdout:
                word = line.decode().strip()
                if word == FREE:
                    free.set()
                    continue
                if word == READY:
                    self.flag.set()
                if not self._announced:
                    progress.info("preview on %s (Ctrl-C ends it)", self._address)
                self._announced = True
            return await process.wait()
        finally:
            telling.cancel()
            if process.returncode is None:
                process.terminate()

    async def _tell(self, builder: asyncio.StreamWriter, free: asyncio.Event) -> None:
        """Name what changed, as soon as the process has time for it."""
        while True:
            await free.wait()
            free.clear()
            paths = {await self._changed.get()}
            while not self._changed.empty():
                paths.add(self._changed.get_nowait())
            builder.write(f"{json.dumps(sorted(paths))}\n".encode())
            await builder.drain()


def watched(root: Path) -> list[tuple[list[Path], bool]]:
    """Return where a change may change the preview, and whether in folders of these places too."""
    own = [path for path in OWN if path.is_dir() and root not in path.parents]
    inside = [path for path in sorted(root.iterdir()) if path.is_dir() and path.name not in HIDDEN]
    return [([root], False), ([*inside, *own], True)]
