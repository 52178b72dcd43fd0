"""Registers: what documents say of themselves, kept across documents and processes.

A feature declares a register beside the code that fills it::

    CELLS: Register[list[str]] = Register("cells")

and reads ``CELLS.of(env)`` wherever all pages have been read.
The domain keeps what is in it: it forgets a document before the document is read again, and
takes over what another process read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

DOMAIN = "lesson"
"""The name of the domain that keeps all registers."""

T = TypeVar("T")


@dataclass(frozen=True)
class Register(Generic[T]):
    """Plain data of one kind, by the names of the documents that it comes from.

    It is plain since pages are written again when it changes, in another process too:
    see :mod:`lessondeck.pages.incremental`.
    """

    name: str

    def of(self, env: BuildEnvironment) -> Mapping[str, T]:
        """Return what documents said, in the order in which they were read."""
        return self._kept(env).get(self.name, {})

    def note(self, env: BuildEnvironment, docname: str, said: T) -> None:
        """Keep what a document says, in place of what it said before."""
        self._kept(env).setdefault(self.name, {})[docname] = said

    def _kept(self, env: BuildEnvironment) -> dict[str, dict[str, T]]:
        return cast("dict[str, dict[str, T]]", env.domaindata[DOMAIN]["documents"])
