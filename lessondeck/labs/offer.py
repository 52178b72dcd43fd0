"""What a lab's page says about the browser: the way to open it there, or why it can't run."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from lessondeck.core.identifiers import fit_for_address
from lessondeck.core.learner import course_id
from lessondeck.core.markup import templates
from lessondeck.core.nodes import browser_lab
from lessondeck.core.words import list_in_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

FOLDER: Final = "lite"
"""Where, below the pages, JupyterLite is."""

BROWSER_LABS_CHANGED: Final = "lessondeck-browser-labs-changed"
"""Asks, given the environment, which documents to read again: other labs run in the browser."""

NAMES: Final = {"sklearn": "scikit-learn", "PIL": "Pillow"}
"""Packages that are known by another name than their module's."""


def decided(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return for each lab the modules that the browser lacks; nothing if none is offered there."""
    return getattr(env, "lessondeck_browser_labs", {})


def place_in_browser(config: Config, docname: str) -> str:
    """Return the path of a lab in JupyterLite.

    JupyterLite keeps what learners do by the address of its site and the path of the notebook, so
    the path has the course's id in it: next year's lab at the same address is another one.
    """
    return posixpath.join(fit_for_address(course_id(config)), f"{docname}.ipynb")


def browser_offer(
    env: BuildEnvironment, docname: str
) -> tuple[list[tuple[str, str]], list[nodes.Node]]:
    """Return the link that opens a lab in the browser, if it can run there, and what to know."""
    missing = decided(env).get(docname)
    if missing is None:
        return [], []
    about = browser_lab(missing=[NAMES.get(name, name) for name in missing])
    if missing:
        return [], [about]
    application = f"{FOLDER}/notebooks/index.html"
    place = quote(place_in_browser(env.config, docname), safe="")
    address = f"{relative_uri(docname, application)}?path={place}"
    return [("Open in the browser (JupyterLite)", address)], [about]


def visit_browser_lab(translator: HTML5Translator, node: browser_lab) -> None:
    """Write what to know."""
    missing = list_in_words(node["missing"]) if node["missing"] else ""
    translator.body.append(templates.get_template("browser_lab.html").render(missing=missing))
    raise nodes.SkipNode


def add_script(
    app: Sphinx, pagename: str, _template: str, _context: object, _doctree: object
) -> None:
    """Let the page of a lab say what the browser will not do at its address."""
    if decided(app.env).get(pagename) == ():
        app.add_js_file("lab.js", loading_method="defer")


def setup_offer(app: Sphinx) -> None:
    """Register the node and the event, and the script of the pages that offer a lab."""
    app.add_event(BROWSER_LABS_CHANGED)
    app.add_node(browser_lab, html=(visit_browser_lab, None))
    app.connect("html-page-context", add_script)
