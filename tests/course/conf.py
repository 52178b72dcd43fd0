"""A small course that tests build, whole or changed for the case."""

project = "Small course"
language = "en"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_revealjs",
    "nbsphinx",
    "lessondeck",
]
include_patterns = ["index.md", "source/**", "slides/**", "notebooks/**"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_title_to_header = True
myst_heading_anchors = 3
bibtex_bibfiles = ["source/references.bib"]
bibtex_reference_style = "author_year_plain"
nitpicky = True
nbsphinx_execute = "never"
nbsphinx_prolog = ".. lab-facts::"
nbsphinx_requirejs_path = ""
html_theme = "furo"
html_math_renderer = "mathml"
html_copy_source = False
revealjs_html_theme = "lessondeck"
lessondeck_cell_timeout = 300
lessondeck_lab_inputs = ["exercises"]
revealjs_style_theme = "deck.css"
