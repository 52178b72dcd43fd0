"""The content policy of a site: its pages and decks run its own scripts and ask no other host.

It stands in every page and deck, and in files for common servers, whose headers come before the
page.  JupyterLite's folder is apart, since it writes scripts of its own and evaluates text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import sphinx_revealjs
from sphinx.builders.html import StandaloneHTMLBuilder

from lessondeck.core.builders import DECK_BUILDERS
from lessondeck.core.config import Settings
from lessondeck.labs.offer import FOLDER as LITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

DIRECTIVES: Final = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
"""What may be loaded from where; the hashes of the few scripts within pages come on top."""

LITE_DIRECTIVES: Final = DIRECTIVES | {
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "font-src": "'self' data:",
}
"""What JupyterLite needs."""

LAYOUTS: Final = ("base.html", "layout.html")
"""The templates in which a theme writes a script into every page."""

HEADER: Final = "Content-Security-Policy"


def policy(directives: dict[str, str], hashes: Iterable[str] = (), *, on_disk: bool = False) -> str:
    """Write a policy out.

    Args:
        directives: what may be loaded from where.
        hashes: of the scripts that stand within a page.
        on_disk: whether it also has to work for a page that was opened as a file.  Firefox takes
            no file for `'self'`; on a server, `file:` allows nothing.
    """
    scripts = "".join(f" 'sha256-{one}'" for one in hashes)
    return "; ".join(
        f"{name} {sources}"
        + (scripts if name == "script-src" else "")
        + (" file:" if on_disk and sources != "'none'" else "")
        for name, sources in directives.items()
    )


def script_hashes(theme_folders: Iterable[str]) -> list[str]:
    """Return the hashes of the scripts within pages: the theme's, and the speaker view's."""
    scripts = [script for folder in theme_folders for script in _scripts_of(Path(folder))]
    return [_hash(script) for script in [*scripts, _speaker_script()]]


def _scripts_of(folder: Path) -> Iterator[str]:
    for name in LAYOUTS:
        if (folder / name).is_file():
            text = (folder / name).read_text(encoding="utf-8")
            yield from re.findall(r"<script>([^{]*?)</script>", text)


def _speaker_script() -> str:
    """Return the script of the window that reveal.js writes for the speaker."""
    root = Path(sphinx_revealjs.__file__).parent
    plugin = root / "_static" / "revealjs" / "plugin" / "notes" / "notes.js"
    found = re.search(r"<script>(.*?)<\\/script>", plugin.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, f"{plugin} has no speaker view"
    text = re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", found[1]).replace(r"\'", "'")
    script: str = json.loads(f'"{text}"')
    return script


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _theme_folders(app: Sphinx) -> list[str]:
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    return [str(folder) for folder in app.builder.theme.get_theme_dirs()]


def add_policy(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _: object) -> None:
    """Put the policy into a page or deck, before anything that it is about."""
    if app.builder.name not in ("html", *DECK_BUILDERS):
        return
    if not Settings.of(app.config).content_policy:
        return
    content = policy(DIRECTIVES, script_hashes(_theme_folders(app)), on_disk=True)
    context["metatags"] = (
        f'<meta http-equiv="{HEADER}" content="{content}">{context.get("metatags", "")}'
    )


def write_headers(app: Sphinx, exception: Exception | None) -> None:
    """Write the policy as the files that tell common servers to send it."""
    if exception is not None or app.builder.name != "html":
        return
    if not Settings.of(app.config).content_policy:
        return
    site = Path(app.outdir)
    pages = policy(DIRECTIVES, script_hashes(_theme_folders(app)))
    lite = policy(LITE_DIRECTIVES)
    for name, text in {
        "_headers": _for_static_hosts(site, pages, lite),
        ".htaccess": APACHE.format(header=HEADER, pages=pages, lite=lite, folder=LITE),
        "policy.nginx.conf": NGINX.format(header=HEADER, pages=pages, lite=lite, folder=LITE),
    }.items():
        (site / name).write_text(text, encoding="utf-8")


def _for_static_hosts(site: Path, pages: str, lite: str) -> str:
    """Return the rules of a host that joins all those that fit: no two of them may do so."""
    folders = {path.name for path in site.iterdir() if path.is_dir()}
    names = {path.stem for path in site.glob("*.html")}
    places = ["/", *(f"/{name}.html" for name in names), *(f"/{name}" for name in names)]
    places += [f"/{name}/*" for name in (folders | {"deck"}) - {LITE} if name[0] != "."]
    rules = dict.fromkeys(sorted(places), pages) | {f"/{LITE}/*": lite}
    return "".join(
        f"{quote(place, safe='/*')}\n  {HEADER}: {rule}\n" for place, rule in rules.items()
    )


APACHE: Final = """\
# The content policy of the site; needs mod_headers.
<IfModule mod_headers.c>
  Header always set {header} "{pages}"
  <If "%{{REQUEST_URI}} =~ m#/{folder}/#">
    Header always set {header} "{lite}"
  </If>
</IfModule>
"""

NGINX: Final = """\
# The content policy of the site: include this file in the block `http`, and in the block that
# serves the site write: add_header {header} $course_policy always;
map $uri $course_policy {{
  default "{pages}";
  ~/{folder}/ "{lite}";
}}
"""


def setup_policy(app: Sphinx) -> None:
    """Put the policy into every page, and beside them for servers."""
    app.connect("html-page-context", add_policy)
    app.connect("build-finished", write_headers, priority=900)
