"""Templates that were compiled: pages, decks and the next build have most in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sphinx.jinja2glue import BuiltinTemplateLoader

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx


class Compiled(BytecodeCache):
    """Compiled templates by name and content."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out a template that was compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled now."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED: Final = Compiled()


def share_compiled_templates(app: Sphinx, folder: Path | None = None) -> None:
    """Have a builder's templates compiled once; Sphinx compiles them anew in each build.

    Args:
        app: has the builder.
        folder: keeps them for other processes; without it, this process does.
    """
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        environment = templates.environment
        environment.bytecode_cache = _COMPILED
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
