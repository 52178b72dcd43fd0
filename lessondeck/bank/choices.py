"""The choices of facets on pages, slides and paper: their names, marks and colours."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from lessondeck.bank.errors import BankFaultError
from lessondeck.core.atomic import write_if_other
from lessondeck.core.bundle import bank_folder
from lessondeck.core.config import Settings
from lessondeck.core.digests import Stamps, stamps
from selfcheck.authoring import BankError, read_facets_file
from selfcheck.facets import FRAME, css_name, declared, drawn, variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from selfcheck import Facet

SHEET: Final = "choices.css"
"""The style sheet with the colours of choices; there is none if none has a colour."""


def choice_class(value: str) -> str:
    """Return the class of what stands for a choice."""
    return f"choice-{css_name(value)}"


def inline_mark(facet: Facet | None, value: str) -> Markup:
    """Return the mark of a choice for a line of text, or nothing if it has none.

    It is hidden from screen readers, since the name of the choice stands beside it.

    Args:
        facet: what was asked, if it is a facet.
        value: the id of a choice.
    """
    choice = None if facet is None else facet.choice(value)
    if facet is None or choice is None or not choice.mark:
        return Markup()
    return Markup('<svg class="label-mark" aria-hidden="true" viewBox="{}">{}</svg>').format(
        FRAME, Markup(drawn(facet, choice, fallback=True))
    )


def facets_of(config: Config, root: Path) -> Mapping[str, Facet]:
    """Return the facets of the course's bank, by id; none if it has no bank.

    Raises:
        BankFaultError: the facets have faults.
    """
    folder = bank_folder(config, root)
    name = Settings.of(config).bank
    return _facets(folder, name, stamps([folder / "facets.yml"]))


@lru_cache(maxsize=2)
def _facets(folder: Path, name: str, _stamps: Stamps) -> Mapping[str, Facet]:
    try:
        return read_facets_file(folder, shown_as=name)
    except BankError as error:
        raise BankFaultError(str(error)) from error


def sheet_of(facets: Mapping[str, Facet]) -> str:
    """Return a style sheet with the colours of the choices, light and dark; empty without any."""
    light, dark = (declared(facets.values(), dark=dark) for dark in (False, True))
    if not light:
        return ""
    return "\n".join(
        [
            "/* The colours of the choices that the course's bank offers. */",
            f":root {{ {light} }}",
            # Paper is always light; a page follows the system until its reader chooses.
            f'@media screen {{ body[data-theme="dark"] {{ {dark} }} }}',
            "@media screen and (prefers-color-scheme: dark) {",
            f'  body:not([data-theme="light"]) {{ {dark} }}',
            "}",
            *_rules(facets),
            "",
        ]
    )


def _rules(facets: Mapping[str, Facet]) -> Iterator[str]:
    """Yield a rule for each choice with a colour: on pages and paper, and on slides."""
    for facet in facets.values():
        for choice in facet.choices:
            owner = facet.choice(choice.colour)
            if owner is not None:
                name = f".{choice_class(choice.id)}"
                places = f".quiz-choice{name}, .reveal :is(li{name} > p, strong{name})"
                yield f"{places} {{ color: var({variable(owner)}); }}"


def put_sheet(app: Sphinx) -> None:
    """Give pages and decks the style sheet, if a choice has a colour."""
    sheet = sheet_of(facets_of(app.config, Path(app.srcdir)))
    if not sheet:
        return
    folder = Path(app.doctreedir, "choices")
    write_if_other(folder / SHEET, sheet.encode())
    # Decks take it from here, too; what is added to their own setting would be saved with what
    # was read, and the next build would find a setting changed and read everything again.
    app.config.html_static_path.append(str(folder))
    app.add_css_file(SHEET, priority=400)


def setup_choices(app: Sphinx) -> None:
    """Bring the colours along."""
    app.connect("builder-inited", put_sheet)
