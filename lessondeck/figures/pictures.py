"""Pictures by the names that their files have, and pictures of other hosts."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform

from lessondeck.core.atomic import write_whole
from lessondeck.core.config import Settings
from lessondeck.core.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REMOTE: Final = re.compile(r"(?:https?:)?//", re.IGNORECASE)

LOADED: Final = re.compile(
    r"<(?:img|iframe|video|audio|source|track|script|link|embed|object|input)\b[^>]*?"
    r"""\s(?:src|srcset|href|data|poster)\s*=\s*["']?\s*(?P<of>(?:https?:)?//[^"'\s>]+)"""
    r"""|\burl\(\s*["']?\s*(?P<style>(?:https?:)?//[^"'\s)]+)"""
    r"""|@import\s+["'](?P<sheet>(?:https?:)?//[^"']+)""",
    re.IGNORECASE,
)
"""What a browser loads from another host, in HTML that goes into a page as it is."""

ENDINGS: Final = {
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
}
"""Kinds of pictures that a page shows, with the endings of their files."""

FETCHED: Final = Path("build", "cache", "pictures")
"""Where pictures of other hosts are kept, below the course's folder."""

PATIENCE: Final = 30
"""Seconds that a host may take to answer."""

LARGEST: Final = 20 * 2**20
"""Bytes that a picture of another host may have."""


class PictureNames(SphinxTransform):
    """Find the files of pictures, whose names reach Sphinx in another form than authors wrote.

    Markdown writes blanks and letters beyond ASCII as ``%20``, and docutils drops blanks in
    arguments.
    """

    # Before anything looks for the file.
    default_priority = 480

    def apply(self, **_kwargs: object) -> None:
        """Give each image the address by which its file is found."""
        for image in self.document.findall(nodes.image):
            address = image["uri"]
            if REMOTE.match(address):
                self._take_home(image)
            elif not address.startswith("data:") and not self._path(address).is_file():
                image["uri"] = self._meant_by(unquote(address))

    def _path(self, address: str) -> Path:
        return Path(self.env.relfn2path(address, self.env.current_document.docname)[1])

    def _meant_by(self, address: str) -> str:
        """Return the address of the only file whose name differs in blanks alone, if there is."""
        path = self._path(address)
        if path.is_file() or not path.parent.is_dir():
            return address
        alike = [each for each in path.parent.iterdir() if "".join(each.name.split()) == path.name]
        if len(alike) != 1:
            return address
        folder, mark, _name = address.rpartition("/")
        return f"{folder}{mark}{alike[0].name}"

    def _take_home(self, image: nodes.image) -> None:
        """Replace a picture of another host by a copy, or say that the site can't have it."""
        address = image["uri"]
        if not Settings.of(self.config).fetch_pictures:
            warn(
                "remote-picture",
                f"the picture {address} is on another host, and a built site asks no other host "
                "for anything; save it beside the lesson, or let the build fetch it with "
                "lessondeck_fetch_pictures = True in conf.py",
                image,
            )
            return
        try:
            kept = fetched(address, Path(self.env.srcdir))
        except (OSError, ValueError) as error:
            warn(
                "remote-picture",
                f"the picture {address} can't be fetched ({error}); save it beside the lesson",
                image,
            )
            return
        image["uri"] = f"/{kept.relative_to(self.env.srcdir).as_posix()}"


class RemoteMarkup(SphinxTransform):
    """Report HTML, of an author or of a lab's output, that loads something of another host."""

    default_priority = 480

    def apply(self, **_kwargs: object) -> None:
        """Look through what goes into the page as it is."""
        for raw in self.document.findall(nodes.raw):
            if "html" not in raw.get("format", "").split():
                continue
            for found in LOADED.finditer(raw.astext()):
                address = next(part for part in found.groups() if part)
                warn(
                    "remote-picture",
                    f"the page would load {address[:200]}, and a built site asks no other host for "
                    "anything; save it beside the lesson, or link to it",
                    raw if raw.line else raw.parent,
                )


def fetched(address: str, root: Path) -> Path:
    """Return the file with a picture of another host, which is asked once.

    Args:
        address: where the picture is; without a scheme, ``https:`` is meant.
        root: the course's folder; the file is below its build folder.

    Raises:
        OSError: the host does not give it.
        ValueError: what the host gives is no picture that pages show, or too large.
    """
    whole = f"https:{address}" if address.startswith("//") else address
    name = hashlib.sha256(whole.encode()).hexdigest()[:32]
    folder = root / FETCHED
    for known in sorted(folder.glob(f"{name}.*")):
        if known.suffix in ENDINGS.values():
            return known
    request = urllib.request.Request(whole, headers={"User-Agent": "lessondeck"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        kind = answer.headers.get_content_type()
        content = answer.read(LARGEST + 1)
    if kind not in ENDINGS:
        raise ValueError(f"it is {kind}, and no picture that pages show")
    if len(content) > LARGEST:
        raise ValueError(f"it has more than {LARGEST // 2**20} MB")
    kept = folder / f"{name}{ENDINGS[kind]}"
    write_whole(kept, content)
    return kept


def setup_pictures(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(PictureNames)
    app.add_transform(RemoteMarkup)
