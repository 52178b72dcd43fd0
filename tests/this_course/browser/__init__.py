"""Tests of the built course in a real browser."""
