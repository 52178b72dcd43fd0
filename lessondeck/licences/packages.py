"""What a built site ships that others made, read from the packages that it comes from."""

from __future__ import annotations

import email
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

import sphinx_revealjs

PACKAGES: Final = {
    "sphinx": "search, and the basic look of pages",
    "furo": "the look of pages",
    "sphinx-design": "cards, grids and tabs",
    "nbsphinx": "the look of labs",
    "pygments": "the colours of code",
    "snowballstemmer": "word stems for the search; its script comes with Sphinx",
    "sphinx-revealjs": "the frame of decks",
}
"""Python packages whose files are among the pages and decks, and what these files do."""

NOT_SHIPPED: Final = re.compile(r"node_modules/(@esbuild/.*|esbuild|@types/.*|ws)$")
"""npm packages for building, for types and for servers; they stay behind."""

_NAME: Final = r"([A-Za-z0-9]+(-[\w.+]+)+|MIT|ISC)"

SPDX: Final = re.compile(rf"\(?{_NAME}( (AND|OR|WITH) {_NAME})*\)?")
"""What a name of a licence, or several, look like in SPDX."""

WORDING: Final = (
    ("MPL-2.0", "Mozilla Public License,? [Vv]ersion 2.0"),
    ("Apache-2.0", r"Apache License,? Version 2\.0"),
    ("OFL-1.1", r"(?i)SIL OPEN FONT LICENSE Version 1\.1"),
    ("PSF-2.0", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
    ("BSD-3-Clause", r"(?i)Redistribution and use.*(names? of|endorse or promote)"),
    ("BSD-2-Clause", "Redistribution and use"),
    ("MIT", "Permission is hereby granted, free of charge"),
)
"""SPDX names of licences, and words by which their text is known; the first match counts."""

LICENCE_FILE: Final = re.compile(r"(?i)(^|/)(licen[cs]e|copying)[^/]*$")


@dataclass(frozen=True)
class Work:
    """Something that others made: what it does here, its licence as SPDX has it, and the text."""

    name: str
    version: str
    role: str
    licence: str
    source: str
    text: str


def licence_of(stated: str, text: str) -> str:
    """Return the SPDX name of a licence: as the package states it, or as its text is worded.

    Nothing is returned where neither tells.
    """
    if SPDX.fullmatch(stated):
        return stated
    plain = " ".join(text.split())
    return next((name for name, words in WORDING if re.search(words, plain)), "")


def python_packages(roles: dict[str, str]) -> Iterator[Work]:
    """Yield installed Python packages; those that are not there are left out."""
    for name, role in roles.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        files = [file for file in found.files or () if LICENCE_FILE.search(file.as_posix())]
        about = [file for file in files if ".dist-info/" in file.as_posix()]
        texts = [Path(str(found.locate_file(file))).read_text("utf-8") for file in about]
        yield _from_metadata(
            email.message_from_string(str(found.read_text("METADATA"))), role, texts
        )


def wheels(files: Iterable[Path], role: str) -> Iterator[Work]:
    """Yield what is in wheel files."""
    for file in files:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if ".dist-info/" in name]
            about = next(name for name in names if name.endswith(".dist-info/METADATA"))
            texts = [
                archive.read(name).decode("utf-8") for name in names if LICENCE_FILE.search(name)
            ]
            metadata = email.message_from_bytes(archive.read(about))
        yield _from_metadata(metadata, role, texts)


def _from_metadata(metadata: Message, role: str, texts: list[str]) -> Work:
    text = "\n\n".join(texts) or (metadata.get("License") or "")
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    addresses = dict(
        line.split(", ", 1) for line in metadata.get_all("Project-URL", []) if ", " in line
    )
    wanted = ("source", "repository", "github", "source code", "code", "homepage", "home")
    known = {label.lower(): address for label, address in addresses.items()}
    source = next((known[label] for label in wanted if label in known), None)
    return Work(
        name=str(metadata["Name"]),
        version=str(metadata["Version"]),
        role=role,
        licence=licence_of(str(stated).strip(), text),
        source=source or metadata.get("Home-page") or next(iter(addresses.values()), ""),
        text=text,
    )


def npm_packages(modules: Path, lock: Path) -> Iterator[Work]:
    """Yield the npm packages that are bundled for the browser, and Python, which one holds."""
    locked = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    for path in sorted(path for path in locked if path and not NOT_SHIPPED.match(path)):
        folder = modules / path.removeprefix("node_modules/")
        package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        texts = [file.read_text("utf-8") for file in sorted(folder.glob("LICEN*"))]
        where = package.get("repository", "")
        address = where["url"] if isinstance(where, dict) else where
        is_python = package["name"] == "pyodide"
        yield Work(
            name=package["name"],
            version=package["version"],
            role="Python for the browser" if is_python else "the editor of code on pages",
            licence=licence_of(package.get("license", ""), "".join(texts)),
            source=re.sub(r"^git\+|\.git$", "", address),
            text="\n".join(texts),
        )
        if is_python:
            listed = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
            own = Path(os.__file__).with_name("LICENSE.txt")
            text = own.read_text("utf-8") if own.is_file() else ""
            yield Work(
                name="CPython",
                version=listed["info"]["python"],
                role="the language and its standard library, inside pyodide",
                licence="PSF-2.0",
                source="https://github.com/python/cpython",
                text=text,
            )


def reveal() -> Work:
    """Return reveal.js with its plug-ins, as sphinx-revealjs brings it."""
    folder = Path(sphinx_revealjs.__file__).with_name("_static") / "revealjs"
    head = (folder / "dist" / "reveal.js").read_text("utf-8")[:300]
    text = (folder / "LICENSE").read_text("utf-8")
    version = re.search(r"reveal\.js (\d[\w.]*)", head)
    source = re.search(r"https?://\S+", head)
    return Work(
        name="reveal.js, with its plug-ins",
        version=version[1] if version else "",
        role="decks that move",
        licence=licence_of("", text),
        source=source[0] if source else "",
        text=text,
    )


def fonts(folder: Path) -> Iterator[Work]:
    """Yield the fonts of a folder by the licence files that lie beside them."""
    for file in sorted(folder.rglob("LICENSE*")):
        text = file.read_text("utf-8")
        name = re.search(r"The (.+?) Project Authors \((\S+?)\)", text)
        yield Work(
            name=name[1] if name else file.stem,
            version="",
            role="the letters of pages and decks",
            licence=licence_of("", text),
            source=name[2] if name else "",
            text=text,
        )


def bundled_scripts(site: Path) -> list[Work]:
    """Return the JavaScript packages inside JupyterLite, as it lists them itself."""
    found = {
        (package["name"], package["versionInfo"]): Work(
            name=package["name"],
            version=package["versionInfo"],
            role="",
            licence=package["licenseId"],
            source="",
            text=package["extractedText"],
        )
        for file in sorted(site.rglob("third-party-licenses.json"))
        for package in json.loads(file.read_text(encoding="utf-8"))["packages"]
    }
    return [found[key] for key in sorted(found)]


def data_files(about: Path) -> Iterator[Work]:
    """Yield the tables of facts that a README lists: file, row, rows, copy, licence."""
    if not about.is_file():
        return
    text = about.read_text(encoding="utf-8")
    for file, content, copied, licence in re.findall(
        r"^\| `([^`]+)` \| ([^|]+) \|[^|]+\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE
    ):
        section = text[text.index(f"## `{file}`") :]
        source = re.search(r"Source:.*?<?(https://[^>)\s]+)", section)
        yield Work(
            name=file,
            version=f"copy of {copied}",
            role=f"each row is {content}",
            licence=re.sub(r"^CC BY 4\.0$", "CC-BY-4.0", licence),
            source=source[1] if source else "",
            text="",
        )
