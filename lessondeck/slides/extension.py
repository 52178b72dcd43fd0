"""Wire decks into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.slides import addresses, builder, clocks, deck, markup, pacing

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register decks."""
    deck.setup_decks(app)
    markup.setup_markup(app)
    pacing.setup_pacing(app)
    addresses.setup_addresses(app)
    clocks.setup_clocks(app)
    builder.setup_builder(app)
