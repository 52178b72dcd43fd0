"""Tests of the bank, the checker and the grading."""
