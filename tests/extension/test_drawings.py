"""Drawings of files arrive in the page as they were drawn; what can't is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

import pytest

from lessondeck.figures.inline import Alternative, svg_for_page
from lessondeck.figures.svg import NotADrawingError, read_drawing
from lessondeck.figures.svg_styles import scoped
from lessondeck.paper.xhtml import mend, tree_of, written

if TYPE_CHECKING:
    from tests.support import Course

PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360f8cfc00000030101005d0a2db40000000049454e44ae426082"
)

XLINK: Final = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(folder: Path, content: str, attributes: str = 'viewBox="0 0 9 9"') -> Path:
    path = folder / "drawing.svg"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{content}</svg>', encoding="utf-8"
    )
    return path


def shown(path: Path, prefix: str = "p-") -> str:
    text, losses = svg_for_page(read_drawing(path).root, Alternative("A sign"), prefix)
    assert not losses
    return text


def test_a_page_knows_links_by_their_name_without_prefix(tmp_path: Path) -> None:
    path = drawing(
        tmp_path,
        '<circle id="dot" r="2"/><use xlink:href="#dot" xlink:type="simple"/>',
        f'viewBox="0 0 9 9" {XLINK}',
    )
    text = shown(path)
    assert '<use href="#p-dot" />' in text
    assert "xlink" not in text


def test_what_programs_note_for_themselves_stays_in_the_file(tmp_path: Path) -> None:
    path = drawing(
        tmp_path,
        '<metadata>me</metadata><s:v zoom="2"/><g s:label="Layer"><path d="M0" s:x="1"/></g>',
        'viewBox="0 0 9 9" xmlns:s="https://program.example/own"',
    )
    text = shown(path)
    assert "<g><path d=" in text
    for word in ("me<", "zoom", "Layer", "program.example", "ns0"):
        assert word not in text


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ('width="600" height="400"', "0 0 600 400"),
        ('width="72pt" height="36.5px"', "0 0 96 36.5"),
        ('width="25.4mm" height="1in"', "0 0 96 96"),
        ('width="100%" height="1em" viewBox="0 0 3 4"', "0 0 3 4"),
    ],
)
def test_width_and_height_stand_in_for_a_view_box(tmp_path: Path, size: str, box: str) -> None:
    text = shown(drawing(tmp_path, "<path/>", size))
    assert f'viewBox="{box}"' in text
    assert "width=" not in text


def test_labels_in_html_have_names_that_html_and_xml_know(tmp_path: Path) -> None:
    label = (
        '<foreignObject width="9" height="9"><h:div xmlns:h="http://www.w3.org/1999/xhtml" '
        'style="text-align: center">One<h:br/>two<h:p/></h:div></foreignObject>'
    )
    text = shown(drawing(tmp_path, label))
    assert "One<br />two<p></p></div>" in text
    assert "<div style=" in text
    assert "h:" not in text.replace("http:", "")
    inside = next(iter(ElementTree.fromstring(text).iter("{http://www.w3.org/1999/xhtml}br")))
    assert inside.tail == "two"


def test_a_picture_beside_the_drawing_comes_along(tmp_path: Path) -> None:
    (tmp_path / "my photo ü.png").write_bytes(PIXEL)
    path = drawing(tmp_path, '<image href="my%20photo%20%C3%BC.png" width="9"/>')
    read = read_drawing(path)
    assert read.pictures == [tmp_path / "my photo ü.png"]
    assert 'href="data:image/png;base64,iVBOR' in read.markup()


@pytest.mark.parametrize(
    ("content", "loss"),
    [
        ('<image href="gone.png"/>', "it shows gone.png, which is not there"),
        ('<image href="https://h.example/a.png"/>', "https://h.example/a.png, which is elsewhere"),
        ('<image href="file:///home/a.png"/>', "file:///home/a.png, which is elsewhere"),
        ('<image href="plot.pdf"/>', "convert it to GIF, JPEG, JPG, PNG, SVG or WEBP"),
        ("<script>alert(1)</script>", "it has a <script>"),
        ('<g onclick="go()"/>', "it runs a script (onclick)"),
        ('<a href=" JavaScript:go()"><path/></a>', "a link in it runs a script"),
        ('<use href="parts.svg#wheel"/>', "it uses parts.svg#wheel"),
        ('<set attributeName="href" to="javascript:go()"/>', "it changes a link"),
        ('<animate attributename="xlink:HREF" values="javascript:go()"/>', "it changes a link"),
        ('<path fill="url(paint.svg#red)"/>', "fill='url(paint.svg#red)' names another file"),
        (
            '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
            "a label in it has <iframe>",
        ),
    ],
)
def test_what_a_page_cannot_show_is_named(tmp_path: Path, content: str, loss: str) -> None:
    read = read_drawing(drawing(tmp_path, f"<g>before {content} after</g>"))
    assert len(read.losses) == 1
    assert loss in read.losses[0]
    for word in ("script", "onclick", "https", "file:", "iframe", "parts.svg", "paint.svg"):
        assert word not in read.markup().lower().replace("http://www", "")
    assert "after" in read.markup()


@pytest.mark.parametrize(
    "size",
    [
        *('width="100%"', 'viewBox="0 0 0 0"', 'viewBox="0 0 10"', 'viewBox="0 0 a b"'),
        *('viewBox="0 0 9 -9"', 'width="0" height="9"', 'viewBox="0 0 0.0 9" width="9"'),
    ],
)
def test_a_drawing_without_any_size_is_named(tmp_path: Path, size: str) -> None:
    losses = read_drawing(drawing(tmp_path, "<path/>", size)).losses
    assert losses == [
        "it has no viewBox, and no width and height to make one from; give it a viewBox"
    ]


def test_a_style_sheet_beside_the_drawing_is_named(tmp_path: Path) -> None:
    path = drawing(tmp_path, "<path/>")
    path.write_text('<?xml-stylesheet href="a.css"?>' + path.read_text(), encoding="utf-8")
    assert "style sheet from another file" in read_drawing(path).losses[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg", "is no well-formed SVG"),
        (b"", "is no well-formed SVG"),
        (b'<?xml version="1.0" encoding="no-such"?><svg/>', "is no well-formed SVG"),
        (b"<html><body/></html>", "holds <html> where <svg> is expected"),
        (b"<svg>" * 5000 + b"</svg>" * 5000, "more than 200 groups in each other"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg>&x;</svg>', "undefined"),
    ],
)
def test_a_file_that_holds_no_drawing(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "drawing.svg"
    path.write_bytes(content)
    with pytest.raises(NotADrawingError, match=message):
        read_drawing(path)


def test_what_drawing_programs_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "drawing.svg"
    path.write_text(
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" '
        '[<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY blue "#00f">]>'
        '<s:svg xmlns:s="&ns_svg;" viewBox="-1.5,-1e1 .5 +3"><s:path fill="&blue;" '
        "style=\"clip-path:url('#a b');mask:url(&quot;#c&quot;)\"/></s:svg>",
        encoding="utf-8",
    )
    text = shown(path)
    assert '<path fill="#00f" style="clip-path:url(\'#p-a b\');mask:url(#p-c)" />' in text
    assert 'viewBox="-1.5,-1e1 .5 +3"' in text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_drawing_is_read_in_the_encoding_that_it_states(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "drawing.svg"
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><svg viewBox="0 0 1 1"><text>é</text></svg>'
    path.write_bytes(text.encode(encoding))
    assert "<text>é</text>" in read_drawing(path).markup()


def test_rules_hold_for_their_own_drawing() -> None:
    style = (
        "/* note */ .a, #b > rect::selection { fill: url('#c'); stroke: #b00 }\n"
        "@media print { svg:not(#b, .x) { opacity: .5 } }\n"
        "@keyframes spin { from { rotate: 0deg } }\n"
        ".turn { animation: spin 2s } :root { color: red }"
    )
    text, losses = scoped(style, "p-d", "p-")
    assert losses == []
    limit = ":where(#p-d, #p-d *)"
    assert text.splitlines() == [
        f".a{limit}, #p-b > rect{limit}::selection {{ fill: url(#p-c); stroke: #b00 }}",
        "@media print {",
        f"svg:not(#p-b, .x){limit} {{ opacity: .5 }}",
        "}",
        "@keyframes p-spin { from { rotate: 0deg } }",
        f".turn{limit} {{ animation: p-spin 2s }}",
        f"#p-d{limit} {{ color: red }}",
    ]


@pytest.mark.parametrize(
    ("style", "loss"),
    [
        ("@font-face { src: url(data:font/woff2;base64,AA) }", "a font of its own"),
        ("@import 'a.css';", "imports another file"),
        (".a { fill: url(https://h.example/b.svg#c) }", "https://h.example/b.svg#c from elsewhere"),
        ("@page { size: a4 }", "@page"),
        (".a { } }", "line 1 of its <style>"),
    ],
)
def test_rules_that_a_page_cannot_keep_are_named(style: str, loss: str) -> None:
    text, losses = scoped(style, "p-d", "p-")
    assert len(losses) == 1
    assert loss in losses[0]
    assert "h.example" not in text


def test_a_book_keeps_the_styles_of_drawings(tmp_path: Path) -> None:
    styled = drawing(tmp_path, "<style>.a { fill: var(--ink, #123) }</style><g class='a'/>")
    chapter = tree_of(f"<p>text</p><style>p {{ color: red }}</style>{shown(styled)}")
    mend(chapter, {}, "own.xhtml")
    text = written(chapter)
    assert "fill: #123" in text
    assert "color: red" not in text


def test_attributes_that_no_book_knows_are_left_out() -> None:
    chapter = tree_of('<p xmlns:x="https://program.example/own" x:label="1" id="a">text</p>')
    assert written(chapter) == '<p id="a">text</p>'


def test_losses_are_reported_with_lesson_line_and_file(course: Course) -> None:
    course.edit("source/wave.svg", "</svg>", '<image href="gone.png"/></svg>')
    course.build().bad(
        "source/fish.md:",
        "source/wave.svg can't be shown as it is: it shows gone.png, which is not there",
    )


def test_styles_that_are_lost_are_reported_once_with_their_file(course: Course) -> None:
    course.edit("source/wave.svg", "</svg>", "<style>@import 'a.css';</style></svg>")
    output = course.build().bad("source/fish.md:").output
    assert output.count("source/wave.svg can't be shown as it is: its <style> imports") == 1


def test_a_linked_picture_that_changes_is_shown_anew(course: Course) -> None:
    course.path("source/dot.png").write_bytes(PIXEL)
    course.edit("source/wave.svg", "</svg>", '<image href="dot.png" width="5" height="5"/></svg>')
    course.build().good()
    before = course.page("source/fish.html")
    assert "data:image/png;base64," in before
    course.path("source/dot.png").write_bytes(PIXEL + b"more")
    course.build().good()
    assert course.page("source/fish.html") != before
