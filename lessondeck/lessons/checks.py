"""Read what a lesson says of itself and report what it lacks, with file and line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from sphinx.errors import ConfigError, SphinxError

from lessondeck.core.config import Settings
from lessondeck.core.documents import is_lab, is_lesson
from lessondeck.core.domain import LESSONS, Lesson
from lessondeck.core.messages import front_matter_place, warn
from lessondeck.core.nodes import lesson_box, quiz

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class SourceError(SphinxError):
    """A source file that can't be read."""

    category = "Source error"


REQUIRED_BOXES = {
    "objectives": "open the lesson with an {objectives} list that starts with verbs",
    "keypoints": "close the lesson with a {keypoints} list of what to take away",
}


def check_encoding(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Find files that can't be read as text before Sphinx stumbles over one.

    Raises:
        SourceError: names every such file with the line.
    """
    problems = []
    for docname in docnames:
        path = Path(env.doc2path(docname))
        data = path.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            name = path.relative_to(app.srcdir).as_posix()
            line = data.count(b"\n", 0, error.start) + 1
            problems.append(f"{name}:{line}: the file is not in UTF-8; save it in that encoding")
    if problems:
        raise SourceError("\n".join(problems))


def read_lesson(app: Sphinx, doctree: nodes.document) -> None:
    """Note a lesson in the domain and check that it is complete."""
    env = app.env
    docname = env.current_document.docname
    if not is_lesson(env, docname):
        return
    boxes = {box["kind"] for box in doctree.findall(lesson_box)}
    for kind, fix in REQUIRED_BOXES.items():
        if kind not in boxes:
            warn(kind, f"the lesson has no {kind}; {fix}", (docname, 1))
    minutes = planned_minutes(env, docname, required=True)
    claims = _claims(env, docname)
    section = top_section(doctree, docname)
    if section is not None and minutes is not None:
        title = section[0].astext()
        parts = frozenset(i for node in lesson_parts(section) for i in node["ids"])
        LESSONS.note(
            env, docname, Lesson(docname, title, section["ids"][0], minutes, claims, parts)
        )


def lesson_parts(section: nodes.section) -> list[nodes.Element]:
    """Return what a deck may leave out of a lesson: its sections, boxes and exercises."""
    found = section.findall(nodes.Element)
    return [
        n for n in found if isinstance(n, (nodes.section, lesson_box, quiz)) and n is not section
    ]


def check_images(app: Sphinx, doctree: nodes.document) -> None:
    """Ask for a text alternative wherever there is a picture."""
    if is_lab(app.config, app.env.current_document.docname):
        return  # Its pictures are checked where their cells are known.
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            warn(
                "alt",
                f"the image {image['uri']!r} has no text alternative; "
                "say in :alt:, or in the <title> and <desc> of an SVG file, "
                "what it shows to somebody who can't see it",
                image,
            )


def top_section(doctree: nodes.document, docname: str) -> nodes.section | None:
    """Return the section of a document's title, or report that there is none."""
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is None:
        warn("title", "there is no title; add a line `title: …` to the front matter", (docname, 1))
    return section


def _front_matter(env: BuildEnvironment, docname: str, key: str) -> Any:
    """Return a front matter value; the parser hands lists and numbers on as text."""
    text = env.metadata[docname].get(key)
    try:
        return yaml.safe_load(text) if isinstance(text, str) else text
    except yaml.YAMLError:
        return text


def planned_minutes(env: BuildEnvironment, docname: str, *, required: bool) -> int | None:
    """Return the minutes of the front matter, or report that they are none."""
    value = _front_matter(env, docname, "minutes")
    if value is None and not required:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    found = "is missing" if value is None else f"is {value!r}"
    warn(
        "minutes",
        f"`minutes` {found}; say in the front matter how long it takes, like `minutes: 8`",
        front_matter_place(env, docname, "minutes"),
    )
    return None


def _claims(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    value = _front_matter(env, docname, "claims")
    place = front_matter_place(env, docname, "claims")
    if not isinstance(value, list) or not value:
        warn("claims", "`claims` lists the claims covered, like `claims: [S4, S5]`", place)
        return ()
    register = Path(env.srcdir, Settings.of(env.config).claims)
    env.note_dependency(register)
    known = known_claims(register)
    for claim in value:
        if claim not in known:
            warn(
                "claims",
                f"claim {claim!r} is unknown; use an id of {Settings.of(env.config).claims}, "
                "or add it there",
                place,
            )
    return tuple(str(claim) for claim in value)


def known_claims(path: Path) -> frozenset[str]:
    """Return the ids in the register of claims.

    Raises:
        ConfigError: the register is missing or is no YAML list of entries with an ``id``.
    """
    try:
        return _read_claims(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise ConfigError(
            f"conf.py: lessondeck_claims: can't read {path}: {error.strerror}; "
            "name the YAML file that lists the claims"
        ) from error
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: the register of claims is a YAML list of entries with an `id`: {error}"
        ) from error


@lru_cache(maxsize=4)
def _read_claims(path: Path, _stamp: int) -> frozenset[str]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return frozenset(entry["id"] for entry in entries)


def setup_checks(app: Sphinx) -> None:
    """Register the checks."""
    app.connect("env-before-read-docs", check_encoding, priority=100)
    app.connect("doctree-read", read_lesson)
    app.connect("doctree-read", check_images)
