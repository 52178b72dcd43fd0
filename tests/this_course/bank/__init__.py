"""Tests of the item bank that the course ships."""
