"""Preview: build, serve, rebuild on every change and reload the browser."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from sphinx_autobuild.__main__ import _create_app
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.utils import find_free_port

from lessondeck.building.edition import build
from lessondeck.building.workshop import BuildError, Workshop

progress = logging.getLogger("lessondeck.progress")

WATCHED = ("conf.py", "index.md", "source", "slides", "notebooks", "exercises")


def serve(root: Path, edition: str, port: int) -> None:
    """Serve an edition from its work folder until interrupted.

    sphinx-autobuild watches, serves and reloads; only its builder is replaced, since it starts
    a new Python for each build and knows one output (its way to pass another is not public).

    Args:
        root: the folder with ``conf.py``.
        edition: which edition to show.
        port: where to listen on this machine; 0 finds a free one.
    """
    rebuild = functools.partial(_rebuild, root, edition)
    rebuild(changed_paths=())
    workshop = Workshop(root.resolve(), edition)
    workshop.site.mkdir(parents=True, exist_ok=True)
    host = f"127.0.0.1:{port or find_free_port()}"
    ignore = IgnoreFilter([], [r"__pycache__", r"\.ipynb_checkpoints", r"~$"])
    watched = [root / name for name in WATCHED if (root / name).exists()]
    app = _create_app(watched, ignore, rebuild, workshop.site, host)
    progress.info("preview on http://%s (Ctrl-C ends it)", host)
    uvicorn.run(app, host="127.0.0.1", port=int(host.rpartition(":")[2]), log_level="warning")


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
