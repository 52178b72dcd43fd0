"""What lessons, decks and reference pages show from the item bank."""
