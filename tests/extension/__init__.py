"""Tests of the extension and of the engine of exercises, on the sample in ``tests/course``."""
