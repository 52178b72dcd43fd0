"""The gallery of all decks, with pictures of their real slides."""

from typing import Final

NO_BROWSER: Final = 3
"""How the process that draws slides ends where there is no browser."""
