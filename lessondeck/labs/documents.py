"""Labs in the build: the edition's notebook is executed once, shown as a page, and offered."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import nbsphinx
import pypandoc
from docutils import nodes
from docutils.transforms.universal import SmartQuotes
from sphinx.transforms import SphinxTransform

from lessondeck.core.atomic import write_if_other
from lessondeck.core.bundle import bank_folder, bundle
from lessondeck.core.config import Settings
from lessondeck.core.digests import digest
from lessondeck.core.documents import is_lab, lab_documents, lab_name, lab_source
from lessondeck.core.internals import replace_transform
from lessondeck.core.messages import warn
from lessondeck.labs.execution import INPUTS_KEY, Lab, LabCache, execute
from lessondeck.labs.exercises_read import digest_of_exercises
from lessondeck.labs.inputs import digest_of, files_read
from lessondeck.labs.notebooks import LabError, cell_numbers, edition_of, read_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def check_notebooks(app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Stop at a notebook that is no lab: it would be shown as it is, solutions and notes included.

    Raises:
        LabError: names each such notebook.
    """
    patterns = ", ".join(Settings.of(app.config).labs) or "none"
    strays = [
        f"{lab_name(app, docname)}: the notebook is no lab, so its solutions and notes would be "
        f"published; add it to lessondeck_labs (now {patterns}), or to exclude_patterns"
        for docname in sorted(env.found_docs)
        if lab_source(app, docname).suffix == ".ipynb" and not is_lab(app.config, docname)
    ]
    strays += [
        f"{os.path.relpath(file, app.srcdir)}: {setting} would publish the notebook as it is, with "
        "its solutions and notes; move it out of there"
        for setting in ("html_extra_path", "html_static_path")
        for file in _notebooks_in(app, getattr(app.config, setting))
    ]
    if strays:
        raise LabError("\n".join(strays))


def _notebooks_in(app: Sphinx, entries: Iterable[str]) -> Iterator[Path]:
    """Yield the notebooks in folders and files that Sphinx copies without a look at them."""
    for entry in entries:
        place = Path(app.confdir, entry)
        yield from [place] if place.suffix == ".ipynb" else sorted(place.rglob("*.ipynb"))


def check_links_to_notebooks(app: Sphinx, env: BuildEnvironment) -> None:
    """Report a link that would publish an author's notebook instead of its edition."""
    del app
    downloads = [(doc, str(file)) for file, (docs, _) in env.dlfiles.items() for doc in docs]
    linked: dict[str, list[str]] = getattr(env, "nbsphinx_files", {})
    links = [(doc, file) for doc, files in linked.items() for file in files]
    for docname, file in sorted(downloads + links):
        if Path(file).suffix == ".ipynb":
            warn(
                "notebook",
                f"the link to {file!r} would publish it with its solutions and notes; "
                "link to the page of the lab instead, which offers the notebook",
                docname,
            )


def _executed(app: Sphinx, docname: str) -> Path:
    return Path(app.doctreedir, "labs", f"{docname}.ipynb")


def _lab(app: Sphinx, docname: str, inputs: str) -> Lab:
    name, path = lab_name(app, docname), lab_source(app, docname)
    edition = Settings.of(app.config).edition
    source = read_notebook(path, name)
    notebook = edition_of(source, edition)
    beside = files_read(notebook, path.parent)
    exercises = digest_of_exercises(notebook, beside, bank_folder(app.config, Path(app.srcdir)))
    notebook.metadata[INPUTS_KEY] = f"{inputs} {exercises} {digest_of(beside, path.parent)}"
    return Lab(name, notebook, path.parent, cell_numbers(source, edition))


def _inputs(app: Sphinx) -> str:
    settings = Settings.of(app.config)
    return digest(Path(app.srcdir), [*settings.lab_inputs, *settings.lab_data])


def _bundle(app: Sphinx) -> bytes:
    return bundle(bank_folder(app.config, Path(app.srcdir)))


def _cache(app: Sphinx) -> LabCache:
    return LabCache(Path(app.srcdir, Settings.of(app.config).lab_cache))


def outdated_labs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Read a lab again when something that it uses changed, not only its own file."""
    del env, removed
    unchanged = [name for name in lab_documents(app) if name not in added | changed]
    if not unchanged:
        return []
    inputs = _inputs(app)
    cache = _cache(app)
    outdated = []
    for name in unchanged:
        key = _executed(app, name).with_suffix(".key")
        if not key.is_file() or key.read_text() != cache.key(_lab(app, name, inputs).notebook):
            outdated.append(name)
    return outdated


def execute_labs(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Execute the labs that are about to be read, those without a stored result side by side.

    Raises:
        LabError: names every notebook that can't be read and every cell that failed.
    """
    wanted = [name for name in docnames if is_lab(app.config, name)]
    if not wanted:
        return
    settings = Settings.of(app.config)
    inputs, cache = _inputs(app), _cache(app)
    labs: dict[str, Lab] = {}
    problems: list[str] = []
    for docname in wanted:
        try:
            labs[docname] = _lab(app, docname, inputs)
        except LabError as error:
            problems.append(str(error))
    found = {docname: cache.find(lab.notebook) for docname, lab in labs.items()}
    # A course may keep its bank under another name, and the self-check elsewhere.
    importable = Path(app.doctreedir, "exercises.zip")
    write_if_other(importable, _bundle(app))
    results = execute(
        [labs[docname] for docname, notebook in found.items() if notebook is None],
        timeout=settings.cell_timeout,
        jobs=min(app.parallel, os.cpu_count() or 1),
        python_path=(importable, Path(app.srcdir)),
    )
    for docname, lab in labs.items():
        result = found[docname] or results[lab.name]
        if isinstance(result, str):
            problems.append(result)
            continue
        if found[docname] is None:
            cache.store(result)
        target = _executed(app, docname)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_suffix(".key").write_text(cache.key(lab.notebook))
        result.metadata.pop(INPUTS_KEY, None)
        nbformat.write(result, target)
    if problems:
        raise LabError("\n".join(problems))


def show_executed(app: Sphinx, docname: str, content: list[str]) -> None:
    """Give nbsphinx the executed edition instead of the author's file."""
    if is_lab(app.config, docname):
        content[0] = _executed(app, docname).read_text(encoding="utf-8")


class LabAlternatives(SphinxTransform):
    """Give a lab's pictures the text alternatives that its cells carry in ``alt``."""

    default_priority = 400

    def apply(self, **_kwargs: object) -> None:
        """Match each picture with its cell by the name that nbsphinx gives the file."""
        docname = self.env.current_document.docname
        if not is_lab(self.config, docname):
            return
        edition = Settings.of(self.config).edition
        source = read_notebook(lab_source(self.app, docname), lab_name(self.app, docname))
        cells, numbers = edition_of(source, edition).cells, cell_numbers(source, edition)
        for image in self.document.findall(nodes.image):
            if isinstance(image.parent, nodes.substitution_definition):
                continue
            if not re.fullmatch(r"(image\d*)?", image.get("alt", "")):
                continue  # pandoc calls a picture without a text alternative image, image1, …
            match = re.search(r"_(\d+)_\d+\.(?:png|svg|jpe?g)$", image["uri"])
            if match is None:
                message = (
                    f"the picture {image['uri']!r} has no text alternative; "
                    "write it between the square brackets: ![what it shows](…)"
                )
            else:
                position = int(match[1])
                image["alt"] = cells[position].metadata.get("alt", "")
                message = (
                    f"cell {numbers[position]} draws a picture without a text alternative; "
                    'add "alt": "…" to the metadata of the cell'
                )
            if match is None or not image["alt"]:
                warn("alt", message, (docname, 1))


class LabParser(nbsphinx.NotebookParser):  # type: ignore[misc]
    """Reads notebooks as Sphinx reads texts: its own transform writes typographic quotes.

    That of docutils, which nbsphinx adds, warns of each language that has none.
    """

    def get_transforms(self) -> list[type[Transform]]:
        """Return nbsphinx' transforms without that one."""
        return [each for each in super().get_transforms() if each is not SmartQuotes]


class LabLinks(nbsphinx.RewriteLocalLinks):  # type: ignore[misc]
    """Rewrite the links of labs alone.

    nbsphinx takes every document's: their ``[text](#figure)`` would break, since it knows
    the labels of sections only, and their link texts would lose their formatting.
    """

    def apply(self) -> None:
        """Rewrite the links if the document is a lab."""
        env = self.document.settings.env
        if is_lab(env.config, env.current_document.docname):
            super().apply()


def use_bundled_pandoc(_app: Sphinx, _config: Config) -> None:
    """Let nbsphinx find the pandoc that comes with ``pypandoc-binary``."""
    path = Path(pypandoc.get_pandoc_path())
    # One that is on PATH already has no folder in front of its name.
    if path.is_absolute() and str(path.parent) not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = str(path.parent) + os.pathsep + os.environ["PATH"]


def setup_labs(app: Sphinx) -> None:
    """Put editions and the cache of executions in front of nbsphinx."""
    app.connect("config-inited", use_bundled_pandoc)
    app.connect("env-get-outdated", outdated_labs)
    app.connect("env-before-read-docs", check_notebooks, priority=200)
    app.connect("env-before-read-docs", execute_labs)
    app.connect("env-check-consistency", check_links_to_notebooks)
    app.connect("source-read", show_executed)
    app.add_source_parser(LabParser, override=True)
    replace_transform(app, nbsphinx.RewriteLocalLinks, LabLinks)
    app.add_transform(LabAlternatives)
