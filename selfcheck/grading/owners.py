"""Whose a file is: by the names that a platform gives, else by where it lies."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from .platforms import named_by_platform

Parts = tuple[str, ...]
"""The folders, zip files and the file itself, from the outside."""

_COPY = re.compile(
    r"(?:(?:copy of|kopie von|copie de) )?(?P<of>.+?) ?"
    r"(?:\(\d{1,3}\)|(?:- )?(?:copy|kopie)(?: \d{1,2})?)?",
    re.IGNORECASE,
)
_ATTEMPT = re.compile(
    r"(?:attempt|try|version|v|submission|versuch|week|lab|labs|part|exercise|task)[ _-]?\d{0,2}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Owner:
    """A learner, as far as paths tell.

    Attributes:
        name: What the learner is called.
        lms_id: The number or name that a platform gives the learner.
        inside: How many parts of a path lead to what is the learner's.
    """

    name: str
    lms_id: str = ""
    inside: int = 1


def owners_of(paths: Sequence[Parts]) -> list[Owner]:
    """Tell whose each file is.

    A name that a platform gave comes first, wherever it stands in the path. Otherwise a file
    directly in the folder is one learner's, named as the file is, and a folder or zip file is
    one learner's, with all that lies in it. What lies in a folder beside names of a platform, or
    in one folder that holds all the others, is told apart one level further in.

    Args:
        paths: Each file, seen from the folder of submissions.

    Returns:
        The owner of each, in the same order.
    """
    platform = [_by_platform(parts) for parts in paths]
    containers = _containers(paths)
    for parts, found in zip(paths, platform, strict=True):
        if found is not None:
            containers |= {parts[:depth] for depth in range(1, found.inside)}
    stems = {_stem(parts[0], len(parts) == 1) for parts in paths}
    owners = [
        found if found is not None else _by_place(parts, containers, stems)
        for parts, found in zip(paths, platform, strict=True)
    ]
    return _told_apart(owners)


def _by_platform(parts: Parts) -> Owner | None:
    for depth, part in enumerate(parts, start=1):
        found = named_by_platform(part)
        if found is not None:
            return Owner(found.name, found.lms_id, depth)
    return None


def _containers(paths: Sequence[Parts]) -> set[Parts]:
    """Return the folders, each alone on its level, that hold several folders of learners."""
    passed: set[Parts] = set()
    depth = 0
    while True:
        level = {parts[: depth + 1] for parts in paths}
        folders = {parts[: depth + 1] for parts in paths if len(parts) > depth + 1}
        if len(level) > 1:
            whole = [f for f in folders if not _ATTEMPT.fullmatch(_stem(f[-1], False))]
            return passed if len(whole) > 1 else set()
        if not folders:
            return set()
        passed |= level
        depth += 1


def _by_place(parts: Parts, containers: set[Parts], stems: set[str]) -> Owner:
    depth = 1
    while depth < len(parts) and parts[:depth] in containers:
        depth += 1
    stem = _stem(parts[depth - 1], depth == len(parts))
    copied = _COPY.fullmatch(stem)
    # A browser adds a number to the name of a second copy, and others say that it is one.
    if copied is not None and depth == 1 and copied["of"] in stems:
        stem = copied["of"]
    return Owner(stem, "", depth)


def _stem(part: str, is_file: bool) -> str:
    """Return the name of a file, folder or zip file without its suffix."""
    text = unicodedata.normalize("NFC", part).strip()
    return PurePosixPath(text).stem if is_file or text.lower().endswith(".zip") else text


def _told_apart(owners: list[Owner]) -> list[Owner]:
    """Tell people of one name apart by the numbers that a platform gives them."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for owner in owners:
        numbers[owner.name.casefold()] |= {owner.lms_id} - {""}
    return [
        replace(owner, name=f"{owner.name} ({owner.lms_id})")
        if owner.lms_id and len(numbers[owner.name.casefold()]) > 1
        else owner
        for owner in owners
    ]


@dataclass(frozen=True)
class Names:
    """What the names in the files of one owner tell.

    Attributes:
        people: One name of each person that they may be of.
        whose: Tells whose a file is, where they are several people's; else ``None``.
    """

    people: tuple[str, ...]
    whose: Callable[[Parts], Owner] | None = None


def by_names(owner: Owner, claims: Sequence[tuple[Parts, str]]) -> Names:
    """Tell from the names in files whether they are one person's.

    Names that share a word may be one person's: a nickname on a phone, a full name elsewhere.

    Args:
        owner: Whose the files are by their place.
        claims: The place of each file that gives a name, and that name.
    """
    people: list[tuple[set[str], str]] = []
    for _, claim in claims:
        words, name = _words(claim), claim
        for known in [p for p in people if p[0] & words]:
            people.remove(known)
            words, name = words | known[0], known[1]
        people.append((words, name))
    names = Names(tuple(sorted(name for _, name in people)))
    if owner.lms_id or len(people) < 2:
        return names
    shared = _shared([parts for parts, _ in claims])
    within = {parts[shared] for parts, _ in claims if len(parts) > shared + 1}
    folders = [name for name in within if not _ATTEMPT.fullmatch(_stem(name, False))]
    is_one_of_them = any(words & _words(owner.name) for words, _ in people)
    if len(folders) < 2 and (is_one_of_them or within):
        return names
    return replace(names, whose=lambda parts: _apart(parts, shared, owner))


def _apart(parts: Parts, shared: int, owner: Owner) -> Owner:
    if len(parts) <= shared:
        return owner
    stem = _stem(parts[shared], len(parts) == shared + 1)
    return Owner(f"{owner.name}: {stem}", "", shared + 1)


def _words(claim: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", claim).casefold()
    return {word for word in re.findall(r"[^\W_]+", folded) if len(word) > 1} or {folded}


def _shared(paths: Sequence[Parts]) -> int:
    """Return how many parts all paths start with, the name of a file left out."""
    count = 0
    for column in zip(*paths, strict=False):
        if len(set(column)) > 1:
            break
        count += 1
    return min(count, min(map(len, paths)) - 1)
