"""What stops a build because of the item bank."""

from __future__ import annotations

from sphinx.errors import SphinxError


class BankFaultError(SphinxError):
    """The item bank has faults; the message names each with its file and line."""

    category = "Item bank"
