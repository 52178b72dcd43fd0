"""Markup from templates: those of `templates/`, with everything escaped that is no markup."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

templates = Environment(
    loader=PackageLoader("lessondeck"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def templates_of(package: str) -> Environment:
    """Return the templates of another package, with the filters of the tool's own."""
    return templates.overlay(loader=PackageLoader(package))
