"""A class of 45 learners who hand in 116 files in every way that learners do, with the truth.

``python -m tests.this_course.labs.simulated_class FOLDER`` writes one to look at.
"""

from __future__ import annotations

import copy
import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises import bank
from selfcheck.model import Question
from selfcheck.rules import facts_of
from tests.bank import shipped

LABS = Path(__file__).parents[3] / "notebooks"

Answers = Mapping[str, str]
Truth = float | None
"""The points that an answer earns; ``None`` where only a person can tell."""

FIRST = 1_700_000_000.0
"""When the first file was written."""


@dataclass
class HandIn:
    """What one learner hands in.

    Attributes:
        name: Who it is.
        files: Each file with the time at which it was written.
        truth: For each exercise, the points that it earns.
    """

    name: str
    files: dict[str, tuple[bytes, float]] = field(default_factory=dict)
    truth: dict[str, Truth] = field(default_factory=dict)

    def add(
        self, name: str, content: bytes, truth: Mapping[str, Truth], time: float = FIRST
    ) -> None:
        """Add a file and what it earns."""
        self.files[name] = (content, time)
        self.truth.update(truth)


SOURCE = shipped()
BANK = bank.load()
PAGES = ("final-check", "verdict-or-new")
"""Exercises that are answered on pages."""


def lab(name: str) -> dict[str, Any]:
    """Return a lab as a student gets it."""
    content: dict[str, Any] = json.loads((LABS / f"{name}.ipynb").read_text(encoding="utf-8"))
    private = {"solution", "instructor-note"}
    content["cells"] = [
        cell for cell in content["cells"] if not private & set(cell["metadata"].get("tags", ()))
    ]
    return content


def asked(content: Mapping[str, Any]) -> dict[str, tuple[dict[str, Any], str]]:
    """Return each exercise of a lab with its cell and the name that takes the answers."""
    found = {}
    for cell in content["cells"]:
        named = re.search(r'\bcheck\("([\w-]+)", (\w+)\)', "".join(cell["source"]))
        if "exercise" in cell["metadata"].get("tags", ()) and named:
            found[named[1]] = (cell, named[2])
    return found


def points(exercise: str, given: Answers) -> float:
    """Return the points for choices, by the key."""
    questions = {q.id: q for q in SOURCE.exercises[exercise].questions}
    return sum(questions[key].credit(choice) for key, choice in given.items())


Choose = Callable[[Question], str]
Write = Callable[[str, Answers], str]
"""Writes answers as the code of a cell: the name that takes them, and the answers."""


def written_out(name: str, given: Answers) -> str:
    """Write a dictionary, as a lab asks for it."""
    return f"{name} = {dict(given)!r}"


def by_variables(name: str, given: Answers) -> str:
    """Give each label a name first."""
    labels = {label: f"L{n}" for n, label in enumerate(sorted({*given.values()}))}
    names = [f"{short} = {label!r}" for label, short in labels.items()]
    entries = ", ".join(f"{key!r}: {labels[label]}" for key, label in given.items())
    return "\n".join([*names, f"{name} = {{{entries}}}"])


def by_dict(name: str, given: Answers) -> str:
    """Call the function that makes dictionaries."""
    return f"{name} = dict(zip({[*given]!r}, {[*given.values()]!r}))"


def by_update(name: str, given: Answers) -> str:
    """Write wrong answers, and mend them below."""
    first = dict.fromkeys(given, "traditional")
    return f"{name} = {first!r}\n{name}.update({dict(given)!r})"


def by_loop(name: str, given: Answers) -> str:
    """Fill the dictionary in a loop."""
    return f"{name} = {{}}\nfor key, label in {[*given.items()]!r}:\n    {name}[key] = label"


def without_marks(name: str, given: Answers) -> str:
    """Leave the quotation marks of one-word labels out."""
    entries = (f"{k!r}: {v if v.isidentifier() else repr(v)}" for k, v in given.items())
    return f"{name} = {{{', '.join(entries)}}}"


def without_comma(name: str, given: Answers) -> str:
    """Leave a comma out."""
    return written_out(name, given).replace("', '", "' '", 1)


def _saved(content: Mapping[str, Any], rng: random.Random) -> bytes:
    """Return a notebook as programs save it: some keep ids and tags, some don't."""
    content = copy.deepcopy(dict(content))
    kind = rng.randrange(3)
    for cell in content["cells"]:
        if kind >= 1:
            cell.pop("id", None)
        if kind == 2:
            cell["metadata"] = {}
            cell["source"] = "".join(cell["source"])
    return json.dumps(content).encode()


def _answered(
    names: list[str], choose: Choose, write: Write, rng: random.Random
) -> Iterator[tuple[str, bytes, dict[str, Truth]]]:
    """Yield labs with answers, and what they earn."""
    for name in names:
        content = lab(name)
        truth: dict[str, Truth] = {}
        for exercise, (cell, variable) in asked(content).items():
            choices = {q.id: choose(q) for q in SOURCE.exercises[exercise].questions}
            given = {key: label for key, label in choices.items() if label}
            code = "".join(cell["source"])
            call = code[code.index("check(") :]
            before = code[: code.index("check(")].rpartition("\n")[2]
            cell["source"] = f"{write(variable, given)}\n{before}{call}".splitlines(keepends=True)
            truth[exercise] = points(exercise, given)
        yield f"{name}.ipynb", _saved(content, rng), truth


def _progress(
    exercises: tuple[str, ...], choose: Choose, learner: str
) -> tuple[bytes, dict[str, Truth]]:
    """Return an export of answers on pages, and what they earn."""
    answers = {
        key: {q.id: label for q in SOURCE.exercises[key].questions if (label := choose(q))}
        for key in exercises
    }
    about = {"format": "selfcheck/progress", "version": 1, "learner": learner}
    content = json.dumps({**about, "answers": answers, "results": {}}).encode()
    return content, {key: points(key, given) for key, given in answers.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file, with what a Mac adds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"labs/{name}", content)
            archive.writestr(f"__MACOSX/labs/._{name}", b"\x00\x05\x16\x07")
        archive.writestr("labs/.DS_Store", b"\x00")
        archive.writestr("labs/.ipynb_checkpoints/sort-the-systems-checkpoint.ipynb", b"{}")
        archive.writestr("labs/exercises.zip", b"PK\x05\x06" + bytes(18))
        archive.writestr("labs/classmate.json", _progress(PAGES, _right, "Somebody else")[0])
    return buffer.getvalue()


def _right(question: Question) -> str:
    return str(question.expected())


def _skilled(skill: float, rng: random.Random, answered: float = 1.0) -> Choose:
    def choose(question: Question) -> str:
        if rng.random() > answered:
            return ""
        right = rng.random() < skill
        return str(question.expected() if right else rng.choice(question.choices))

    return choose


def _first_choice(question: Question) -> str:
    return str(question.choices[0])


def _sloppily(name: str, given: Answers) -> str:
    """Write labels with capitals and spaces, as people do."""
    shown = {
        key: f" {label.upper()} " if n % 2 else label
        for n, (key, label) in enumerate(given.items())
    }
    return written_out(name, shown)


ORDINARY = ("good", "sloppy", "guessing", "all the same", "half blank", "copied", "renamed")
COUNTS = (6, 5, 5, 5, 5, 4, 4)
EVERY_LAB = sorted(path.stem for path in LABS.glob("*.ipynb"))


def _ordinary(number: int, kind: str, before: HandIn, rng: random.Random) -> HandIn:
    made = HandIn(f"Learner {number:02}")
    if kind == "copied":
        made.files = dict(before.files)
        made.truth = dict(before.truth)
        return made
    choose = {
        "guessing": _skilled(0, rng),
        "all the same": _first_choice,
        "half blank": _skilled(0.8, rng, 0.5),
    }.get(kind, _skilled(0.9, rng))
    content, truth = _progress(PAGES, choose, made.name)
    made.add("my-progress (2).JSON" if kind == "renamed" else "my-progress.json", content, truth)
    write = _sloppily if kind == "sloppy" else written_out
    for name, notebook, earned in _answered(
        ["sort-the-systems", "score-or-sample"], choose, write, rng
    ):
        made.add(f"Copy of {name}" if kind == "renamed" else name, notebook, earned)
    return made


SPECIAL: Mapping[str, Write] = {
    "names for labels": by_variables,
    "dict": by_dict,
    "update": by_update,
    "loop": by_loop,
    "no quotation marks": without_marks,
}


def _special(number: int, rng: random.Random) -> Iterator[HandIn]:
    """Yield learners who do something of their own, each another thing."""

    def learner() -> HandIn:
        nonlocal number
        number += 1
        return HandIn(f"Learner {number:02}")

    for kind, write in SPECIAL.items():
        made = learner()
        names = ["sort-the-systems", "government-cases", "score-or-sample"]
        done = list(_answered(names, _skilled(0.7, rng), write, rng))
        made.add("labs.zip.zip", zipped({name: raw for name, raw, _ in done}), {})
        for _, _, truth in done:
            made.truth.update(truth)
        if kind == "no quotation marks":
            # In that lab, sample and label are names of something else.
            made.truth["score-or-sample-outputs"] = None
        yield made

    made = learner()  # everything, in one zip file
    done = list(
        _answered([n for n in EVERY_LAB if n != "write-the-rule"], _right, written_out, rng)
    )
    rule, truth = _rule(rng)
    made.add(
        "work.zip", zipped({**{name: raw for name, raw, _ in done}, "rule.ipynb": rule}), truth
    )
    for _, _, truth in done:
        made.truth.update(truth)
    yield made

    made = learner()  # two exports: the newer one counts, whatever it is called
    three = (*PAGES, "which-are-llms")
    new, truth = _progress(three, _skilled(0.9, rng), made.name)
    old, _ = _progress(three, _first_choice, made.name)
    made.add("my-progress-old.json", old, {}, FIRST)
    made.add("my-progress.json", new, truth, FIRST + 3600)
    yield made

    made = learner()  # labels in another language
    exercises = (*PAGES, "which-are-llms", "verdict-near-misses")
    content, truth = _progress(exercises, _right, made.name)
    data = json.loads(content)
    first = data["answers"]["verdict-or-new"]
    lost = [key for key, label in first.items() if label == "no"]
    first.update(dict.fromkeys(lost, "nein"))
    kept = {key: label for key, label in first.items() if label != "nein"}
    made.add("my-progress.json", json.dumps(data).encode(), truth)
    made.truth["verdict-or-new"] = points("verdict-or-new", kept)
    yield made

    made = learner()  # a comma is missing
    names = ["sort-the-systems", "next-token"]
    done = list(_answered(names, _right, written_out, rng))
    broken = list(_answered(["sort-the-systems"], _right, without_comma, rng))
    made.add(
        "labs-done.zip", zipped({**{n: r for n, r, _ in done}, broken[0][0]: broken[0][1]}), {}
    )
    made.truth = dict.fromkeys(broken[0][2]) | done[1][2]
    yield made

    made = learner()  # essays
    made.add("my answers.docx", b"PK\x03\x04 an essay", dict.fromkeys(PAGES, 0.0))
    made.add("my answers.pdf", b"%PDF-1.7", {})
    yield made

    made = learner()  # nothing done in any lab
    untouched = {f"{name}.ipynb": _saved(lab(name), rng) for name in EVERY_LAB}
    nothing: dict[str, Truth] = {e: 0.0 for name in EVERY_LAB for e in asked(lab(name))}
    made.add("all labs.zip", zipped(untouched), nothing | {"write-the-rule": 0.0})
    made.add("Copy of sort-the-systems.ipynb", _saved(lab("sort-the-systems"), rng), {})
    yield made


def _rule(rng: random.Random) -> tuple[bytes, dict[str, Truth]]:
    """Return the lab *Write the rule* with the course's own rule, and what that earns."""
    source = json.loads((LABS / "write-the-rule.ipynb").read_text(encoding="utf-8"))
    solution = next(c for c in source["cells"] if "solution" in c["metadata"].get("tags", ()))
    code = "".join(solution["source"])
    content = lab("write-the-rule")
    for cell in content["cells"]:
        if "exercise" in cell["metadata"].get("tags", ()):
            cell["source"] = code
    names: dict[str, Any] = {}
    exec(code[: code.index("\n\n\n")], names)
    right = sum(
        names["my_rule"](*facts_of(item, BANK.facets["label"])) in item.labels
        for item in BANK.items.values()
    )
    return _saved(content, rng), {"write-the-rule": float(right)}


def simulated_class(seed: int = 17) -> list[HandIn]:
    """Return what everybody hands in, and the truth about it."""
    rng = random.Random(seed)
    made: list[HandIn] = []
    for kind, count in zip(ORDINARY, COUNTS, strict=True):
        for _ in range(count):
            made.append(_ordinary(len(made) + 1, kind, made[0] if made else HandIn(""), rng))
    made += _special(len(made), rng)
    return made


if __name__ == "__main__":
    for learner in simulated_class():
        folder = Path(sys.argv[1], learner.name)
        folder.mkdir(parents=True)
        for name, (content, _) in learner.files.items():
            (folder / name).write_bytes(content)
