"""One MyST lesson becomes a course page and a Reveal.js deck.

Put ``"lessondeck"`` into ``extensions`` of a Sphinx ``conf.py``.
The settings are described in :class:`lessondeck.core.config.Settings`,
the way of a lesson through the build in ``CONTRIBUTING.md``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lessondeck.core.version import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# Where JupyterLab is installed too, jsonschema builds grammars for seconds, for a check that
# nothing here asks for: https://github.com/python-jsonschema/jsonschema/issues/1428
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__all__ = ["__version__", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the whole extension with Sphinx."""
    # Imported late: a command that finds nothing to do needs none of it.
    from lessondeck.extension import setup as register  # noqa: PLC0415

    return register(app)
