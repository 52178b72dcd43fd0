"""What people write every day is shown, or named with its file: never a traceback."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from lessondeck.core.identifiers import fit_for_address, identifier
from lessondeck.figures.pictures import LOADED, fetched
from lessondeck.labs.notebooks import LabError, read_notebook
from lessondeck.lessons.mathml import plain_formula
from tests.support import TRACEBACK, Cell, Page, differences, write_lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support import Course

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360f8cfc00000030101005d0a2db40000000049454e44ae426082"
)

FISH = "source/fish.md"
LAB = "notebooks/count.ipynb"


def notebook(**changes: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "1",
    }
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell], **changes}


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("_2", "{}_2"),
        (r"\frac{^1}{x}", r"\frac{{}^1}{x}"),
        (r"a &_b \\ ^c", r"a &{}_b \\ {}^c"),
        (r"$\displaystyle x$", r"\displaystyle x"),
        ("$$x$$", "x"),
        (r"\[x\]", "x"),
        (r"\(x\)", "x"),
        ("\\begin{equation*}\nx\n\\end{equation*}", "x"),
        (r"\begin{align}a&=b\end{align}", r"\begin{aligned}a&=b\end{aligned}"),
        ("x_1^2", "x_1^2"),
        (r"\displaystyle _2", r"\displaystyle {}_2"),
        (r"\begin{pmatrix}^1\\_2\end{pmatrix}", r"\begin{pmatrix}{}^1\\{}_2\end{pmatrix}"),
        (r"\frac12 + \tfrac 1x + \frac{ab}c", r"\frac{1}{2} + \tfrac {1}{x} + \frac{ab}{c}"),
        (r"\fraction12", r"\fraction12"),
        (r"25°C = 25^\degree", r"25^\circ C = 25^\circ"),
        ("°C", r"{}^\circ C"),
        (r"\begin{equation}\label{a} x \nonumber\end{equation}", "x"),
        (r"x \tag{1}", r"x \qquad (1)"),
    ],
)
def test_a_formula_is_read_as_people_write_it(source: str, plain: str) -> None:
    assert plain_formula(source) == plain


def test_formulas_of_lessons_tables_and_labs(course: Course) -> None:
    course.edit(
        FISH,
        "They breathe water",
        "At 4 $^\\circ$C, they breathe H$_2$O, not $_{92}^{235}$U.\n\n"
        "$$\\begin{align}a&=b\\end{align}$$\n\nThey breathe water",
    )
    course.edit(FISH, "| trout | water |", "| trout | H$_2$O |")
    formula = (
        "class Mean:\n"
        "    def _repr_latex_(self):\n"
        "        return r'$\\displaystyle \\bar{x}$'\n"
        "Mean()"
    )
    write_lab(course, LAB, Cell("# Count\n\nH$_2$O", is_code=False), Cell(formula))
    course.build().good()
    assert len(Page(course.page("source/fish.html")).all("math")) == 5
    assert len(Page(course.page("notebooks/count.html")).all("math")) == 2


@pytest.mark.parametrize("formula", ["a & b", r"a \\ b", r"\frac{1}"])
def test_a_formula_that_cannot_be_shown_is_named_with_its_line(
    course: Course, formula: str
) -> None:
    course.edit(FISH, "They breathe water", f"They ${formula}$ breathe water")
    course.build().bad(f"{FISH}:14: WARNING: the formula {formula!r} can't be shown")


def test_a_warning_about_a_lab_names_no_line_that_nobody_wrote(course: Course) -> None:
    write_lab(course, LAB, Cell("# Count\n\nA $\\nothing$", is_code=False), Cell("1"))
    course.build().bad(f"{LAB}: WARNING: the formula '\\\\nothing' can't be shown")


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "conda-env-x-py", "display_name": "Python [x]"}},
        {"kernelspec": {"name": "venv311", "display_name": "v", "language": "python"}},
        {"language_info": {"name": "ipython"}},
    ],
)
def test_a_lab_runs_whatever_its_author_calls_python(
    course: Course, metadata: dict[str, Any]
) -> None:
    own = json.loads(course.read(LAB)) | {"metadata": metadata}
    course.write(LAB, json.dumps(own))
    course.build().good()
    published = json.loads(course.page("notebooks/count.ipynb"))
    assert published["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "r"),
        ({"kernelspec": {"name": "x", "display_name": "x", "language": "Julia"}}, "julia"),
        ({"language_info": {"name": "bash"}}, "bash"),
    ],
)
def test_a_notebook_in_another_language_is_named(
    tmp_path: Path, metadata: dict[str, Any], language: str
) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_text(json.dumps(notebook(metadata=metadata)))
    with pytest.raises(LabError, match=rf"^lab.ipynb:1: .* written for {language}"):
        read_notebook(path, "lab.ipynb")


def test_older_and_newer_notebooks_are_read(tmp_path: Path) -> None:
    with_ids = notebook(nbformat_minor=2)
    with_ids["cells"][0]["id"] = "a"
    newer = notebook(nbformat_minor=9, news=1)
    newer["cells"][0] |= {"id": "a", "news": 1}
    old_cell = {"cell_type": "code", "language": "python", "metadata": {}, "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}}
    old["worksheets"] = [
        {"metadata": {}, "cells": [old_cell | {"input": ["1"], "collapsed": False}]}
    ]
    for content in (with_ids, newer, old, notebook(nbformat_minor=0)):
        path = tmp_path / "lab.ipynb"
        path.write_text(json.dumps(content), encoding="utf-8-sig")
        first, again = (read_notebook(path, "lab.ipynb") for _ in range(2))
        assert [cell.source for cell in first.cells] == ["1"]
        assert first == again


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(notebook(nbformat=5)).encode(), "no Jupyter notebook of format 4"),
        (json.dumps([1]).encode(), "no Jupyter notebook of format 4"),
        (json.dumps(notebook(cells=[1])).encode(), "no Jupyter notebook of format 4"),
        (json.dumps(notebook()).encode("utf-16"), "can't be read as JSON in UTF-8"),
        (b"[" * 100_000, "can't be read as JSON in UTF-8"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "lab.ipynb"
    path.write_bytes(content)
    with pytest.raises(LabError, match=rf"^lab.ipynb:1: .*{message}"):
        read_notebook(path, "lab.ipynb")


@pytest.mark.parametrize(
    ("event", "jobs"), [("doctree-read", 2), ("doctree-resolved", 1), ("html-page-context", 2)]
)
def test_an_error_of_a_library_names_the_file(course: Course, event: str, jobs: int) -> None:
    course.write(
        "broken.py",
        "def fail(app, *rest):\n"
        "    if 'source/fish' in rest or app.env.current_document.docname == 'source/fish':\n"
        "        raise KeyError('no such thing')\n"
        "def setup(app):\n"
        f"    app.connect({event!r}, lambda *rest: fail(*rest))\n"
        "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n",
    )
    course.edit("conf.py", "\nextensions = [", "\nextensions = [\n    'broken',")
    outcome = course.run("build", "--jobs", str(jobs))
    outcome.bad(
        f"{FISH}: something in this file can't be converted (", "no such thing", "undo what"
    )
    assert TRACEBACK not in outcome.output


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Birds have feathers", "birds-have-feathers"),
        ("Über uns", "uber-uns"),
        ("秘密の節", "秘密の節"),
        ("हिन्दी शीर्षक!", "हिन्दी-शीर्षक"),
        ("Ωmega 3", "ωmega-3"),
        ("2026", "2026"),
        ("?!", ""),
    ],
)
def test_an_id_keeps_every_script(text: str, name: str) -> None:
    assert identifier(text) == name


def test_a_part_of_an_address_holds_nothing_that_addresses_write_otherwise() -> None:
    assert fit_for_address("50% rule #1 ü.v2") == "50-rule-1-ü.v2"


def test_names_in_any_script_are_names_of_their_own(course: Course) -> None:
    course.edit(
        FISH,
        ":::{keypoints}",
        "## 秘密の節\n\n- one\n\n## 公開する節\n\n- two\n\n## 2026\n\n- three\n\n"
        ":::{discussion} 鳥\nTalk.\n:::\n\n:::{discussion} 魚\nTalk.\n:::\n\n:::{keypoints}",
    )
    course.edit(FISH, "They breathe water", "See [a part](#公開する節). They breathe water")
    course.edit("slides/day.md", "../source/fish\n", "")
    course.edit(
        "slides/day.md",
        "```{break} Fresh air",
        "```{lesson} ../source/fish\n:minutes: 5\n:leave-out: 秘密の節\n```\n\n"
        "```{break} Fresh air",
    )
    course.build().good()
    page, deck = (Page(course.page(name)) for name in ("source/fish.html", "deck/slides/day.html"))
    ids = {"秘密の節", "公開する節", "section-2026", "discussion-鳥", "discussion-魚"}
    assert ids <= page.ids
    assert "#公開する節" in {link.attributes.get("href") for link in page.all("a", "reference")}
    assert "fish--公開する節" in deck.ids
    assert "fish--秘密の節" not in deck.ids


def test_a_lesson_may_have_any_name(course: Course) -> None:
    course.path(FISH).rename(course.path("source/50% rule.md"))
    for name in ("index.md", "slides/both.md", "slides/day.md"):
        course.edit(name, "source/fish", "source/50% rule")
    for name in ("source/birds.md",):
        course.write(name, course.read(name).replace("see {ref}`finned`", "see there"))
    course.build().good()
    deck = Page(course.page("deck/slides/both.html"))
    links = {link.attributes["href"] for link in deck.all("a") if "href" in link.attributes}
    assert "#/50-rule--fish" in links
    assert "50-rule--fish" in deck.ids
    assert not any(set(" %") & set(name) for name in deck.ids)


def test_pictures_have_any_name(course: Course) -> None:
    for name in ("my pic.png", "Bild-ü 1.png", "図.png"):
        course.path("source/img").mkdir(exist_ok=True)
        course.path(f"source/img/{name}").write_bytes(PIXEL)
    course.edit(
        FISH,
        "They breathe water",
        "![a](<img/my pic.png>) ![b](img/Bild-ü%201.png) ![c](img/図.png)\n\n"
        ":::{figure} img/my pic.png\n:alt: d\n\nA caption.\n:::\n\nThey breathe water",
    )
    course.build().good()
    shown = [it.attributes["src"] for it in Page(course.page("source/fish.html")).all("img")]
    assert len(shown) == 4
    for source in shown:
        assert course.site().joinpath("source", unquote(source)).is_file(), source


def test_a_picture_of_another_host_is_named(course: Course) -> None:
    course.edit(FISH, "They breathe water", "![pond](https://h.example/pond.png)\n\nThey breathe")
    course.build().bad(f"{FISH}:14: WARNING: the picture https://h.example/pond.png is on another")


REMOTE = "https://h.example/x"


@pytest.mark.parametrize(
    ("markup", "loads"),
    [
        (f'<p>\n<img alt="x"\n src="{REMOTE}">', True),
        ("<IFRAME SRC='//h.example/x'></IFRAME>", True),
        (f"<video poster={REMOTE}></video>", True),
        (f'<img src="a.png" srcset="{REMOTE} 2x">', True),
        (f'<p style="background: url({REMOTE})">', True),
        (f'<style>@import "{REMOTE}";</style>', True),
        (f'<a href="{REMOTE}">there</a> <img src="a.png"> src={REMOTE}', False),
        (f'<blockquote cite="{REMOTE}">x</blockquote>', False),
    ],
)
def test_markup_that_loads_of_another_host_is_told_from_links(markup: str, loads: bool) -> None:
    found = LOADED.search(markup)
    assert (found is not None) is loads
    assert found is None or "h.example/x" in next(part for part in found.groups() if part)


def test_markup_and_outputs_that_load_of_another_host_are_named(course: Course) -> None:
    course.edit(FISH, "They breathe water", f"```{{raw}} html\n<img src='{REMOTE}'>\n```\n\nThey")
    code = f"from IPython.display import HTML\nHTML('<iframe src=\"{REMOTE}\"></iframe>')"
    write_lab(course, LAB, Cell("# Count", is_code=False), Cell(code))
    course.build().bad(
        f"{FISH}:14: WARNING: the page would load {REMOTE}, and a built site",
        f"{LAB}: WARNING: the page would load {REMOTE}, and a built site",
    )


@contextmanager
def host(kind: str, content: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve one answer to whatever is asked; give the address and what was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the test looks at what was asked for."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/pond", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_picture_of_another_host_is_fetched_once(course: Course) -> None:
    course.write("conf.py", course.read("conf.py") + "lessondeck_fetch_pictures = True\n")
    with host("image/png", PIXEL) as (address, asked):
        course.edit(FISH, "They breathe water", f"![pond]({address})\n\nThey breathe water")
        course.build().good()
    assert asked == ["/pond"]
    course.edit(FISH, "They breathe water", "They do breathe water")
    course.build().good()
    (picture,) = Page(course.page("source/fish.html")).all("img")
    assert course.site().joinpath("source", picture.attributes["src"]).read_bytes() == PIXEL
    assert address not in course.page("source/fish.html") + course.page("deck/source/fish.html")


def test_what_is_no_picture_is_not_fetched(tmp_path: Path) -> None:
    with host("text/html", b"<p>no</p>") as (address, _), pytest.raises(ValueError, match="text/h"):
        fetched(address, tmp_path)
    with pytest.raises(OSError, match="refused"):
        fetched(address, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", ["fa", "hi", "de"])
def test_any_language_builds(course: Course, language: str) -> None:
    course.edit("conf.py", 'language = "en"', f'language = "{language}"')
    course.build().good()
    assert f'lang="{language}"' in course.page("notebooks/count.html")


def test_a_language_leaves_no_word_in_the_next_build(built: Course, course: Course) -> None:
    settings = course.read("conf.py")
    course.edit("conf.py", 'language = "en"', 'language = "de"')
    course.build().good()
    assert "Suche" in course.page("search.html")
    course.write("conf.py", settings)
    course.build().good()
    assert differences(built.site(), course.site()) == []


def test_a_footnote_stands_where_it_is_referred_to(course: Course) -> None:
    course.edit(
        FISH,
        "## A whale is no fish",
        "## Hot water\n\n- Water boils at a hundred degrees.[^boil]\n\nNo more[^more] of it.\n\n"
        "## Warm water\n\n- It boils later.[^boil]\n\n[^boil]: At sea level only.\n"
        "[^more]: For the speaker alone.\n\n## A whale is no fish",
    )
    course.build().good()
    deck = Page(course.page("deck/source/fish.html"))
    notes = deck.all("aside", "footnote")
    shown = [it for it in notes if not any("notes" in parent.classes for parent in it.parents)]
    assert [it.text for it in shown] == ["[1] At sea level only."] * 2
    assert len({it.attributes["id"] for it in notes}) == len(notes) == 3
    assert any("For the speaker alone." in it.text for it in notes if it not in shown)
