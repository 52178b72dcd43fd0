"""Python for the browser: Pyodide's core, and the list of wheels that it loads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lessondeck.labs.lite.errors import LiteError

if TYPE_CHECKING:
    from lessondeck.labs.lite.wheels import Wheel

LIST: Final = "pyodide-lock.json"
"""Where Pyodide looks up wheels; the npm package's own names files that it does not bring."""


@dataclass(frozen=True)
class Core:
    """Pyodide's npm package, unpacked in a folder."""

    folder: Path

    @property
    def about(self) -> dict[str, Any]:
        """What Pyodide says of its Python and its platform."""
        listed = json.loads((self.folder / LIST).read_text(encoding="utf-8"))
        info: dict[str, Any] = listed["info"]
        return info

    @property
    def python(self) -> str:
        """The version of its Python."""
        return str(self.about["python"])

    @property
    def version(self) -> str:
        """The release."""
        package = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        return str(package["version"])

    def check(self) -> None:
        """See that this is the release that JupyterLite's kernel was made for.

        Raises:
            LiteError: it is another one.
        """
        # Imported late: the page of licences asks this module, and not every course has such labs.
        from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION  # noqa: PLC0415

        if self.version != PYODIDE_VERSION:
            raise LiteError(
                f"browser/package.json locks pyodide {self.version}, and the locked "
                f"jupyterlite-pyodide-kernel runs with {PYODIDE_VERSION} alone; "
                "lock that version"
            )

    def list_of(self, wheels: Iterable[Wheel]) -> str:
        """Return the list of wheels as Pyodide reads it."""
        packages = {
            wheel.name: {
                "depends": list(wheel.needs),
                "file_name": wheel.file.name,
                "imports": list(wheel.modules),
                "install_dir": "site",
                "name": wheel.name,
                "package_type": "package",
                "sha256": wheel.sha256,
                "unvendored_tests": False,
                "version": wheel.version,
            }
            for wheel in sorted(wheels, key=lambda wheel: wheel.name)
        }
        return json.dumps({"info": self.about, "packages": packages}, indent=1) + "\n"
