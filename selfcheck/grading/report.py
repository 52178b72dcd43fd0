"""Write the grade book as one HTML page that needs no other file and no script."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from ..facets import declared
from ..stats import SMALL_N, SMALL_SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .book import ClassResults, GradeBook, ItemStatistics

_TOO_FEW = "too few"
_MOST_DISTRACTORS = 2


def write_report(book: GradeBook) -> str:
    """Return the report as the text of an HTML page.

    Args:
        book: The grade book.

    Returns:
        The page; the same grade book gives the same text.
    """
    style = resources.files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    facets = {e.exercise.facet.id: e.exercise.facet for e in book.classes if e.exercise.facet}
    light, dark = (declared(facets.values(), dark=dark) for dark in (False, True))
    parts = [
        _overview(book),
        _people(book),
        _same(book),
        *map(_exercise, book.classes),
        _problems(book),
    ]
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>Class report</title>
<style>
{style}:root {{ {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
</style>
</head>
<body>
<main>
<h1>Class report</h1>
{"".join(parts)}</main>
</body>
</html>
"""


def _overview(book: GradeBook) -> str:
    rows = [
        (
            f'<a href="#{entry.exercise.id}">{escape(entry.exercise.title)}</a>',
            str(entry.n),
            str(len(entry.exercise.questions)),
            _share(_mean_score(entry)),
        )
        for entry in book.classes
    ]
    table = _table(
        "Exercises handed in",
        ("Exercise", "Learners (n)", "Items", "Mean score"),
        rows,
    )
    return f"""<p>{len(book.people)} people handed in, {book.learners} of them with answers,
{book.files} files looked at, <a href="#problems">{len(book.problems)} remarks</a>.
No code from any file was run. An item that is left out earns no credit.
Where several files of one person answer an exercise, the newest counts.
Counts over fewer than {SMALL_N} learners and coefficients over fewer than {SMALL_SAMPLE}
are not shown.</p>
{table}"""


def _people(book: GradeBook) -> str:
    """Return the points of each person; what is to be looked at is named, and adds nothing."""
    rows = [
        (
            escape(person.name),
            escape(person.lms_id),
            escape(person.claimed),
            f"{book.points(person.name):g}",
            str(book.possible),
            str(sum(person.name in entry.results for entry in book.classes)),
            escape(", ".join(book.open(person.name))),
        )
        for person in book.people
    ]
    head = ("Person", "ID", "Name in the file", "Points", "Of", "Exercises", "Look at by hand")
    return f"""<section>
<h2>Points for each person</h2>
{_table("Points, one for each right item", head, rows)}</section>
"""


def _same(book: GradeBook) -> str:
    if not book.same:
        return ""
    rows = [(escape(", ".join(names)), escape(what)) for what, names in book.same]
    return f"""<section>
<h2>Handed in alike</h2>
<p>Equal errors may have an innocent cause, such as work in pairs. Ask before you judge.</p>
{_table("Handed in alike", ("People", "What is the same"), rows)}</section>
"""


def _mean_score(entry: ClassResults) -> float | None:
    if entry.n < SMALL_N:
        return None
    return sum(result.score for result in entry.results.values()) / entry.n


def _exercise(entry: ClassResults) -> str:
    shown = entry.n >= SMALL_N
    items = _table(
        "Items, the hardest first",
        ("Item", "Right", "n", "Answered", "Facility", "Item-rest r", "Taken instead"),
        [_item(item) for item in sorted(entry.items, key=_hardest_first)],
    )
    matrix = entry.confusion._repr_html_() if shown else f"<p>Too few learners: {entry.n}.</p>"
    return f"""<section>
<h2 id="{entry.exercise.id}">{escape(entry.exercise.title)}</h2>
<dl>
<dt>Learners</dt><dd>{entry.n}</dd>
<dt>Cohen's kappa, all answers and the key</dt>
<dd>{_number(entry.kappa)} (n = {entry.confusion.n} answers)</dd>
<dt>Fleiss' kappa among learners who answered everything</dt>
<dd>{_number(entry.fleiss)} (n = {entry.complete} learners)</dd>
</dl>
<h3>What the class mixes up</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix">{matrix}</div>
<h3>How the items did</h3>
{items}</section>
"""


def _hardest_first(item: ItemStatistics) -> float:
    return 2 if item.facility is None else item.facility


def _item(item: ItemStatistics) -> tuple[str, ...]:
    taken = ", ".join(f"{choice} ({count})" for choice, count in item.distractors)
    bar = ""
    if item.facility is not None:
        bar = (
            '<svg class="bar" aria-hidden="true" viewBox="0 0 100 10" '
            'preserveAspectRatio="none">'
            f'<rect width="{100 * item.facility:.0f}" height="10"/></svg>'
        )
    return (
        escape(item.question.title),
        escape(" or ".join(item.question.right)),
        str(item.n),
        str(item.answered),
        f"{_share(item.facility)}{bar}",
        _number(item.item_rest),
        escape(taken) or ("none" if item.facility is not None else _TOO_FEW),
    )


def _problems(book: GradeBook) -> str:
    rows = [(escape(p.learner), escape(p.file), escape(p.reason)) for p in book.problems]
    listed = _table("What did not count, and why", ("Learner", "File", "Reason"), rows)
    return f"""<section>
<h2 id="problems">Files set aside, and remarks</h2>
{listed if rows else "<p>Everything could be read.</p>"}</section>
"""


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose cells are HTML already; the first cell of a row is its header."""
    columns = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    return f"""<div class="scroll" tabindex="0" role="region" aria-label="{caption}">
<table>
<caption>{caption}</caption>
<thead><tr>{columns}</tr></thead>
<tbody>
{body}</tbody>
</table>
</div>
"""


def _share(value: float | None) -> str:
    return _TOO_FEW if value is None else f"{100 * value:.0f} %"


def _number(value: float | None) -> str:
    return "not shown" if value is None else f"{value:.2f}"
