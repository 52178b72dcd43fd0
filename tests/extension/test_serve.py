"""The preview: it answers to its own names, and reloads pages without a script within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.server import RebuildServer
from starlette.testclient import TestClient

from lessondeck.building.serve import SCRIPT, preview

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "index.html").write_text("<p>Private notes</p>", encoding="utf-8")
    watcher = RebuildServer([tmp_path], IgnoreFilter([], []), lambda **_: None)
    return TestClient(preview(tmp_path, watcher))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000"])
def test_it_answers_to_its_own_names_and_reloads(client: TestClient, host: str) -> None:
    page = client.get("/", headers={"Host": host})
    assert page.status_code == 200
    assert page.text.endswith(f'<script src="{SCRIPT}"></script>\n')
    assert int(page.headers["Content-Length"]) == len(page.content)
    script = client.get(SCRIPT, headers={"Host": host})
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "WebSocket" in script.text


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:8000", "0.0.0.0", ""])
def test_it_answers_to_no_other_name(client: TestClient, host: str) -> None:
    for address in ("/", SCRIPT, "/nowhere"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert "Private" not in answer.text
