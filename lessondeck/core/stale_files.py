"""What has no source any more leaves the site: files that Sphinx copies, and those made of labs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def leave_only(app: Sphinx, kind: str, names: Iterable[str]) -> None:
    """Remove from the pages what an earlier build put there, and this one does not.

    Args:
        app: its builder writes the pages.
        kind: what these files are to each other; each kind is remembered by itself.
        names: the files that the site has to hold, seen from its folder.
    """
    noted = Path(app.doctreedir, f"{kind}.json")
    wanted = sorted(names)
    before = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else []
    for name in {*before} - {*wanted}:
        Path(app.outdir, name).unlink(missing_ok=True)
    noted.write_text(json.dumps(wanted), encoding="utf-8")


def remove_withdrawn(app: Sphinx) -> None:
    """Remove what ``html_extra_path`` no longer has; a page of the same name is written anew."""
    if app.builder.name == "html":
        leave_only(app, "extra", _extra(app))


def _extra(app: Sphinx) -> Iterator[str]:
    """Yield the names under which Sphinx copies extra files into the site."""
    for name in app.config.html_extra_path:
        start = Path(app.confdir, name)
        if start.is_file():
            yield start.name
        for file in start.rglob("*"):
            if file.is_file():
                yield file.relative_to(start).as_posix()


def setup_stale_files(app: Sphinx) -> None:
    """Clear up before Sphinx looks for what is missing."""
    app.connect("builder-inited", remove_withdrawn)
