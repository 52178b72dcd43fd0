"""Settings of the course."""

project = "Reading the clouds"
author = "the course authors"
copyright = "2026, the course authors"
language = "en"

# Browsers keep answers under this name; take another one when a new class starts.
lessondeck_course_id = "COURSE_ID"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "lessondeck"]
include_patterns = ["index.md", "source/**", "slides/**", "notebooks/**"]
exclude_patterns = ["**/.ipynb_checkpoints"]
nitpicky = True  # a link that leads nowhere stops the build

# Lessons
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes"]
myst_title_to_header = True
myst_heading_anchors = 3
bibtex_bibfiles = ["source/references.bib"]
bibtex_reference_style = "author_year_plain"

# Labs
lessondeck_lab_inputs = ["exercises", "requirements.txt"]
lessondeck_lab_data = []
nbsphinx_execute = "never"  # lessondeck executes them, from a cache
nbsphinx_prolog = ".. lab-facts::"
nbsphinx_requirejs_path = ""  # no request to another host

# Pages
html_theme = "furo"
html_title = project
html_static_path = ["source/_static"]
html_css_files = ["sky.css"]
html_math_renderer = "mathml"
html_copy_source = False  # sources hold notes and solutions
html_show_sphinx = False

# Decks
revealjs_html_theme = "lessondeck"
revealjs_style_theme = "deck.css"
revealjs_static_path = ["source/_static"]
revealjs_css_files = ["sky.css"]
