"""A small course that tests build, whole or changed for the case."""

project = "Small course"
language = "en"
extensions = ["myst_parser", "sphinx_design", "sphinx_revealjs", "nbsphinx", "lessondeck"]
include_patterns = ["index.md", "source/**", "slides/**", "notebooks/**"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_title_to_header = True
myst_heading_anchors = 3
nbsphinx_execute = "never"
nbsphinx_prolog = ".. lab-facts::"
nbsphinx_requirejs_path = ""
html_theme = "furo"
html_copy_source = False
revealjs_html_theme = "lessondeck"
lessondeck_cell_timeout = 20
lessondeck_lab_inputs = ["exercises"]
revealjs_style_theme = "deck.css"
