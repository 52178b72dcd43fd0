"""Tests of the course's own words."""
