"""Formulas as MathML, made at build time: browsers and screen readers know it by themselves.

Sphinx's own renderers load a script from another host or need a LaTeX installation.
Switch it on with ``html_math_renderer = "mathml"``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util.math import get_node_equation_number

from lessondeck.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def _mathml(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    """Convert a formula; one that can't be is reported and shown as its source."""
    source = node.astext()
    try:
        return str(tex2mathml(source, as_block=as_block))
    except MathError as error:
        place = node if node.line else node.parent
        warn("math", f"the formula {source!r} can't be shown: {error}; simplify it", place)
        return f"<code>{escape(source)}</code>"


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(_mathml(node, as_block=False))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})</span>')
        translator.add_permalink_ref(node, "Link to this equation")
    translator.body.append(_mathml(node, as_block=True) + "</div>\n")
    raise nodes.SkipNode


def setup_mathml(app: Sphinx) -> None:
    """Register the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
