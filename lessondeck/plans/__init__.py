"""Plans for a class, whose minutes add up."""
