"""What this course adds to the tool: figures and a table that show its own bank and recordings.

``conf.py`` lists it among its extensions.
It uses the tool, and nothing of the tool knows of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from course import next_tokens, systems, timeline
from lessondeck.core.digests import version_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

LOADED: Final = version_of(Path(__file__).parent)
"""The version of the code that this process runs, whatever becomes of its files meanwhile."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives of this course; a change of this code reads all documents again."""
    app.setup_extension("lessondeck")
    next_tokens.setup_next_tokens(app)
    systems.setup_systems(app)
    timeline.setup_timeline(app)
    return {
        "env_version": LOADED,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
