"""From lessons to decks: what goes on which slide, for how long, and whether it fits."""
