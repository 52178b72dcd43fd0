"""The nodes of lessons, pages and decks.

A lesson is read into builder-neutral nodes; pages and decks specialise them late::

    document
      section                         the lesson
        title
        lesson_box kind=objectives
        section                       one slide, unless the author splits it
          title
          paragraph …                 page: text; deck: speaker notes
          figure, list, table …       page and slide
          slide_only                  deck only
          page_only                   page only
          slide_break
          lesson_box kind=exercise    page: box; deck: a slide of its own
          quiz                        page: form; deck: a poll for each question
          runnable                    page: an editor on request; deck: code and output
            literal_block
            cell_output
        lesson_box kind=keypoints     deck: the closing slide

In a deck (see :mod:`lessondeck.slides.lesson`)::

    document
      slide_stack                     one lesson of a composed deck
        slide ids=… classes=…
          slide_title
          slide_body
          speaker_note
"""

from __future__ import annotations

from docutils import nodes


class lesson_box(nodes.admonition):  # noqa: N801 - docutils names nodes in lower case
    """A titled box of a lesson; ``kind`` is the directive's name, ``minutes`` its time."""


class slide_only(nodes.General, nodes.Element):  # noqa: N801
    """Content for the deck alone; a ``title`` attribute replaces the section's title."""


class page_only(nodes.General, nodes.Element):  # noqa: N801
    """Content for the page alone."""


class slide_break(nodes.General, nodes.Element):  # noqa: N801
    """The place where a section goes on with another slide; may carry a ``title``."""


class deck_entry(nodes.General, nodes.Element):  # noqa: N801
    """A lesson, lab or break of a deck: ``entry``, with what its slide says as children."""


class lesson_part(nodes.Part, nodes.Element):  # noqa: N801
    """A lesson inside a composed deck: ``entry`` says which, and how long it takes there."""


class slide_stack(nodes.Part, nodes.Element):  # noqa: N801
    """Slides below each other: one lesson of a composed deck, ``docname``, its ``minutes``."""


class slide(nodes.Part, nodes.Element):  # noqa: N801
    """One slide; ``kind`` picks its layout.

    ``page`` is the address of its text, ``place`` the file and line where that was written.
    ``seconds`` is what a speaker has for it.
    """


class slide_title(nodes.Titular, nodes.TextElement):  # noqa: N801
    """Heading of a slide; ``level`` is 1 or 2."""


class slide_body(nodes.General, nodes.Element):  # noqa: N801
    """What the room sees below the heading."""


class speaker_note(nodes.General, nodes.Element):  # noqa: N801
    """What only the speaker sees, with its formatting."""


class present_link(nodes.Inline, nodes.Element):  # noqa: N801
    """Link from a heading of a page to its slide: ``uri`` and ``label``.

    It has no text child, so it stays out of tables of contents and of the search index.
    """


class lesson_facts(nodes.General, nodes.Element):  # noqa: N801
    """The line under a page's title: ``facts`` in words and ``links`` (text, address)."""


class quiz(nodes.General, nodes.Element):  # noqa: N801
    """An exercise of the item bank: its ``key``; ``slides`` and ``countdown`` for the deck.

    Pages, decks and paper have the whole ``exercise``, too.
    """


class runnable(nodes.General, nodes.Element):  # noqa: N801
    """Code to change and run: ``title``, ``hints``, ``place``, maybe ``check``, an exercise."""


class folded_code(nodes.General, nodes.Element):  # noqa: N801
    """A cell of a lab whose code waits behind a click; ``line`` says what it is for."""


class cell_output(nodes.General, nodes.Element):  # noqa: N801
    """What the code of a cell printed at build time."""


class countdown(nodes.General, nodes.Element):  # noqa: N801
    """A clock on a slide that runs down ``seconds`` when it is started."""


class page_address(nodes.General, nodes.Element):  # noqa: N801
    """Where the room finds the page of a slide: ``uri``, as words and as a QR code."""


class quiz_progress(nodes.General, nodes.Element):  # noqa: N801
    """The learner's overview of all exercises."""


class deck_gallery(nodes.General, nodes.Element):  # noqa: N801
    """All decks, with pictures of their slides."""


class claims_table(nodes.General, nodes.Element):  # noqa: N801
    """The claims and where they are covered."""


class schedule_table(nodes.General, nodes.Element):  # noqa: N801
    """A plan for a class: ``schedule``."""


class gathering(nodes.General, nodes.Element):  # noqa: N801
    """Boxes of some ``kinds`` from all lessons, in their order."""


class poll_list(nodes.General, nodes.Element):  # noqa: N801
    """The polls of all lessons' decks, in their order."""


class licences_table(nodes.General, nodes.Element):  # noqa: N801
    """What the site ships that others made: ``group`` says of which part."""


class browser_lab(nodes.General, nodes.Element):  # noqa: N801
    """What to know of a lab in the browser; ``missing`` are the modules that it lacks there."""


class term_tips(nodes.General, nodes.Element):  # noqa: N801
    """Definitions of the terms that a page links: ``tips`` has them by the ids of the terms."""


class inline_svg(nodes.General, nodes.Element):  # noqa: N801
    """A figure put into the page itself: ``svg`` is its markup, ``alternative`` its words.

    ``file`` is what messages call it.
    """


def box_mark(text: str) -> nodes.inline:
    """Return punctuation that joins the parts of a title; a look that sets them apart hides it."""
    return nodes.inline("", text, classes=["box-mark"])
