"""Figures: SVG files that become part of a page, and drawings made from data."""
