"""The bundle that runs where there is nothing but Python's standard library."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from selfcheck import authoring, bank
from tests.bank import FOLDER, shipped

if TYPE_CHECKING:
    from pathlib import Path


def test_bundle_runs_from_a_zip_file_with_the_standard_library_alone(tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    names = authoring.write_bundle(file, FOLDER)
    first = file.read_bytes()
    authoring.write_bundle(file, FOLDER)
    assert file.read_bytes() == first
    authors = ("/authoring/", ".yml", "__main__.py")
    assert not [name for name in names if any(part in name for part in authors)]
    with zipfile.ZipFile(file) as bundle:
        assert bundle.namelist() == names
        data = json.loads(bundle.read(f"exercises/{bank.COMPILED}"))
    held_back = {
        question.id
        for exercise in shipped().exercises.values()
        if exercise.graded
        for question in exercise.questions
    }
    assert not held_back & {entry["id"] for entry in data["items"]}

    code = (
        "from exercises import another_round, check\n"
        "for name in ['score-or-sample-outputs', 'no-such']:\n"
        "    print(check(name, {'predict-row': 'score'}).status)\n"
        "import sys; print('yaml' in sys.modules, 'jsonschema' in sys.modules)"
    )
    # -S leaves installed packages out, -I the current folder.
    program = f"import sys; sys.path.insert(0, {str(file)!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["partial", "problem", "False", "False"]
