"""Wire the ground floor into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.core import builders, config, domain, identifiers, stale_files, typography

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the ground floor."""
    builders.setup_builders(app)
    config.setup_config(app)
    domain.setup_domain(app)
    identifiers.setup_identifiers(app)
    stale_files.setup_stale_files(app)
    typography.setup_typography(app)
