"""What the course on paper consists of: parts, their chapters, and the sections of these."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A section of a chapter, for the list of contents."""

    id: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A document as a chapter: its markup, and what the list of contents says of it."""

    id: str
    title: str
    body: str
    sections: tuple[Section, ...] = ()


@dataclass
class Part:
    """The chapters below a caption of the course's contents."""

    caption: str
    id: str
    chapters: list[Chapter] = field(default_factory=list)
