"""What can go wrong on the way to labs in the browser."""

from __future__ import annotations

from sphinx.errors import SphinxError


class LiteError(SphinxError):
    """Labs for the browser that can't be built: says what is wrong, and what to do about it."""

    category = "JupyterLite error"
