"""Tests of the built sample course in a real browser."""
