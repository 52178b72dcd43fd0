"""The gallery of all decks, with pictures of their real slides."""
