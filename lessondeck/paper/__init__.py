"""The course on paper: ``python -m lessondeck pdf`` prints a built edition with Chromium.

::

    decks of the site ─→ slides, handouts ──┐
                                            ├─→ press (Chromium) ─→ finishing (pypdf) ─→ PDF
    doctrees ─→ paper pages: course, sheets ┘
                        └→ EPUB

Nothing is laid out here that HTML and CSS can lay out; what a browser leaves open,
such as dates, bookmarks and page numbers in a list of contents, is settled afterwards.
"""
