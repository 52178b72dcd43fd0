"""How fast the course builds, and how much memory it takes, beside plain Sphinx.

``make bench`` measures on the machine at hand, in copies of the course in a temporary folder::

    python -m bench                 everything, a few minutes
    python -m bench --quick         fewer rounds and fewer generated lessons
    python -m bench --only edit     the rows whose name contains a word
    python -m bench --suite         all tests too, and how long they take

Each row compares two commands that start from the same state:

course
    ``python -m lessondeck build``: pages and decks, checked, and published by a swap.
plain
    ``sphinx-build -b html -j2``: pages alone, of the same sources, with doctrees of its own.
    It loads nothing of this project: boxes of lessons are plain notes there, and what else
    it does not know is left out.

The row "edit seen in serve" is the time from saving a lesson until ``make serve`` has told the
browser to load again and gives it the page and the deck with the edit; plain Sphinx has no server.

The row "every slide looked at" adds ``python -m lessondeck lint-decks`` to the course's build;
plain pages have no slides.

Both commands run in turn, several rounds, so that a busy machine slows both.
A ratio is the median of the rounds' ratios, not the ratio of the medians.
Memory is that of the largest process that took part.
"""
