"""Formulas as MathML, made at build time: browsers and screen readers know it by themselves.

Sphinx's own renderers load a script from another host or need a LaTeX installation.
Switch it on with ``html_math_renderer = "mathml"``.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util.math import get_node_equation_number

from lessondeck.core.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


DELIMITERS: Final = re.compile(
    r"\$\$(.*)\$\$|\$([^$]*)\$|\\\((.*)\\\)|\\\[(.*)\\\]"
    r"|\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\5\*?\}",
    re.DOTALL,
)
"""What says around a formula that it is one, as programs write it into their output."""

ALIGNED: Final = re.compile(r"\\(begin|end)\{(?:align|eqnarray|flalign|gather|multline|split)\*?\}")
"""Formulas of several lines, which differ in how LaTeX numbers and spaces them."""

NUMBERING: Final = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
"""What concerns the number of a formula, which comes from elsewhere."""

TAG: Final = re.compile(r"\\tag\s*\*?\s*\{([^{}]*)\}")

DEGREE: Final = re.compile(r"\^?\s*(?:\{\s*)?(?:°|\\degree(?![A-Za-z]))(?:\s*\})?")

SHORT_ARGUMENT: Final = re.compile(
    r"(\\(?:[dt]?frac|d?binom)(?![A-Za-z])\s*(?:\{[^{}]*\})?)\s*([0-9]|(?<=[\s}])[A-Za-z])"
)
"""An argument of one character, which needs no braces in LaTeX: ``\\frac12``."""

WITHOUT_BASE: Final = re.compile(
    r"(^|[{&]|\\\\|\\begin\{\w+\*?\}|\\(?:display|text)style(?![A-Za-z]))(\s*)(?=[_^])"
)
"""Where an index or exponent stands by itself, as in ``H$_2$O``."""


def plain_formula(source: str) -> str:
    """Return a formula as the converter takes it, which knows only part of how people write them.

    Example:
        >>> plain_formula("$_2$")
        '{}_2'
    """
    formula = source.strip()
    around = DELIMITERS.fullmatch(formula)
    if around:
        *plain, _name, content = around.groups()
        formula = next(part for part in (*plain, content) if part is not None).strip()
    formula = TAG.sub(r"\\qquad (\1)", NUMBERING.sub("", formula)).strip()
    formula = ALIGNED.sub(r"\\\1{aligned}", formula)
    formula = DEGREE.sub(r"^\\circ ", formula).rstrip()
    for _both in range(2):
        formula = SHORT_ARGUMENT.sub(r"\1{\2}", formula)
    return WITHOUT_BASE.sub(r"\1\2{}", formula)


def _mathml(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    """Convert a formula; one that can't be is reported and shown as its source."""
    source = node.astext()
    try:
        return str(tex2mathml(plain_formula(source), as_block=as_block))
    except Exception as error:  # The converter raises whatever its parts do.
        reason = str(error) if isinstance(error, MathError) else "it is not understood"
        place = node if node.line else node.parent
        warn("math", f"the formula {source!r} can't be shown: {reason}; simplify it", place)
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
