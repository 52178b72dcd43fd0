"""The bank that the course ships."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from exercises import authoring, bank
from exercises.authoring.source import HERE
from exercises.model import Ask, Label

SOURCE = bank.build(authoring.read())


def test_learners_copy_is_up_to_date() -> None:
    compiled = (HERE / bank.COMPILED).read_text(encoding="utf-8")
    assert compiled == authoring.compile_bank(), (
        "exercises/bank.json is older than its YAML source. Run: python -m exercises compile"
    )


def test_every_claim_is_named_once() -> None:
    assert list(SOURCE.claims) == [f"S{number}" for number in range(1, 35)]


def test_every_question_explains_every_wrong_choice() -> None:
    for exercise in SOURCE.exercises.values():
        for question in exercise.questions:
            explained = {*question.right, *question.nearly, *question.wrong}
            assert explained == set(question.choices), (exercise.id, question.id)
            assert question.right, (exercise.id, question.id)
            assert question.hints, (exercise.id, question.id)


def test_every_facet_of_every_item_can_be_asked() -> None:
    for item in SOURCE.items.values():
        for ask in (Ask.LABEL, Ask.LEVEL, Ask.OUTPUT, Ask.LLM):
            question = item.question(ask)
            assert {*question.right, *question.nearly, *question.wrong} == set(question.choices)
            assert not set(question.right) & {*question.nearly, *question.wrong}


def test_language_models_earn_part_credit_for_generative() -> None:
    models = [item for item in SOURCE.items.values() if item.labels == (Label.LLM,)]
    assert models
    for item in models:
        question = item.question(Ask.LABEL)
        assert question.credit(Label.GENERATIVE) == 0.5
        assert question.credit(Label.TRADITIONAL) == 0


def test_bundle_runs_from_a_zip_file_with_the_standard_library_alone(tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    names = authoring.write_bundle(file)
    first = file.read_bytes()
    authoring.write_bundle(file)
    assert file.read_bytes() == first
    assert not [name for name in names if name.endswith((".yml", "__main__.py")) or "/a" in name]
    with zipfile.ZipFile(file) as bundle:
        assert bundle.namelist() == names
        data = json.loads(bundle.read(f"exercises/{bank.COMPILED}"))
    held_back = {
        question.id
        for exercise in SOURCE.exercises.values()
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
