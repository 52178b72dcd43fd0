"""The tables of licences: ``{licences-table} GROUP`` lists what others made, group by group.

What a site ships is known when its pages are written, so the tables are made then.
The licence texts go into a folder of the site, and each table links to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from lessondeck.core.atomic import write_if_other
from lessondeck.core.config import Settings
from lessondeck.core.digests import Stamps, stamps
from lessondeck.core.markup import templates
from lessondeck.core.messages import warn
from lessondeck.core.nodes import licences_table
from lessondeck.labs.lite import wheels
from lessondeck.labs.lite.site import application, fetch_kit
from lessondeck.labs.offer import BROWSER_LABS_CHANGED
from lessondeck.licences import packages
from lessondeck.tools import npm

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator

    from lessondeck.licences.packages import Work

FOLDER: Final = "licences"
"""Where, below the pages, the licence texts are."""

GROUPS_SHOWN: Final = "licence_groups"
"""What a page's metadata call the groups that it shows."""


@dataclass(frozen=True)
class Sources:
    """Where to look for what is shipped: the course's folder and what it switches on."""

    root: Path
    language: str
    browser_labs: bool
    static: tuple[str, ...]
    data: tuple[str, ...]
    lab_packages: tuple[tuple[str, str], ...]


def _pages(sources: Sources) -> list[Work]:
    fonts = [
        font for folder in sources.static for font in packages.fonts(Path(sources.root, folder))
    ]
    return [*packages.python_packages(packages.PACKAGES), packages.reveal(), *fonts]


def _browser(sources: Sources) -> list[Work]:
    modules = npm.available(sources.root)
    if modules is None:
        return []
    return list(packages.npm_packages(modules, npm.BROWSER / "package-lock.json"))


def _labs(sources: Sources) -> list[Work]:
    kit = fetch_kit(sources.root) if sources.browser_labs else None
    if kit is None:
        return []
    parts = {
        "jupyterlite-core": "the notebook in the browser",
        "jupyterlite-pyodide-kernel": "runs its cells with Python",
    }
    files = [wheel.file for wheel in kit.wheels]
    return [
        *packages.python_packages(parts),
        *packages.wheels(files, "loaded by Python in the browser"),
    ]


def _scripts(sources: Sources) -> list[Work]:
    kit = fetch_kit(sources.root) if sources.browser_labs else None
    if kit is None:
        return []
    return packages.bundled_scripts(application(sources.root, kit, sources.language))


def _material(sources: Sources) -> list[Work]:
    tables = [
        table
        for folder in sources.data
        for table in packages.data_files(Path(sources.root, folder, "README.md"))
    ]
    return [*tables, *packages.python_packages(dict(sources.lab_packages))]


GROUPS: Final[dict[str, Callable[[Sources], list[Work]]]] = {
    "pages": _pages,
    "browser": _browser,
    "labs": _labs,
    "scripts": _scripts,
    "material": _material,
}
"""Parts of a site, and what finds out what others made of them."""


def works(group: str, sources: Sources) -> list[Work]:
    """Return what others made of a part of the site; empty if the site lacks the part."""
    return _works(group, sources, stamps(read_by(sources)))


@lru_cache(maxsize=32)
def _works(group: str, sources: Sources, _stamps: Stamps) -> list[Work]:
    return GROUPS[group](sources)


def read_by(sources: Sources) -> list[Path]:
    """Return the files of the course and the locks that the tables are read from."""
    folders = [Path(sources.root, name) for name in sources.static]
    return [
        *(file for folder in folders for file in folder.rglob("LICENSE*")),
        *(Path(sources.root, folder, "README.md") for folder in sources.data),
        sources.root / "requirements.txt",
        npm.BROWSER / "package-lock.json",
        wheels.LOCK,
    ]


def sources_of(builder: Builder) -> Sources:
    """Return where to look in a build."""
    return sources_in(Path(builder.srcdir), builder.config)


def sources_in(root: Path, config: Config) -> Sources:
    """Return where to look in a course with these settings."""
    settings = Settings.of(config)
    static = tuple(name for name in config.html_static_path if not Path(name).is_absolute())
    return Sources(
        root=root,
        language=config.language,
        browser_labs=settings.browser_labs,
        static=static,
        data=tuple(settings.lab_data),
        lab_packages=tuple(_named(line) for line in settings.lab_packages),
    )


def _named(line: str) -> tuple[str, str]:
    """Return the name of a package and what it brings, from a line of the settings."""
    name, _, brings = line.partition(":")
    return name.strip(), brings.strip()


def text_file(work: Work) -> str:
    """Return where the text of a work's licence is, below the pages."""
    name = re.sub(r"[^a-z0-9.]+", "-", f"{work.name} {work.version}".lower()).strip("-")
    return f"{FOLDER}/{name}.txt"


class LicencesTable(SphinxDirective):
    """Lists what others made of a part of the site."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Build the node."""
        group = self.arguments[0]
        if group not in GROUPS:
            raise self.error(f"unknown group {group!r}; it is one of: {', '.join(GROUPS)}")
        page = self.env.metadata[self.env.current_document.docname]
        page[GROUPS_SHOWN] = [*page.get(GROUPS_SHOWN, ()), group]
        for file in read_by(sources_in(Path(self.env.srcdir), self.config)):
            self.env.note_dependency(str(file))
        node = licences_table(group=group)
        self.set_source_info(node)
        return [node]


def visit_licences_table(translator: HTML5Translator, node: licences_table) -> None:
    """Write the table; a work without a known licence is a warning, hence a failed build."""
    found = works(node["group"], sources_of(translator.builder))
    for work in found:
        if not work.licence:
            warn(
                "licences",
                f"{work.name} {work.version} says nothing of its licence that can be told; "
                "add the wording of its licence to WORDING in lessondeck/licences/packages.py",
                node,
            )
    here = translator.builder.get_target_uri(translator.builder.current_docname)

    def address(work: Work) -> str:
        return relative_uri(here, text_file(work))

    template = templates.get_template("licences.html")
    page = template.render(works=found, group=node["group"], address=address)
    translator.body.append(page)
    raise nodes.SkipNode


def write_texts(app: Sphinx, exception: Exception | None) -> None:
    """Put the licence texts of the tables beside the pages."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    wanted = {}
    pages = app.env.metadata.values()
    for group in {group for page in pages for group in page.get(GROUPS_SHOWN, ())}:
        for work in works(group, sources_of(app.builder)):
            if work.text:
                wanted[Path(app.outdir, text_file(work))] = work.text.strip() + "\n"
    for file in folder.glob("*.txt"):
        if file not in wanted:
            file.unlink()
    for file, text in wanted.items():
        write_if_other(file, text.encode())


def pages_with_licences(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to read again when something else is shipped."""
    return [name for name in env.found_docs if GROUPS_SHOWN in env.metadata[name]]


def setup_licences(app: Sphinx) -> None:
    """Register the directive and its node, and what writes the texts."""
    app.connect(BROWSER_LABS_CHANGED, pages_with_licences)
    app.add_directive("licences-table", LicencesTable)
    app.add_node(licences_table, html=(visit_licences_table, None))
    app.connect("build-finished", write_texts)
