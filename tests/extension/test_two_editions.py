"""Two editions built at once, each in a process, come out as they do one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lessondeck.core.atomic import arriving, write_if_other, write_whole
from tests.support import differences

if TYPE_CHECKING:
    from tests.support import Course

EDITIONS = ("student", "instructor")


def test_two_editions_at_once(built: Course, sources: Course) -> None:
    """Nothing is in the caches before, so that both fill them."""
    running = [sources.start("build", "--edition", edition) for edition in EDITIONS]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    for edition in EDITIONS:
        assert differences(built.site(edition), sources.site(edition)) == []
    cache = sources.path("build/cache")
    assert [path for path in cache.rglob("*") if path.name.startswith("coming-")] == []


def test_file_is_whole_whoever_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "file"
    texts = [letter * 100_000 for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        for _round in pool.map(lambda text: write_whole(target, text.encode()), texts * 5):
            assert target.read_text() in texts
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_first_folder_stays_and_nothing_is_left_of_a_failure(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    with arriving(target) as late, arriving(target) as early:
        for folder, text in ((late, "late"), (early, "early")):
            folder.mkdir()
            (folder / "file").write_text(text)
    assert (target / "file").read_text() == "early"
    with pytest.raises(FileNotFoundError), arriving(tmp_path / "other") as coming:
        (coming / "in-no-folder").write_text("")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_file_with_the_same_content_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_if_other(file, b"1")
    before = file.stat().st_ino
    write_if_other(file, b"1")
    assert file.stat().st_ino == before
    write_if_other(file, b"2")
    assert file.read_bytes() == b"2"
