"""Wire the parts of the extension into Sphinx: one ``setup_…`` function per part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck import __version__
from lessondeck.bank import coverage, policies, poll_list, quizzes
from lessondeck.cells import interpreter, runnable
from lessondeck.core import builders, config, domain, identifiers, stale_files, typography
from lessondeck.figures import inline, picture_steps, pictures
from lessondeck.gallery import page as gallery
from lessondeck.labs import documents as labs
from lessondeck.labs import downloads, folds
from lessondeck.labs.lite import extension as lite_extension
from lessondeck.lessons import (
    checks,
    citations,
    comments,
    composition,
    directives,
    gatherings,
    mathml,
    terms,
)
from lessondeck.licences import table as licence_table
from lessondeck.pages import (
    content_policy,
    contents,
    incremental,
    schedules,
    timetables,
    views,
)
from lessondeck.paper import builder as paper
from lessondeck.slides import addresses, builder, clocks, deck, markup, pacing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the whole extension with Sphinx."""
    app.setup_extension("sphinx_revealjs")
    app.setup_extension("nbsphinx")
    builders.setup_builders(app)
    config.setup_config(app)
    domain.setup_domain(app)
    identifiers.setup_identifiers(app)
    contents.setup_contents(app)
    directives.setup_directives(app)
    checks.setup_checks(app)
    comments.setup_comments(app)
    composition.setup_composition(app)
    citations.setup_citations(app)
    pictures.setup_pictures(app)
    inline.setup_figures(app)
    mathml.setup_mathml(app)
    views.setup_pages(app)
    deck.setup_decks(app)
    markup.setup_markup(app)
    pacing.setup_pacing(app)
    addresses.setup_addresses(app)
    clocks.setup_clocks(app)
    builder.setup_builder(app)
    incremental.setup_incremental(app)
    stale_files.setup_stale_files(app)
    labs.setup_labs(app)
    folds.setup_folds(app)
    downloads.setup_downloads(app)
    lite_extension.setup_lite(app)
    licence_table.setup_licences(app)
    quizzes.setup_quizzes(app)
    typography.setup_typography(app)
    runnable.setup_runnable(app)
    interpreter.setup_interpreter(app)
    policies.setup_policies(app)
    coverage.setup_coverage(app)
    paper.setup_paper(app)
    gallery.setup_gallery(app)
    schedules.setup_schedules(app)
    timetables.setup_timetables(app)
    gatherings.setup_gatherings(app)
    poll_list.setup_poll_list(app)
    picture_steps.setup_picture_steps(app)
    terms.setup_terms(app)
    content_policy.setup_policy(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
