"""The version of the tool: its packages, its command and Sphinx read it here."""

from typing import Final

__version__: Final = "0.1.0"
