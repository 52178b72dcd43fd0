"""A build from start to end: two passes of Sphinx, what they reported, and the swap into place."""
