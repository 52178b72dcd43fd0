"""Tests of the course and of the extension that builds it."""
