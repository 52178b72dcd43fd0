"""The content policy: in every page and deck, and in the files for servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.pages.content_policy import HEADER
from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course

STRICT: Final = (
    "default-src 'self'; "
    "script-src 'self' 'wasm-unsafe-eval'{hashes}; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "worker-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'"
)

HASH: Final = r" 'sha256-[\w+/]{43}='"


def without_hashes(policy: str) -> str:
    """Return a policy with the place of its hashes marked."""
    return re.sub(f"(?:{HASH})+", "{hashes}", policy)


def test_every_page_and_deck_has_it_before_any_script(built: Course) -> None:
    pages = [path for path in built.site().rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 10
    for path in pages:
        markup = path.read_text(encoding="utf-8")
        page = Page(markup)
        [policy] = [
            meta.attributes["content"]
            for meta in page.all("meta")
            if meta.attributes.get("http-equiv") == HEADER
        ]
        assert without_hashes(policy.replace(" file:", "")) == STRICT
        assert len(re.findall(HASH, policy)) <= 2
        assert markup.index(HEADER) < markup.index("<script")


def test_servers_send_it_and_let_jupyterlite_be(built: Course) -> None:
    site = built.site()
    for name in ("_headers", ".htaccess", "policy.nginx.conf"):
        text = (site / name).read_text(encoding="utf-8")
        assert STRICT in without_hashes(text)
        assert "file:" not in text
    rules = (site / "_headers").read_text(encoding="utf-8").splitlines()
    allowing = [
        place
        for place, rule in zip(rules[::2], rules[1::2], strict=True)
        if "'unsafe-eval'" in rule
    ]
    assert allowing == ["/lite/*"]
    # Netlify joins the rules that fit, so no two may.
    folders = {f"/{path.name}/*" for path in site.iterdir() if path.is_dir()}
    assert {*folders, "/", "/index.html", "/lite/*"} <= set(rules[::2])


@pytest.mark.parametrize("name", ["index.html", "deck/source/birds.html"])
def test_an_author_can_do_without_it(course: Course, name: str) -> None:
    course.edit("conf.py", "nitpicky", "lessondeck_content_policy = False\nnitpicky")
    course.build().good()
    assert HEADER not in course.page(name)
    assert not (course.site() / "_headers").exists()
