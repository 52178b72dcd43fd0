"""Write the submissions of an invented class, and of people who mean harm."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.bank import Bank
    from selfcheck.model import Question

CANARY = "code-was-run"
"""Name of the file that hostile code tries to create."""

Answers = Mapping[str, Mapping[str, str]]


def progress(answers: object, learner: str = "") -> str:
    """Return a progress file as a learner's browser exports it."""
    about = {"format": "selfcheck/progress", "version": 1, "learner": learner}
    return json.dumps({**about, "answers": answers})


def notebook(*sources: str) -> str:
    """Return a notebook with these code cells."""
    cells: list[object] = [{"cell_type": "markdown", "metadata": {}, "source": "# Lab"}]
    cells += [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def notebook_of(answers: Answers) -> str:
    """Return a notebook that passes these answers to ``check``."""
    cells = [
        f"%matplotlib inline\nanswers = {dict(given)!r}\ncheck({name!r}, answers)"
        for name, given in answers.items()
    ]
    return notebook("from exercises import check", *cells)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def nameless() -> bytes:
    """Return a zip file with one member, which is empty and has no name."""
    member = b"PK\x03\x04\x14" + bytes(25)
    entry = b"PK\x01\x02\x14\x03\x14" + bytes(39)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(member), 0)
    return member + entry + end


def _choose(question: Question, skill: float, rng: random.Random) -> str:
    return str(question.expected() if rng.random() < skill else rng.choice(question.choices))


def write_class(folder: Path, bank: Bank, size: int, seed: int = 4) -> None:
    """Write one learner's answers to every exercise, as file, folder or zip file in turn."""
    rng = random.Random(seed)
    for number in range(size):
        name = f"learner-{number:04}"
        skill = rng.random()
        answers = {
            key: {q.id: _choose(q, skill, rng) for q in exercise.questions if rng.random() < 0.98}
            for key, exercise in bank.exercises.items()
        }
        match number % 4:
            case 0:
                (folder / f"{name}.json").write_text(progress(answers, name), encoding="utf-8")
            case 1:
                (folder / f"{name}.ipynb").write_text(notebook_of(answers), encoding="utf-8")
            case 2:
                (folder / name).mkdir()
                for key, given in answers.items():
                    file = folder / name / f"{key}.ipynb"
                    file.write_text(notebook_of({key: given}), encoding="utf-8")
            case 3:
                content: dict[str, str | bytes] = {
                    "labs/a.ipynb": notebook_of(answers),
                    "__MACOSX/._a.ipynb": b"\x00",
                }
                (folder / f"{name}.zip").write_bytes(zipped(content))


def _attacks(folder: Path) -> Sequence[str]:
    target = str(folder / CANARY)
    opened = f"open({target!r}, 'w')"
    return [
        f"{opened}.close()\ncheck('own-questions', {{'penguin': 'bird'}})",
        f"check('own-questions', {{'penguin': {opened}}})",
        f"check('own-questions', {{'penguin': __import__('os').system('touch {target}')}})",
        f"check('own-questions', {{**{opened}}})",
        f"check({opened}, {{'penguin': 'bird'}})",
        f"answers = {opened}\ncheck('own-questions', answers)",
        f"!touch {target}\ncheck('own-questions', {{'penguin': 'bird'}})",
        f"%%bash\ntouch {target}",
        f"@{opened}\ndef check(*a): ...\ncheck('own-questions', {{'penguin': f'{{{opened}}}'}})",
        f"class A(metaclass={opened}): x = {opened}\ncheck('own-questions', {{'penguin': 'bird'}})",
    ]


def write_hostile(folder: Path) -> set[str]:
    """Write files that are broken or mean harm.

    Returns:
        The names of those that hold nothing to be graded.
    """
    good = progress({"own-questions": {"penguin": "bird"}})
    secret = zipped({"a.json": good})
    deep = 200_000
    bad: dict[str, str | bytes] = {
        "empty.json": "",
        "blank.json": " \n",
        "nothing.json": progress({}),
        "left-blank.json": progress({"own-questions": {"penguin": ""}}),
        "null.json": "null",
        "list.json": "[]",
        "number.json": "1e999",
        "other-format.json": '{"format": "other"}',
        "other-version.json": progress({}).replace('"version": 1', '"version": 2'),
        "answers-list.json": progress([]),
        "deep-list.json": "[" * deep,
        "deep-group.json": '{"a":' * deep,
        "deep-answers.json": progress({}).replace("{}", "[" * deep + "]" * deep),
        "long-number.json": '{"format": ' + "9" * 10_000 + "}",
        "latin.json": '{"format": "ä"}'.encode("latin-1"),
        "zeros.json": bytes(1000),
        "huge.json": b" " * 10_000_001,
        "truncated.json": good[:-5],
        "unknown.json": progress({"no-such-exercise": {"a": "b"}}),
        "flood.json": progress({f"no-{n}": {"a": "b"} for n in range(1000)}),
        "answers-text.json": progress({"own-questions": "bird"}),
        "answers-strange.json": progress({"own-questions": {"walrus": "fish"}}),
        "no-cells.ipynb": "{}",
        "cells-text.ipynb": '{"cells": "x"}',
        "cells-odd.ipynb": '{"cells": [1, null, {"cell_type": "code", "source": {"a": 1}}]}',
        "many-cells.ipynb": json.dumps({"cells": [{}] * 1001}),
        "syntax.ipynb": notebook("check('own-questions', {'penguin': 'bird'"),
        "null-byte.ipynb": notebook("check('own-questions', {'penguin': '\0'})\0"),
        "brackets.ipynb": notebook("check('own-questions', " + "[" * 5000 + "]" * 5000 + ")"),
        "minus.ipynb": notebook("check('own-questions', {'penguin': " + "-" * 15000 + "1})"),
        "plus.ipynb": notebook("check('own-questions', {'penguin': 1" + "+1" * 9000 + "})"),
        "dots.ipynb": notebook("check('own-questions', {'penguin': a" + ".a" * 9000 + "})"),
        "long-cell.ipynb": notebook("check('own-questions', {'penguin': 'bird'})" + "#" * 20_001),
        "long-digits.ipynb": notebook("check('own-questions', {'penguin': " + "9" * 9999 + "})"),
        "unhashable.ipynb": notebook("check('own-questions', {[]: 'bird', {1}: 'x'})"),
        "no-zip.zip": b"PK\x03\x04 and nothing more",
        "empty.zip": zipped({}),
        "nameless.zip": nameless(),
        "bomb.zip": zipped({"a.json": b"0" * 50_000_000}),
        "many.zip": zipped({f"{n}.json": good for n in range(501)}),
        "deep.zip": zipped(
            {"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.json": good})})})}
        ),
        "programs.zip": zipped({"a.exe": b"MZ", "b.py": "print()"}),
        "damaged.zip": secret[:50] + bytes([secret[50] ^ 255]) + secret[51:],
        "essay.pdf": b"%PDF-1.7",
        "setup.py": f"open({str(folder / CANARY)!r}, 'w')",
        "evil.pickle": b"cos\nsystem\n(S'touch code-was-run'\ntR.",
    }
    locked = bytearray(secret)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[secret.index(signature) + flags] |= 1
    bad["locked.zip"] = bytes(locked)
    for name, content in bad.items():
        raw = content.encode("utf-8") if isinstance(content, str) else content
        (folder / name).write_bytes(raw)

    readable: dict[str, str | bytes] = {
        f"attack-{number}.ipynb": notebook(source) for number, source in enumerate(_attacks(folder))
    }
    readable["escape.ipynb"] = notebook(r"check('own-questions', {'penguin': '\q'})")
    readable["climbing.zip"] = zipped({"../../climbed.json": good, "/rooted.json": good})
    readable["formula.json"] = progress({"own-questions": {"penguin": "bird"}}, "=1+1")
    readable["=cmd.json"] = good
    readable["<script>alert(1)<.json"] = progress({"own-questions": {"penguin": "<b>"}}, "<i>x</i>")
    for name, content in readable.items():
        raw = content.encode("utf-8") if isinstance(content, str) else content
        file = folder / name
        file.write_bytes(raw)

    os.symlink("/etc/hostname", folder / "link.json")
    os.symlink(folder, folder / "loop")
    os.mkfifo(folder / "pipe.json")
    (folder / "directory.json").mkdir()
    deep_folder = folder / "deep"
    for _ in range(300):
        deep_folder /= "d"
    deep_folder.mkdir(parents=True)
    (deep_folder / "a.json").write_text("x", encoding="utf-8")
    return {*bad, "link.json", "loop", "pipe.json", "deep"}
