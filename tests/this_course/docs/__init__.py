"""The documentation says all that there is, and nothing that there is not."""
