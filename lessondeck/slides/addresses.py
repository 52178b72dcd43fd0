"""Where the room finds a page: its address and a QR code of it, when the site has an address."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import segno
from docutils import nodes
from sphinx.errors import ConfigError

from lessondeck.core.nodes import page_address

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

SCHEMES: Final = ("https://", "http://")

QUIET_ZONE: Final = 4
"""Modules of white around the code, as its standard asks."""


def address_of(base: str, uri: str) -> list[page_address]:
    """Return the address of a page as what a slide shows; nothing if the site has none.

    Args:
        base: ``html_baseurl``, where the site is published.
        uri: the page, seen from there.
    """
    return [page_address(uri=f"{base.rstrip('/')}/{uri}")] if base else []


def visit_page_address(translator: HTML5Translator, node: page_address) -> None:
    """Write the code, and the address for those who type it or have it read out."""
    uri: str = node["uri"]
    # No screen has stains: the least repair makes the largest modules.
    code = segno.make(uri, error="l", micro=False).svg_inline(
        omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    hidden = code.replace("<svg", '<svg aria-hidden="true"', 1)
    words = uri.removeprefix(SCHEMES[0]).removeprefix(SCHEMES[1])
    # Long addresses break behind a slash.
    shown = escape(words).replace("/", "/<wbr>")
    translator.body.append(
        f'<div class="page-address">{hidden}<a href="{escape(uri)}">{shown}</a></div>\n'
    )
    raise nodes.SkipNode


def check_base_address(_app: Sphinx, config: Config) -> None:
    """Reject an address that no browser could open.

    Raises:
        ConfigError: ``html_baseurl`` lacks its scheme.
    """
    if config.html_baseurl and not config.html_baseurl.startswith(SCHEMES):
        raise ConfigError(
            f"conf.py: html_baseurl is {config.html_baseurl!r}; "
            "give the whole address, like 'https://school.example/course/'"
        )


def setup_addresses(app: Sphinx) -> None:
    """Register the node and the check of the setting."""
    app.add_node(page_address, html=(visit_page_address, None))
    app.connect("config-inited", check_base_address)
