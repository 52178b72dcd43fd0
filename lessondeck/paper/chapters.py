"""What the course on paper consists of: parts, their chapters, and the sections of these."""

from __future__ import annotations

from dataclasses import dataclass, field


def edition_name(edition: str) -> str:
    """Return what a title page calls an edition."""
    if edition == "instructor":
        return "Instructor edition, with notes and solutions"
    return "Student edition"


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

    @property
    def names_chapter(self) -> bool:
        """Whether its first chapter has its name, so that one title stands for both."""
        first = self.chapters[0]
        return self.caption == first.title and not first.sections
