"""Preview: build, serve, rebuild on every change and reload the browser.

The server is one process, and what builds another, see `worker`: it keeps all that it has loaded,
and is started anew when that changed, while the server stays where it is.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from sphinx_autobuild.utils import find_free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from lessondeck.building.workshop import AGAIN, READY, Workshop
from lessondeck.tools.subprocesses import with_this_package

if TYPE_CHECKING:
    from starlette.types import ASGIApp

progress = logging.getLogger("lessondeck.progress")

OWN_NAMES: Final = ("127.0.0.1", "localhost")
"""The names that a preview answers to.

Another one is that of a foreign site which leads its name to this machine, to read along.
"""

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

    async def watch(self) -> None:
        """Start the process, and again each time it ends since its code changed."""
        announced = False
        status = AGAIN
        while status == AGAIN:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "lessondeck.building.worker", self._edition),
                cwd=self._root,
                env=with_this_package(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdout is not None
            try:
                async for line in process.stdout:
                    if line.decode().strip() == READY:
                        self.flag.set()
                    if not announced:
                        progress.info("preview on %s (Ctrl-C ends it)", self._address)
                    announced = True
                status = await process.wait()
            finally:
                if process.returncode is None:
                    process.terminate()
        if status != INTERRUPTED:
            progress.info("the process that builds ended with status %d: start anew", status)
