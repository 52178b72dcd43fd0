"""A drawing in a page looks as its file does, beside others that use the same names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.figures.inline import Alternative, svg_for_page
from lessondeck.figures.svg import read_drawing

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPENING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="300" height="200">'
)

DRAWINGS: Final = {
    "parts and paints by xlink": (
        '<defs><path id="wing" d="M0 0 L60 10 L20 80 Z"/>'
        '<linearGradient id="a"><stop offset="0" stop-color="#080"/>'
        '<stop offset="1" stop-color="#008"/></linearGradient>'
        '<linearGradient id="b" xlink:href="#a"/></defs>'
        '<use xlink:href="#wing" x="20" y="20" fill="url(#b)"/>'
        '<use xlink:href="#wing" x="160" y="60" fill="url(\'#a\')"/>'
    ),
    "styles of its own": (
        "<style>.bar, svg .edge { fill: #b04 } #wing { stroke: #04b; stroke-width: 9 }"
        ":root { color: #070 }</style>"
        '<rect class="bar" x="10" y="10" width="80" height="150"/>'
        '<circle class="edge" cx="200" cy="60" r="40"/>'
        '<path id="wing" d="M120 180 L280 150"/>'
        '<rect x="250" y="10" width="40" height="40" fill="currentColor"/>'
    ),
    "labels in HTML": (
        '<foreignObject x="10" y="10" width="280" height="180">'
        '<h:div xmlns:h="http://www.w3.org/1999/xhtml" style="font: 20px/30px monospace; '
        'text-align: center; color: #802">First<h:br/>second<h:div>third</h:div>'
        '<h:span style="display: block; width: 40px; height: 20px; background: #048"/></h:div>'
        "</foreignObject>"
    ),
}
"""Each uses ids and classes that another uses too."""

NEIGHBOUR: Final = (
    "<style>.bar { fill: gold } path { stroke: gold } .edge { display: none }</style>"
    '<path id="wing" d="M0 0 L9 9"/><linearGradient id="a"/>'
)


def read(folder: Path, name: str, content: str) -> tuple[str, str]:
    """Return a drawing as its file has it, and as it stands in a page."""
    file = folder / f"{name}.svg"
    file.write_text(f"{OPENING}{content}</svg>", encoding="utf-8")
    text, losses = svg_for_page(read_drawing(file).root, Alternative(name), f"{name}-")
    assert losses == []
    return file.read_text(encoding="utf-8"), text


@pytest.mark.parametrize("content", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_drawing_in_a_page_looks_as_its_file_does(
    page: Page, tmp_path: Path, content: str
) -> None:
    file, own = read(tmp_path, "own", content)
    _, neighbour = read(tmp_path, "neighbour", NEIGHBOUR)
    style = "<style>body > div { width: 300px } body > div > svg { display: block }</style>"
    page.set_content(f"<!doctype html>{style}<div hidden>{neighbour}</div><div id=it>{own}</div>")
    in_page = page.locator("#it").screenshot()
    page.set_content(f"<!doctype html>{style}<div id=it></div>")
    page.locator("#it").evaluate(
        """async (box, text) => {
            const picture = new Image();
            picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
            picture.style.display = "block";
            await picture.decode();
            box.append(picture);
        }""",
        file,
    )
    alone = page.locator("#it").screenshot()
    page.locator("#it").evaluate("box => box.replaceChildren()")
    page.locator("#it").evaluate("box => { box.style.height = '200px'; }")
    assert page.locator("#it").screenshot() != alone, "nothing is drawn"
    assert in_page == alone
