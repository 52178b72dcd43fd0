"""Markup from templates: those of `templates/`, with everything escaped that is no markup."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

templates = Environment(
    loader=PackageLoader("lessondeck"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
