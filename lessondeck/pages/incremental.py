"""Write again whatever a change shows up in, so that a rebuild gives what a fresh build gives.

Sphinx writes the pages that it read.  But a title also stands in the contents beside every other
page, a label in the pages that refer to it, and the words of a removed page in the search index.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

from lessondeck.core.domain import LessonDomain
from lessondeck.core.internals import as_if_written_now, search_index_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def settle_search_index(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Make the search index, once all pages are written, what a build from nothing would make it.

    Returns:
        No pages: the event asks for more of them.
    """
    index = search_index_of(app)
    if index is not None:
        entries = app.env.domains.index_domain.entries
        as_if_written_now(index, {name: _search_entries(all_) for name, all_ in entries.items()})
    return ()


def _search_entries(
    entries: Iterable[tuple[str, str, str, str, str | None]],
) -> list[tuple[str, str, str]]:
    """Return index entries as the search index has them: words, target, and "main" if it is."""
    return sorted(
        {
            (part, target or "", main)
            for kind, value, target, main, _category in entries
            for part in split_index_msg(kind, value)
        }
    )


def shared_state(env: BuildEnvironment) -> str:
    """Return a digest of what a document may show of the others, the same in every process.

    It covers titles and contents, what references can name, works cited, lessons, decks and images.
    """
    state = hashlib.sha256()
    for part in _shared_parts(env):
        state.update(part.encode() + b"\0")
    return state.hexdigest()


def _shared_parts(env: BuildEnvironment) -> Iterator[str]:
    for docname in sorted(env.found_docs):
        yield docname
        if docname in env.tocs:
            yield env.tocs[docname].pformat()
    for domain in env.domains.sorted():
        # Names to show may be translated late: they are texts all the same.
        yield from sorted(canonical([str(part) for part in each]) for each in domain.get_objects())
    yield canonical(env.domaindata[LessonDomain.name])
    # sphinxcontrib-bibtex tells nobody through `get_objects` what its labels are.
    yield from sorted(map(_citation, env.domaindata.get("cite", {}).get("citations", ())))
    for files in (env.images, env.dlfiles):
        yield from (f"{uri} {name}" for uri, (_docnames, name) in sorted(files.items()))


def _citation(citation: Any) -> str:
    """Return what pages show of a cited work: its place, its label and the texts about it."""
    texts = [
        (text.label, repr(text.text))
        for text in (citation.formatted_entry, citation.tooltip_entry)
        if text is not None
    ]
    place = (citation.bibliography_key.docname, citation.citation_id, citation.key)
    return canonical((place, repr(citation.entry), texts))


def canonical(value: object) -> str:
    """Write a value of plain data so that equal values give equal text in every process.

    The order of a set depends on the process, and so does what a plain object says of itself.

    Raises:
        TypeError: the value holds something that is not plain data.
    """
    if is_dataclass(value) and not isinstance(value, type):
        own = [(field.name, getattr(value, field.name)) for field in fields(value)]
        return f"{type(value).__name__}{canonical(own)}"
    if isinstance(value, Mapping):
        pairs = sorted((canonical(key), canonical(item)) for key, item in value.items())
        return f"{{{', '.join(f'{key}: {item}' for key, item in pairs)}}}"
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(map(canonical, value)))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(canonical, value))}]"
    if value is None or isinstance(value, (str, bytes, int, float)):
        return f"{type(value).__name__}:{value!r}"
    if isinstance(value, PurePath):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no form that is the same in every process")


def _state_file(app: Sphinx) -> Path:
    """Return where it is noted what the pages show of each other since they were written."""
    return Path(app.doctreedir, f"shared-{app.builder.name}")


def _coming(file: Path) -> Path:
    return file.with_suffix(".coming")


def write_all_if_shared(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Have every page written when something changed that other pages may show."""
    written, state = _state_file(app), shared_state(env)
    _coming(written).write_text(state)
    if written.is_file() and written.read_text() == state:
        return []
    for folder in ("_images", "_downloads"):
        shutil.rmtree(Path(app.outdir, folder), ignore_errors=True)
    return sorted(env.found_docs)


def remember_shared(app: Sphinx, exception: Exception | None) -> None:
    """Note what the pages, all written by now, show of each other."""
    if exception is None:
        _coming(_state_file(app)).replace(_state_file(app))


def setup_incremental(app: Sphinx) -> None:
    """Register what decides on writing, and what settles the search index."""
    app.connect("html-collect-pages", settle_search_index, priority=900)
    # Late: other extensions settle in this event what their references look like.
    app.connect("env-updated", write_all_if_shared, priority=900)
    app.connect("build-finished", remember_shared)
