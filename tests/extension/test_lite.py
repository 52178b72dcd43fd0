"""Labs in the browser: which can run there, what is put there, and what stops the build."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Final

import nbformat
import pytest

from lessondeck.building.workshop import Workshop
from lessondeck.labs.lite import application, site
from lessondeck.labs.lite.course_wheel import self_check, write_wheel
from lessondeck.labs.lite.errors import LiteError
from lessondeck.labs.lite.needs import needs_of
from lessondeck.labs.lite.pyodide import Core
from lessondeck.labs.lite.wheels import LOCK, Wheel, check_complete, fetch_wheels, read_wheel
from lessondeck.paper.pages import write_pages
from lessondeck.tools.npm import NoPackagesError
from selfcheck import bank
from tests.bank import shipped_data
from tests.support import REPOSITORY, SMALL_COURSE, Cell, Course, Page, differences, write_lab

PYTHON: Final = "3.14.2"
NOWHERE: Final = "http://127.0.0.1:9/"


def notebook(*sources: str) -> nbformat.NotebookNode:
    made: nbformat.NotebookNode = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return made


@pytest.fixture
def kit() -> site.Kit:
    """Return what `make` has fetched."""
    found = site.fetch_kit(REPOSITORY)
    assert found is not None, "the locked packages can't be had: build the course with `make`"
    return found


@pytest.fixture
def in_browser(course: Course) -> Course:
    """Return a small course that puts its labs into the browser, with what `make` has fetched."""
    course.write("conf.py", course.read("conf.py") + "\nlessondeck_browser_labs = True\n")
    for name in ("npm", "lite"):
        course.path(f"build/cache/{name}").symlink_to(REPOSITORY / "build" / "cache" / name)
    return course


# Which labs can run there


def test_a_lab_with_the_standard_library_alone_can_run(tmp_path: Path) -> None:
    lab = notebook("import json\nfrom collections import Counter", "%time 1\nimport math")
    assert needs_of(lab, tmp_path, ()).missing == ()


def test_a_lab_lacks_what_no_wheel_brings(tmp_path: Path) -> None:
    lab = notebook("import numpy as np\nfrom sklearn.svm import SVC", "import IPython.display")
    assert needs_of(lab, tmp_path, {"IPython"}).missing == ("numpy", "sklearn")


def test_what_a_browser_can_not_do_is_missing_though_it_is_in_the_standard_library(
    tmp_path: Path,
) -> None:
    assert needs_of(notebook("import subprocess"), tmp_path, ()).missing == ("subprocess",)


def test_the_modules_beside_a_lab_come_along_and_count(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text("import more\nfrom . import nothing\n")
    (tmp_path / "more.py").write_text("def f():\n    import torch\n")
    needs = needs_of(notebook("import tools"), tmp_path, ())
    assert [path.name for path in needs.companions] == ["tools.py", "more.py"]
    assert needs.missing == ("torch",)


# What is put there


def test_the_courses_wheel_holds_the_self_check_and_no_graded_key(tmp_path: Path) -> None:
    data = REPOSITORY / "exercises" / "data" / "epoch_models.csv"
    files = {
        **self_check(REPOSITORY / "exercises"),
        "exercises/data/epoch_models.csv": data.read_bytes(),
    }
    file = write_wheel(tmp_path, files)
    wheel = read_wheel(file, PYTHON)
    assert wheel.modules == ("exercises", "selfcheck")
    assert write_wheel(tmp_path, files).read_bytes() == file.read_bytes()
    source = shipped_data()
    assert any(one.graded for one in bank.build(source).exercises.values())
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert "exercises/data/epoch_models.csv" in archive.namelist()
        assert not [name for name in archive.namelist() if "grading" in name or "items" in name]
        carried = json.loads(archive.read("exercises/bank.json"))
    assert carried == json.loads(json.dumps(bank.for_learners(source)))


def test_other_content_is_at_another_address(tmp_path: Path) -> None:
    before = write_wheel(tmp_path, {"a.py": b"1"})
    after = write_wheel(tmp_path, {"a.py": b"2"})
    assert before.name != after.name
    assert [path.name for path in tmp_path.iterdir()] == [after.name]


def test_links_to_what_is_not_there_become_text() -> None:
    cell = nbformat.v4.new_markdown_cell(
        "[The lesson](../source/birds.md), [there](two.ipynb), [web](https://example.org/)"
    )
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))
    result = json.loads(site.without_dead_links(text, {"labs/two.ipynb": ""}))
    assert "".join(result["cells"][0]["source"]) == (
        "The lesson, [there](two.ipynb), [web](https://example.org/)"
    )


def test_jupyterlite_comes_out_the_same_twice(kit: site.Kit, tmp_path: Path) -> None:
    again = site.application(tmp_path, kit, "en")
    assert differences(site.application(REPOSITORY, kit, "en"), again) == []


def test_the_application_fits_and_asks_no_other_host(kit: site.Kit) -> None:
    folder = site.application(REPOSITORY, kit, "en")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 38e6
    for page in folder.rglob("*.html"):
        assert '<html lang="en">' in page.read_text(encoding="utf-8")
    settings = (folder / "jupyter-lite.json").read_text(encoding="utf-8")
    assert not re.search(r"https?://", settings)


def test_a_small_course_has_its_labs_in_the_browser_or_says_why_not(in_browser: Course) -> None:
    numbers = Cell("import numpy as np\nprint(np.arange(3).sum())")
    write_lab(in_browser, "notebooks/numbers.ipynb", Cell("# Numbers", (), False), numbers)
    in_browser.edit("index.md", "notebooks/count\n", "notebooks/count\nnotebooks/numbers\n")
    in_browser.build().good()
    lite = in_browser.site() / "lite"
    assert [path.name for path in lite.rglob("files/**/*.ipynb")] == ["count.ipynb"]
    page = Page(in_browser.page("notebooks/count.html"))
    links = [link for link in page.all("a", "lesson-link") if "JupyterLite" in link.text]
    assert [link.attributes["href"] for link in links] == [
        "../lite/notebooks/index.html?path=Small-course%2Fnotebooks%2Fcount.ipynb"
    ]
    page = Page(in_browser.page("notebooks/numbers.html"))
    assert "it needs numpy" in page.one("p", "lab-browser").text
    assert not [link for link in page.all("a", "lesson-link") if "JupyterLite" in link.text]
    paper = write_pages(Workshop(in_browser.root, "student"), "paper").folder / "course.html"
    assert "counted 2" in paper.read_text(encoding="utf-8")
    assert "lab-browser" not in paper.read_text(encoding="utf-8")
    wheel = next(lite.rglob("ipython-*.whl"))
    inode = wheel.stat().st_ino
    in_browser.edit("conf.py", "lessondeck_browser_labs = True", "lessondeck_browser_labs = False")
    in_browser.build().good()
    assert not lite.exists()
    assert "JupyterLite" not in in_browser.page("notebooks/count.html")
    assert wheel.name in {path.name for path in (REPOSITORY / "build/cache/lite").rglob("*.whl")}
    assert inode in {path.stat().st_ino for path in (REPOSITORY / "build/cache").rglob("*.whl")}


def test_both_ways_of_building_give_the_same(in_browser: Course, tmp_path: Path) -> None:
    other = in_browser.copy_to(tmp_path / "other")
    for name in ("npm", "lite"):
        path = other.path(f"build/cache/{name}")
        if not path.exists():
            path.symlink_to(REPOSITORY / "build" / "cache" / name)
    in_browser.build(jobs=1).good()
    other.build(jobs=2).good()
    assert differences(in_browser.site(), other.site()) == []


# What stops the build, and what does not


def wheel_file(folder: Path, name: str, needs: str = "") -> Path:
    """Write a wheel with one module."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    about += f"Requires-Dist: {needs}\n" if needs else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", about)
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return path


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is the only place where pip looks for wheels."""
    folder = tmp_path / "shelf"
    wheel_file(folder, "heron")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def lock_file(folder: Path, name: str, sha256: str) -> Path:
    path = folder / "requirements.txt"
    path.write_text(f"{name}==1.0 --hash=sha256:{sha256}\n")
    return path


def test_a_locked_wheel_is_fetched_once(shelf: Path, tmp_path: Path) -> None:
    wheel = read_wheel(shelf / "heron-1.0-py3-none-any.whl", PYTHON)
    lock = lock_file(tmp_path, "heron", wheel.sha256)
    fetched = fetch_wheels(lock, tmp_path / "cache", PYTHON)
    wheel.file.unlink()
    assert fetch_wheels(lock, tmp_path / "cache", PYTHON) == fetched
    assert [path.name for path in fetched] == ["heron-1.0-py3-none-any.whl"]


def test_a_wheel_with_another_hash_is_named(shelf: Path, tmp_path: Path) -> None:
    lock = lock_file(tmp_path, "heron", "0" * 64)
    with pytest.raises(LiteError, match=r"heron.* has another hash than the locked one"):
        fetch_wheels(lock, tmp_path / "cache", PYTHON)


def test_a_wheel_that_is_nowhere_is_named(shelf: Path, tmp_path: Path) -> None:
    lock = lock_file(tmp_path, "osprey", "0" * 64)
    with pytest.raises(LiteError, match=r"there is no wheel of osprey==1\.0"):
        fetch_wheels(lock, tmp_path / "cache", PYTHON)


def test_a_wheel_that_another_needs_is_named(tmp_path: Path) -> None:
    path = wheel_file(tmp_path / "wheels", "heron", 'osprey; sys_platform == "emscripten"')
    with pytest.raises(LiteError, match=r"heron-1\.0-py3-none-any\.whl needs osprey"):
        check_complete([read_wheel(path, PYTHON)])


def test_a_wheel_asks_for_nothing_that_the_browser_does_without(tmp_path: Path) -> None:
    path = wheel_file(tmp_path / "wheels", "heron", 'osprey; sys_platform == "win32"')
    wheel: Wheel = read_wheel(path, PYTHON)
    assert wheel.needs == ()


def test_a_file_that_is_no_wheel_is_named(tmp_path: Path) -> None:
    path = tmp_path / "heron-1.0-py3-none-any.whl"
    path.write_text("not found")
    with pytest.raises(LiteError, match=r"heron-1\.0-py3-none-any\.whl is no wheel"):
        read_wheel(path, PYTHON)


def test_no_answer_from_any_registry_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    with pytest.raises(NoPackagesError):
        fetch_wheels(LOCK, tmp_path, PYTHON)


def test_a_course_is_built_without_what_can_not_be_had(
    sources: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.write("conf.py", sources.read("conf.py") + "\nlessondeck_browser_labs = True\n")
    monkeypatch.setenv("npm_config_registry", NOWHERE)
    said = sources.run("build").good().output
    assert said.count("built without what runs in the browser") == 1
    assert not (sources.site() / "lite").exists()
    assert "JupyterLite" not in sources.page("notebooks/count.html")


def test_another_release_of_pyodide_is_named(kit: site.Kit, tmp_path: Path) -> None:
    kit.core.check()
    (tmp_path / "package.json").write_text('{"version": "0.1.0"}')
    with pytest.raises(LiteError, match=r"locks pyodide 0\.1\.0"):
        Core(tmp_path).check()


def test_a_failing_add_on_of_jupyterlite_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "broken-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[jupyterlite.addon.v0]\nbroken = broken:AddOn\n")
    (tmp_path / "broken.py").write_text("def AddOn(**_):\n    raise ValueError('no such bird')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(LiteError, match=r"JupyterLite can't be built: .*\[broken\]"):
        application.build_application(tmp_path / "site", "en", ())
    assert not (tmp_path / "site").exists()


def test_a_setting_of_the_wrong_kind_is_named(sources: Course) -> None:
    sources.write("conf.py", sources.read("conf.py") + "\nlessondeck_browser_labs = 'yes'\n")
    sources.build().bad("lessondeck_browser_labs is 'yes'; give True or False")


def test_a_small_course_has_no_jupyterlite_unless_it_asks(built: Course) -> None:
    assert SMALL_COURSE.is_dir()
    assert not (built.site() / "lite").exists()
    assert "lab-browser" not in built.page("notebooks/count.html")
