"""The locked npm packages: installed whole, once, and only if they are what the lock says."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest

from lessondeck.tools import npm
from lessondeck.tools.npm import BROWSER, FILES, NoPackagesError, PackageFaultError

NAME: Final = "a-package"
VERSION: Final = "1.0.0"


def packed() -> bytes:
    """Return a package as a registry has it."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as writer:
        for name, text in {
            "package.json": json.dumps({"name": NAME, "version": VERSION}),
            "index.js": "process.stdout.write(process.argv[2].toUpperCase())",
        }.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text)
            writer.addfile(entry, io.BytesIO(text.encode()))
    return archive.getvalue()


PACKED: Final = packed()
INTEGRITY: Final = f"sha512-{base64.b64encode(hashlib.sha512(PACKED).digest()).decode()}"


class Registry(BaseHTTPRequestHandler):
    """Serves one package, as the registries of npm do."""

    def do_GET(self) -> None:
        host = f"http://{self.headers['Host']}"
        about = {
            "name": NAME,
            "dist-tags": {"latest": VERSION},
            "versions": {
                VERSION: {
                    "name": NAME,
                    "version": VERSION,
                    "dist": {"tarball": f"{host}/{NAME}.tgz", "integrity": INTEGRITY},
                }
            },
        }
        answers = {f"/{NAME}": json.dumps(about).encode(), f"/{NAME}.tgz": PACKED}
        content = answers.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write(content or b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """Have npm ask a registry of this machine, and keep what it got in a folder of the test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    yield server
    server.shutdown()
    server.server_close()


def write_lock(folder: Path, name: str = NAME, integrity: str = INTEGRITY) -> Path:
    """Write what asks for a package and locks it; return the folder."""
    folder.mkdir(exist_ok=True)
    wanted = {"name": "asks", "dependencies": {name: VERSION}}
    packages = {
        "": wanted,
        f"node_modules/{name}": {"version": VERSION, "integrity": integrity},
    }
    locked = {"name": "asks", "lockfileVersion": 3, "requires": True, "packages": packages}
    for file, content in zip(FILES, (wanted, locked), strict=True):
        (folder / file).write_text(json.dumps(content))
    return folder


@pytest.mark.usefixtures("registry")
def test_packages_are_installed_once_and_their_scripts_run(tmp_path: Path) -> None:
    sources = write_lock(tmp_path / "browser")
    modules = npm.installed(tmp_path, sources)
    assert npm.run_script(modules / NAME / "index.js", "loud") == "LOUD"
    (modules / "witness").touch()
    assert (npm.installed(tmp_path, sources) / "witness").exists()
    assert [path.name for path in (tmp_path / npm.CACHE).iterdir()] == [modules.parent.name]


@pytest.mark.usefixtures("registry")
def test_a_script_that_fails_is_named(tmp_path: Path) -> None:
    script = tmp_path / "broken.js"
    script.write_text("throw new Error('out of paint')")
    with pytest.raises(PackageFaultError, match=r"broken\.js failed: (.|\n)*out of paint"):
        npm.run_script(script)


@pytest.mark.usefixtures("registry")
def test_a_hash_that_differs_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    wrong = f"sha512-{base64.b64encode(bytes(64)).decode()}"
    sources = write_lock(tmp_path / "browser", integrity=wrong)
    with pytest.raises(PackageFaultError, match=f"hash of {NAME} {VERSION} differs"):
        npm.installed(tmp_path, sources)
    assert not list((tmp_path / npm.CACHE).iterdir())


@pytest.mark.usefixtures("registry")
def test_a_missing_package_is_named(tmp_path: Path) -> None:
    sources = write_lock(tmp_path / "browser", name="no-such-package")
    with pytest.raises(PackageFaultError, match="no-such-package"):
        npm.installed(tmp_path, sources)


def test_without_a_way_to_the_packages_none_can_be_had(
    registry: ThreadingHTTPServer, tmp_path: Path
) -> None:
    sources = write_lock(tmp_path / "browser")
    registry.shutdown()
    registry.server_close()
    with pytest.raises(NoPackagesError, match="no way to the npm packages"):
        npm.installed(tmp_path, sources)


def test_without_node_none_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "npm", None)
    with pytest.raises(NoPackagesError, match=r"no Node here.*pip install \"lessondeck\[cells\]\""):
        npm.installed(tmp_path, write_lock(tmp_path / "browser"))


@pytest.mark.usefixtures("registry")
def test_locking_notes_hashes_and_no_addresses(tmp_path: Path) -> None:
    sources = write_lock(tmp_path / "browser", integrity="sha512-old")
    npm.lock(sources)
    text = (sources / FILES[1]).read_text()
    assert INTEGRITY in text
    assert "127.0.0.1" not in text


def test_every_locked_package_has_an_exact_version_and_a_hash() -> None:
    wanted, locked = (json.loads((BROWSER / name).read_text()) for name in FILES)
    packages = {path: package for path, package in locked["packages"].items() if path}
    assert len(packages) >= len(wanted["dependencies"])
    for path, package in packages.items():
        assert package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package, path
    for name, version in wanted["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version
