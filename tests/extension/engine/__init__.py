"""Tests of the checker, the grading, and how a bank is read."""
