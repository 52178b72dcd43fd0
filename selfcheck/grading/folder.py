"""Collect submissions from a folder; zip files are read in memory and never unpacked."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..inputs import printable
from .files import MOST_OF_ONE, File, walk
from .labs import CourseLabs
from .owners import Owner, by_names, owners_of
from .reading import Allowance, Content, read_notebook, read_progress
from .submission import Refused, Submission, UnreadableError

if TYPE_CHECKING:
    from ..rules import RuleTask

MOST_FILES = 20_000
"""Most files in the folder that are looked at."""

LARGEST_OF_ONE = 50_000_000
"""Largest sum of the files of one learner, in bytes."""

_KINDS = (".json", ".ipynb", ".zip")


def collect(
    folder: Path, *, labs: CourseLabs | None = None, rule: RuleTask | None = None
) -> Iterator[Submission | Refused]:
    """Read everything in a folder.

    Whose a file is, `owners.owners_of` tells. What a file holds that cannot be read in the time
    and memory of a hand-in is refused, and the others go on.

    Args:
        folder: Where the submissions are.
        labs: The course's own notebooks, where there are some.
        rule: What the rules of learners are tried on, where they are graded.

    Yields:
        A submission for each file that can be read, a refusal for each that cannot.

    Raises:
        OSError: The folder itself cannot be read.
    """
    labs = labs or CourseLabs()
    found: list[File] = []
    rest: File | None = None
    for file in walk(folder):
        if len(found) >= MOST_FILES:
            rest = file
            break
        found.append(file)
    owners = owners_of([file.parts for file in found])
    of_one: dict[Owner, list[tuple[File, Content | str, str]]] = defaultdict(list)
    used: dict[Owner, _Used] = defaultdict(_Used)
    for file, owner in zip(found, owners, strict=True):
        if _is_companion(file, labs):
            continue
        reader = partial(_content, labs=labs, rule=rule, allowance=used[owner].code)
        of_one[owner].append((file, *_read(file, used[owner], reader)))
    for owner, entries in of_one.items():
        yield from _submissions(owner, entries)
    if rest is not None:
        yield Refused("", rest.shown, f"It and what follows come after {MOST_FILES:,} other files.")


class _Used:
    """What one learner has used of what each may."""

    def __init__(self) -> None:
        self.code = Allowance()
        self.files = 0
        self.bytes = 0


def _read(
    file: File, used: _Used, reader: Callable[[File, bytes], Content]
) -> tuple[Content | str, str]:
    """Return what a file holds, or why it is refused, and its digest."""
    used.files += 1
    try:
        if used.files > MOST_OF_ONE:
            raise UnreadableError(f"It comes after {MOST_OF_ONE} other files of this learner.")
        raw = file.read()
        used.bytes += len(raw)
        if used.bytes > LARGEST_OF_ONE:
            raise UnreadableError(f"This learner's files have more than {LARGEST_OF_ONE:,} bytes.")
        return reader(file, raw), hashlib.sha256(raw).hexdigest()
    except UnreadableError as error:
        return str(error), ""
    except Exception as error:
        # A file of one learner must not keep the others from being graded.
        return f"It cannot be read ({type(error).__name__}).", ""


def _content(
    file: File, raw: bytes, labs: CourseLabs, rule: RuleTask | None, allowance: Allowance
) -> Content:
    if not raw.strip():
        raise UnreadableError("It is empty.")
    suffix = PurePosixPath(file.parts[-1]).suffix.lower()
    if suffix == ".json":
        return read_progress(raw)
    if suffix == ".ipynb":
        return read_notebook(raw, labs, rule, allowance)
    raise UnreadableError(f"Its name does not end in one of {', '.join(_KINDS)}.")


def _is_companion(file: File, labs: CourseLabs) -> bool:
    """Tell whether the course itself put a file beside its notebooks, or lets a lab write it."""
    name = file.parts[-1].casefold()
    return any(fnmatchcase(name, pattern.casefold()) for pattern in labs.companions)


def _submissions(
    owner: Owner, entries: list[tuple[File, Content | str, str]]
) -> Iterator[Submission | Refused]:
    """Yield what one owner's files are, told apart by the names in them if need be."""
    claims = [
        (file.parts, content.claimed)
        for file, content, _ in entries
        if isinstance(content, Content) and content.claimed
    ]
    names = by_names(owner, claims)
    if len(names.people) > 1:
        listed = ", ".join(names.people[:6])
        told = "each of them was taken for one person's" if names.whose else "see whose they are"
        learner, lms_id = printable(owner.name, 100), printable(owner.lms_id, 100)
        reason = f"The files name different people ({listed}); {told}."
        first = entries[0][0].shown
        yield Refused("" if names.whose else learner, first, reason, lms_id)
    several = None if claims or owner.lms_id else _several(entries)
    for file, content, digest in entries:
        whose = owner if names.whose is None else names.whose(file.parts)
        learner, lms_id = printable(whose.name, 100), printable(whose.lms_id, 100)
        if isinstance(content, str):
            yield Refused(learner, file.shown, content, lms_id)
        elif not content.answers and not content.unread:
            said = " ".join(["It holds no answers.", *content.remarks[:3]])
            yield Refused(learner, file.shown, said, lms_id, minor=not content.remarks)
        else:
            open_ = {} if several is None else dict.fromkeys(content.answers, several)
            yield Submission(
                learner,
                file.shown,
                {} if open_ else content.answers,
                content.claimed,
                tuple(content.remarks),
                {**content.unread, **open_},
                file.time if content.time is None else content.time,
                digest,
                lms_id,
            )


_ATTEMPT_NUMBER = re.compile(
    r"(?:copy of )?(.*?)(?:[ _-]*(?:copy|v)?[ _-]*\(?\d*\)?)", re.IGNORECASE
)


def _several(entries: list[tuple[File, Content | str, str]]) -> str | None:
    """Say why files that give no name may be several people's: they repeat each other's work."""
    names: dict[str, set[str]] = defaultdict(set)
    for file, content, _ in entries:
        if isinstance(content, Content):
            base = _ATTEMPT_NUMBER.fullmatch(PurePosixPath(file.parts[-1]).stem)
            for exercise in content.answers:
                names[exercise].add(base[1].casefold() if base else file.parts[-1])
    if max(map(len, names.values()), default=0) < 3:
        return None
    return (
        "Three or more files of different names answer the same exercise. "
        "If they are several people's, give each person a folder; if not, keep the newest."
    )
