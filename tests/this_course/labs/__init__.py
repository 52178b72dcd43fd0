"""Tests of the course's own labs."""
