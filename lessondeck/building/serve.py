"""Preview: build, serve, rebuild on every change and reload the browser."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from sphinx_autobuild.utils import find_free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from lessondeck.building.edition import build
from lessondeck.building.workshop import BuildError, Workshop

if TYPE_CHECKING:
    from starlette.types import ASGIApp

progress = logging.getLogger("lessondeck.progress")

OWN_NAMES: Final = ("127.0.0.1", "localhost")
"""The names that a preview answers to.

Another one is that of a foreign site which leads its name to this machine, to read along.
"""

SOCKET: Final = "/_reload"
SCRIPT: Final = "/_reload.js"

RELOAD: Final = f"""\
new WebSocket(`ws://${{location.host}}{SOCKET}`).onmessage = () => location.reload();
"""

WATCHED = ("conf.py", "index.md", "source", "slides", "notebooks", "exercises")


def serve(root: Path, edition: str, port: int) -> None:
    """Serve an edition from its work folder until interrupted.

    sphinx-autobuild watches and reloads; its builder is replaced, since it starts a new Python
    for each build and knows one output (its way to pass another is not public), and its server,
    since it answers to any name and writes scripts into pages.

    Args:
        root: the folder with ``conf.py``.
        edition: which edition to show.
        port: where to listen on this machine; 0 finds a free one.
    """
    rebuild = functools.partial(_rebuild, root, edition)
    rebuild(changed_paths=())
    workshop = Workshop(root.resolve(), edition)
    workshop.site.mkdir(parents=True, exist_ok=True)
    number = port or find_free_port()
    ignore = IgnoreFilter([], [r"__pycache__", r"\.ipynb_checkpoints", r"~$"])
    watched = [root / name for name in WATCHED if (root / name).exists()]
    app = preview(workshop.site, RebuildServer(watched, ignore, change_callback=rebuild))
    progress.info("preview on http://127.0.0.1:%d (Ctrl-C ends it)", number)
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


def _rebuild(root: Path, edition: str, *, changed_paths: Sequence[Path]) -> None:
    """Build after a change; a mistake is shown and the preview goes on."""
    for path in changed_paths[:5]:
        progress.info("changed: %s", path.relative_to(root) if root in path.parents else path)
    started = time.monotonic()
    try:
        build(root, edition, publish=False)
    except BuildError as error:
        progress.info("not rebuilt: %s", error)
    else:
        progress.info("ready after %.1f s", time.monotonic() - started)
