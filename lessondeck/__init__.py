"""One MyST lesson becomes a course page and a Reveal.js deck.

Put ``"lessondeck"`` into ``extensions`` of a Sphinx ``conf.py``.
The settings are described in :class:`lessondeck.config.Settings`,
the way of a lesson through the build in ``CONTRIBUTING.md``.
"""

from lessondeck.extension import setup

__version__ = "0.1.0"

__all__ = ["__version__", "setup"]
