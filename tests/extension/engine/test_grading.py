"""Grading reads submissions as data: the good ones are graded, the others named."""

from __future__ import annotations

import contextlib
import copy
import csv
import io
import json
import os
import random
import time
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfcheck import authoring, bank
from selfcheck.__main__ import main
from selfcheck.grading import GradeBook, Refused, Submission, collect, grade
from selfcheck.grading.following import Unread
from selfcheck.grading.labs import CourseLabs
from selfcheck.grading.owners import owners_of
from selfcheck.grading.reading import read_notebook
from selfcheck.grading.report import write_report
from selfcheck.grading.submission import UnreadableError
from selfcheck.grading.tables import write_tables
from tests.bank import shipped
from tests.extension.engine.sample_bank import ITEMS, SETS, write_bank
from tests.extension.engine.submissions import (
    CANARY,
    notebook,
    progress,
    write_class,
    write_hostile,
    zipped,
)
from tests.showing import show

SOURCE = shipped()


@pytest.fixture
def small(tmp_path: Path) -> bank.Bank:
    return bank.build(authoring.read(write_bank(tmp_path / "bank")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "submissions"
    made.mkdir()
    return made


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answers_in(source: str) -> dict[str, dict[str, object]]:
    return read_notebook(notebook(source).encode()).answers


@pytest.mark.parametrize(
    "source",
    [
        "check('x', {'a': 'llm'})",
        "answers = {'a': 'llm'}\ncheck('x', answers)",
        "answers: dict[str, str] = {'a': 'llm'}\nresult = check('x', answers, hints=2)",
        "import exercises\nprint(exercises.check('x', answers={'a': 'llm'}))",
        "check(exercise_id='x', answers={'a': 'llm'})",
        "answers = {'a': ...}\nanswers['a'] = 'llm'\ncheck('x', answers)",
        "%matplotlib inline\n!ls\nif True:\n    check('x', {'a': 'llm'})",
    ],
)
def test_ways_to_write_an_answer_in_a_notebook(source: str) -> None:
    assert answers_in(source) == {"x": {"a": "llm"}}


def test_answers_in_an_earlier_cell() -> None:
    content = read_notebook(notebook("mine = {'a': 'llm'}", "1 +", "check('x', mine)").encode())
    assert content.answers == {"x": {"a": "llm"}}
    assert content.remarks == []


def test_syntax_error_names_cell_and_line() -> None:
    content = read_notebook(notebook("x = 1", "\ncheck('x', {'a': 'llm')").encode())
    assert content.unread == {"x": "Cell 3, line 2: it is not valid Python."}
    assert content.answers == {}


def test_learners_are_named_by_where_their_files_lie(folder: Path, small: bank.Bank) -> None:
    one, other = {"penguin": "bird"}, {"penguin": "fish"}
    (folder / "ann.json").write_text(progress({"own-questions": one}, "Somebody else"))
    (folder / "bob").mkdir()
    (folder / "bob" / "a.json").write_text(progress({"own-questions": one}))
    (folder / "bob" / ".hidden.json").write_text("x")
    (folder / "cy.zip").write_bytes(zipped({"ann.json": progress({"own-questions": other})}))
    (folder / "di.pdf").write_bytes(b"%PDF")
    book = grade(collect(folder), small)

    results = book.classes[0].results
    assert {name: result.score for name, result in results.items()} == {
        "ann": 1,
        "bob": 1,
        "cy": 0,
    }
    assert book.claimed == {"ann": "Somebody else"}
    assert [person.name for person in book.people] == ["ann", "bob", "cy", "di"]
    assert [(p.learner, p.file) for p in book.problems] == [("di", "di.pdf")]


def test_graded_exercise_is_graded_with_the_key_of_the_source(tmp_path: Path, folder: Path) -> None:
    sets = SETS + "- id: exam\n  title: Exam\n  graded: true\n  items: [picture-maker, owl]\n"
    owl = ITEMS[: ITEMS.index("- id: letter")].replace("spam-filter", "owl").replace("Spam", "Owl")
    keys = bank.build(authoring.read(write_bank(tmp_path / "b", items=ITEMS + owl, sets=sets)))
    answers = {"own-questions": {"penguin": "bird"}, "exam": {"owl": "llm", "picture-maker": "llm"}}
    (folder / "ann.json").write_text(progress(answers))
    answers["exam"] = {"owl": "traditional", "Picture maker": "generative"}
    (folder / "bob.json").write_text(progress(answers))
    book = grade(collect(folder), keys)
    assert [entry.exercise.id for entry in book.classes] == ["exam", "own-questions"]
    scores = {name: result.score for name, result in book.classes[0].results.items()}
    assert scores == {"ann": 0, "bob": 1}


def class_of(scores: list[list[str]]) -> GradeBook:
    """Grade learners' answers to two questions of the sample bank, by hand-made rows."""
    submissions = [
        Submission(f"l{n}", f"l{n}.json", {"pair": dict(zip(["one", "two"], row, strict=True))})
        for n, row in enumerate(scores)
    ]
    question = {"prompt": "?", "answer": "a", "reason": "r", "why": {"b": "w"}, "hints": ["h"]}
    data = {
        "items": [],
        "claims": [],
        "sets": [
            {
                "id": "pair",
                "title": "Pair",
                "choices": ["a", "b"],
                "questions": [{"id": "one", **question}, {"id": "two", **question}],
            }
        ],
    }
    return grade(submissions, bank.build(data))


def test_class_statistics_by_hand() -> None:
    # Ten learners: six right on both, two right on the first only, two wrong on both.
    book = class_of([["a", "a"]] * 6 + [["a", "b"]] * 2 + [["b", "b"]] * 2)
    entry = book.classes[0]
    one, two = entry.items
    assert (one.facility, two.facility) == (0.8, 0.6)
    assert (one.answered, two.answered) == (10, 10)
    assert one.distractors == (("b", 2),)
    # Credits on the two questions: covariance 0.12, variances 0.16 and 0.24.
    assert one.item_rest == pytest.approx(0.12 / (0.16 * 0.24) ** 0.5)
    assert one.item_rest == pytest.approx(two.item_rest)
    assert entry.confusion.counts == ((14, 6), (0, 0))
    assert entry.kappa == pytest.approx(0)
    assert entry.complete == 10
    # Agreement of pairs of learners: 56 + 2 and 30 + 12 of 90; shares 0.7 and 0.3.
    observed = (58 / 90 + 42 / 90) / 2
    assert entry.fleiss == pytest.approx((observed - 0.58) / (1 - 0.58))


def test_small_classes_are_not_shown() -> None:
    four = class_of([["a", "b"]] * 4)
    item = four.classes[0].items[1]
    assert (item.n, item.facility, item.item_rest, item.distractors) == (4, None, None, ())
    page = write_report(four)
    assert "too few" in page
    assert ">Expected (rows)" not in page
    nine = class_of([["a", "b"], ["b", "a"]] * 4 + [["a", "a"]])
    entry = nine.classes[0]
    assert entry.items[0].facility is not None
    assert (entry.items[0].item_rest, entry.kappa, entry.fleiss) == (None, None, None)


class Outline(HTMLParser):
    """Collects what an accessible page needs."""

    def __init__(self) -> None:
        """Start with nothing open."""
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.headers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag == "th":
            assert values["scope"] in {"col", "row"}
        if "id" in values:
            self.ids.append(str(values["id"]))
        if "href" in values:
            self.links.add(str(values["href"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_is_a_safe_page(page: str) -> None:
    outline = Outline()
    outline.feed(page)
    outline.close()
    assert not outline.open
    assert outline.tags.count("h1") == outline.tags.count("main") == 1
    assert outline.tags.count("caption") == outline.tags.count("table")
    assert not {"script", "b", "i", "img", "iframe", "link"} & set(outline.tags)
    assert {f"#{name}" for name in outline.ids} == outline.links
    assert len(outline.ids) == len(set(outline.ids))
    assert '<html lang="en">' in page
    assert "http://" not in page
    assert "https://" not in page


def test_class_of_500_with_a_hostile_corpus(
    folder: Path, tmp_path: Path, small: bank.Bank, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = bank.Bank(
        {**SOURCE.items, **small.items}, {**SOURCE.exercises, **small.exercises}, SOURCE.claims
    )
    write_class(folder, keys, 500)
    ungradable = write_hostile(folder)
    before = sorted(path for path in tmp_path.rglob("*") if "/d/d/" not in str(path))

    book = grade(collect(folder), keys)
    page = write_report(book)
    out = tmp_path / "out"
    out.mkdir()
    write_tables(book, out)
    show(capsys, f"Graded {book.learners} learners with {book.files} files")

    after = sorted(path for path in tmp_path.rglob("*") if "/d/d/" not in str(path))
    assert [path for path in after if path not in before and out not in (path, path.parent)] == []
    assert not (folder / CANARY).exists()
    assert not Path(CANARY).exists()

    graded = {learner for entry in book.classes for learner in entry.results}
    assert {f"learner-{number:04}" for number in range(500)} <= graded
    assert {"climbing", "formula", "=cmd", "attack-0", "attack-6"} <= graded
    named = {problem.file.split(":")[0].split("/")[0] for problem in book.problems}
    assert ungradable <= named
    assert not graded & {Path(name).stem for name in ungradable}
    assert all(problem.reason.endswith((".", "?")) for problem in book.problems)

    assert_is_a_safe_page(page)
    for table in out.iterdir():
        for row in csv.reader(table.open(encoding="utf-8-sig", newline="")):
            for cell in row:
                number = cell.lstrip("-").replace(".", "", 1).replace("e-", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    learners = rows(out / "learners.csv")
    assert "'=cmd" in {row["learner"] for row in learners}
    assert "'=1+1" in {row["name_in_file"] for row in learners}
    exam = next(iter(SOURCE.exercises.values()))
    items = [row for row in rows(out / "items.csv") if row["exercise"] == exam.id]
    assert [row["item"] for row in items] == [q.id for q in exam.questions]
    assert all(0 < float(row["facility"]) < 1 for row in items)
    assert all(float(row["item_rest_correlation"]) > 0.1 for row in items)
    assert rows(out / "answers.csv")
    assert {row["learner"] for row in rows(out / "problems.csv")} >= {"bomb", "pipe"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.json", "It is empty."),
        ("nothing.json", "It holds no answers."),
        ("left-blank.json", "It holds no answers."),
        ("deep-list.json", "It is nested too deeply."),
        ("latin.json", "It is not UTF-8 text."),
        ("truncated.json", "It is not valid JSON on line 1."),
        ("huge.json", "It is larger than 10,000,000 bytes."),
        ("unknown.json", 'There is no exercise "no-such-exercise".'),
        ("bomb.zip: a.json", "It is compressed by more than 100 to 1."),
        ("nameless.zip", "The zip file is empty."),
        ("many.zip", "It holds 501 files; 500 are allowed."),
        ("locked.zip: a.json", "It is protected by a password."),
        ("link.json", "It is a link or a device, not a file."),
        ("pipe.json", "It is a link or a device, not a file."),
        ("essay.pdf", "Its name does not end in one of .json, .ipynb, .zip."),
        (
            "brackets.ipynb",
            "own-questions: look at this by hand. Cell 2, line 1: it is not valid Python.",
        ),
    ],
)
def test_reasons(folder: Path, small: bank.Bank, name: str, reason: str) -> None:
    write_hostile(folder)
    book = grade(collect(folder), small)
    assert [p.reason for p in book.problems if p.file == name] == [reason]


def test_remarks_on_one_file_are_bounded(folder: Path, small: bank.Bank) -> None:
    write_hostile(folder)
    book = grade(collect(folder), small)
    remarks = [p.reason for p in book.problems if p.file == "flood.json"]
    assert len(remarks) == 21
    assert remarks[-1] == "There are 980 more remarks on this file."


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(), st.text().map(notebook).map(str.encode)))
def test_arbitrary_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert isinstance(read_notebook(raw).answers, dict)


ANSWERED: dict[str, Any] = json.loads(
    notebook(
        "from exercises import check",
        "labels = ['bird', 'fish']\nmine = {'penguin': labels[0]}",
        "mine.update({'cod': f'{labels[1]}'})\ncheck('own-questions', mine)",
        "for key in ['a', 'b']:\n    mine[key] = 'x'\ncheck('other', {**mine, 'c': \"d\"})",
    )
)
TOKENS = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "'",
    '"',
    ":",
    ",",
    "=",
    "\n",
    "    ",
    "**",
    "|=",
    "lambda: ",
    "for ",
    "in ",
    "check(",
    "mine",
    "\\",
    "\0",
    "%",
    "\ud800",
    "0",
    "1e999",
    ".update",
    "def f():",
]


def mutated(rng: random.Random) -> bytes:
    """Return the answered notebook with a few things changed, as text, as cells or as bytes."""
    content = copy.deepcopy(ANSWERED)
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    for _ in range(rng.randint(1, 4)):
        cell = rng.choice(content["cells"])
        source = cell.get("source")
        text = "".join(source) if isinstance(source, str) else ""
        at, to = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[to:]
            case 1 | 2:
                text = text[:at] + rng.choice(TOKENS) + text[at:]
            case 3:
                text = text[:to] + text[at:to] * rng.randint(1, 60) + text[to:]
            case 4:
                rng.shuffle(content["cells"])
            case 5:
                cell[rng.choice(["source", "metadata", "cell_type", "id"])] = rng.choice(
                    [None, 7, [], {}, [None, "x"], {"tags": ["exercise"]}, {"tags": 3}, "code"]
                )
                continue
            case 6:
                cell["metadata"] = {"tags": ["exercise"]}
        cell["source"] = text
    raw = bytearray(json.dumps(content).encode())
    if rng.random() < 0.2:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def test_ten_thousand_mutated_notebooks_are_read_or_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: Counter[str] = Counter()
    for seed in range(10_000):
        try:
            content = read_notebook(mutated(random.Random(seed)))
        except UnreadableError:
            found["refused"] += 1
            continue
        found["left to the instructor" if content.unread else "read"] += 1
        assert not {*content.answers} & {*content.unread}, seed
        for answers in content.answers.values():
            assert not any(type(value) is Unread for value in answers.values()), seed
        assert all(reason.endswith(".") for reason in content.unread.values()), seed
    show(capsys, f"Mutated notebooks: {', '.join(f'{n:,} {how}' for how, n in found.items())}")
    assert found.total() == 10_000
    assert min(found.values()) > 500, "the mutations are of every kind"


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=300), cut=st.integers(0, 200), byte=st.integers(0, 255))
def test_arbitrary_zip_files_are_read_or_refused(
    folder: Path, raw: bytes, cut: int, byte: int
) -> None:
    whole = bytearray(zipped({"a.json": progress({"x": {"y": "z"}}), "b.ipynb": raw}))
    whole[cut % len(whole)] = byte
    for name, content in (("a.zip", raw), ("b.zip", bytes(whole))):
        (folder / name).write_bytes(content)
    for entry in collect(folder):
        assert isinstance(entry, Submission | Refused)


def test_command_writes_a_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_class(folder, SOURCE, 12)
    out = tmp_path / "report"
    assert main(["grade", str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "graded 12 learners" in said
    assert str(out / "report.html") in said
    first = (out / "report.html").read_bytes()
    assert main(["grade", str(folder), "--out", str(out)]) == 0
    assert (out / "report.html").read_bytes() == first
    assert {path.name for path in out.iterdir()} == {
        *("report.html", "gradebook.csv", "learners.csv", "items.csv", "answers.csv"),
        "problems.csv",
    }


def test_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing"
    assert main(["grade", str(missing), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == f"{missing}: No such file or directory\n"
    assert main(["grade", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "Choose a folder outside" in capsys.readouterr().err
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert main(["grade", str(file), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err


def test_unreadable_file_is_named(folder: Path, small: bank.Bank) -> None:
    file = folder / "a.json"
    file.write_text(progress({"own-questions": {"penguin": "bird"}}), encoding="utf-8")
    file.chmod(0)
    book = grade(collect(folder), small)
    if os.geteuid() == 0:
        assert book.learners == 1  # permissions do not bind the superuser
    else:
        assert book.problems[0].reason == "It cannot be opened: Permission denied."


def write(folder: Path, files: dict[str, str | bytes], moment: float = 1_700_000_000) -> None:
    """Write files, all of one time."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(file, (moment, moment))


RIGHT, WRONG = {"penguin": "bird"}, {"penguin": "fish"}


def own(answers: object, learner: str = "") -> str:
    return progress({"own-questions": answers}, learner)


def points(folder: Path, small: bank.Bank) -> dict[str, float | None]:
    """Return the points of everybody for the one exercise."""
    book = grade(collect(folder), small)
    entry = next((e for e in book.classes if e.exercise.id == "own-questions"), None)
    return {p.name: entry.points(p.name) if entry else 0 for p in book.people}


def test_the_newest_file_counts_by_time_and_not_by_name(folder: Path, small: bank.Bank) -> None:
    write(folder, {"ann/a.json": own(WRONG), "bob/z.json": own(WRONG)}, 1000)
    write(folder, {"ann/z.json": own(RIGHT), "bob/a.json": own(RIGHT)}, 2000)
    # Newer, and nothing is answered in it, or about something else.
    write(folder, {"ann/b.json": own({"penguin": ""}), "bob/b.json": progress({})}, 3000)
    assert points(folder, small) == {"ann": 1, "bob": 1}


def test_the_time_in_a_zip_file_and_in_the_data_counts(folder: Path, small: bank.Bank) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("z.json", (2024, 1, 1, 0, 0, 0)), own(WRONG))
        archive.writestr(zipfile.ZipInfo("a.json", (2025, 1, 1, 0, 0, 0)), own(RIGHT))
    early = json.loads(own(WRONG)) | {"exported": "2024-05-01T10:00:00Z"}
    late = json.loads(own(RIGHT)) | {"exported": "2024-05-01T10:00:09.5+00:00"}
    write(folder, {"ann.zip": buffer.getvalue(), "bob/a.json": json.dumps(late)}, 1000)
    write(folder, {"bob/b.json": json.dumps(early)}, 2000)
    assert points(folder, small) == {"ann": 1, "bob": 1}


def test_attempts_of_one_time_are_asked_back(folder: Path, small: bank.Bank) -> None:
    write(folder, {"ann/1.json": own(WRONG), "ann/2.json": own(RIGHT), "bob/1.json": own(RIGHT)})
    write(folder, {"bob/2.json": own(RIGHT)})
    book = grade(collect(folder), small)
    assert points(folder, small) == {"ann": None, "bob": 1}
    assert [p.reason for p in book.problems] == [
        "own-questions: look at this by hand. "
        "It is answered in another way in ann/2.json, of the same time: keep one."
    ]


def test_a_newer_file_that_cannot_be_read_is_looked_at(folder: Path, small: bank.Bank) -> None:
    write(folder, {"ann/1.json": own(RIGHT)}, 1000)
    write(folder, {"ann/2.ipynb": notebook("check('own-questions', make())")}, 2000)
    assert points(folder, small) == {"ann": None}


@pytest.mark.parametrize(
    ("paths", "people"),
    [
        (
            ["Ada_1_assignsubmission_file_/a.json", "Bo Li_2_assignsubmission_file_/b.json"],
            ["Ada", "Bo Li"],
        ),
        (
            ["x.zip/Ada_1_assignsubmission_file/a.json", "x.zip/Bo_2_assignsubmission_file_b.json"],
            ["Ada", "Bo"],
        ),
        (["x.zip/Ada_1_assignsubmission_file/labs.zip/labs/a.json"], ["Ada"]),
        (
            [
                "a/x.zip/Ada_1_assignsubmission_file/a.json",
                "b/y.zip/Ada_9_assignsubmission_file/b.json",
            ],
            ["Ada (1)", "Ada (9)"],
        ),
        (["S/Ada_1_assignsubmission_file/a.json", "S/loose.json"], ["Ada", "loose"]),
        (
            ["adaex_17_301_a.json", "adaex_LATE_17_302_b.ipynb", "boli_18_303_a-1.json"],
            ["adaex", "adaex", "boli"],
        ),
        (
            [
                "Lab 1_ada_attempt_2026-11-29-14-05-11_a.json",
                "Lab 1_ada_attempt_2026-11-29-14-05-11.txt",
            ],
            ["ada", "ada"],
        ),
        (
            [
                "12-34 - Ada Example - Nov 29, 2026 205 PM/a.json",
                "12-35 - Bo Li - Nov 29, 2026 1205 AM/a.json",
            ],
            ["Ada Example", "Bo Li"],
        ),
        (["ada.json", "ada (2).json", "bo.json"], ["ada", "ada", "bo"]),
        (
            ["ada.json", "ada copy 2.json", "Kopie von ada.ipynb", "ada - Copy.json"],
            ["ada"] * 4,
        ),
        (["copy.json", "Copy of bo.json"], ["copy", "Copy of bo"]),
        (
            ["anon_1a2B3_55_a.json", "anon_LATE_1a2B3_56_b.ipynb", "anon_9xYz0_57_a.json"],
            ["1a2B3", "1a2B3", "9xYz0"],
        ),
        (
            [
                "b\u00f6ckler_LATE_18_206_a-2.json",
                "x.zip/o'brien-smith_17_301_labs.zip/labs/a.json",
            ],
            ["b\u00f6ckler", "o'brien-smith"],
        ),
        (
            ["Group A-Ada_1_assignsubmission_file_/a.json", "Participant_2_assignsubmission_file_"],
            ["Group A-Ada", "Participant"],
        ),
        (["12-35 - Bo Li - 29 Nov, 2026 1405/a.json"], ["Bo Li"]),
        (
            ["export/submission_123/a.json", "export/submission_124/a.json"],
            ["submission_123", "submission_124"],
        ),
        (
            [
                "b.zip/L/Ex, Ada(a1)/Files/a.json",
                "b.zip/L/Li, Bo(b2)/Files/a.json",
                "b.zip/L/g.csv",
            ],
            ["Ex, Ada(a1)", "Li, Bo(b2)", "g"],
        ),
        (
            ["Submitted/Ada/Labs/Version 1/a.json", "Submitted/Bo/Labs/Version 2/a.json"],
            ["Ada", "Bo"],
        ),
        (["class/ada/a.json", "class/bo/a.json"], ["ada", "bo"]),
        (["a/class.zip/ada.zip/a.json", "a/class.zip/bo.zip/a.json"], ["ada", "bo"]),
        (["ada/attempt-1/a.json", "ada/attempt-2/a.json"], ["ada", "ada"]),
        (["ada/labs/a.json"], ["ada"]),
        (["ada/a.json", "bo/labs/x/a.json"], ["ada", "bo"]),
        (["Jos\u0065\u0301/a.json", "Jos\u00e9/b.json"], ["Jos\u00e9", "Jos\u00e9"]),
    ],
)
def test_whose_a_file_is(paths: list[str], people: list[str]) -> None:
    assert [owner.name for owner in owners_of([tuple(p.split("/")) for p in paths])] == people


def test_names_in_files_tell_people_apart(folder: Path, small: bank.Bank) -> None:
    write(
        folder,
        {"Section B/one/p.json": own(RIGHT, "Ada"), "Section B/two/p.json": own(WRONG, "Bo")},
    )
    write(
        folder, {"Section C/a.json": own(RIGHT, "Di Example"), "Section C/b.json": own(WRONG, "Ed")}
    )
    assert points(folder, small) == {
        "Section B: one": 1, "Section B: two": 0, "Section C: a": 1, "Section C: b": 0
    }  # fmt: skip


def test_one_person_with_several_names_stays_one(folder: Path, small: bank.Bank) -> None:
    write(folder, {"ada/a.json": own(WRONG, "Ada Example")}, 1000)
    write(folder, {"ada/b.json": own(RIGHT, "me")}, 2000)
    assert points(folder, small) == {"ada": 1}
    [problem] = grade(collect(folder), small).problems
    assert problem.reason == (
        "The files name different people (Ada Example, me); see whose they are."
    )


def test_notebooks_of_several_people_in_one_folder_are_not_merged(
    folder: Path, small: bank.Bank
) -> None:
    for number, name in enumerate(("ada", "bo", "cy")):
        source = f"check('own-questions', {{'penguin': 'bird'}})  # {name}"
        write(folder, {f"class/{name}.ipynb": notebook(source)}, 1000 + 100 * number)
    assert points(folder, small) == {"class": None}
    reasons = [p.reason for p in grade(collect(folder), small).problems]
    assert any("give each person a folder" in reason for reason in reasons)


def test_a_bare_name_is_read_as_the_label_that_it_is(folder: Path, small: bank.Bank) -> None:
    write(folder, {"ann.ipynb": notebook("check('own-questions', {'penguin': bird})")})
    write(folder, {"bob.ipynb": notebook("check('own-questions', {'penguin': eagle})")})
    assert points(folder, small) == {"ann": 1, "bob": None}
    assert [p.reason for p in grade(collect(folder), small).problems] == [
        'own-questions: Cell 2, line 1: bird stands without quotation marks and is read as "bird".',
        "own-questions: look at this by hand. "
        "Cell 2, line 1: eagle is no name that the notebook defines.",
    ]


def test_everybody_has_a_line_with_points(folder: Path, tmp_path: Path, small: bank.Bank) -> None:
    write(
        folder,
        {"Ada_7_assignsubmission_file_/a.json": own(RIGHT, "Ada E."), "bo/essay.pdf": b"%PDF"},
    )
    write(folder, {"cy.ipynb": notebook("check('own-questions', make())"), "di.json": own({})})
    book = grade(collect(folder), small)
    write_tables(book, tmp_path)
    lines = rows(tmp_path / "gradebook.csv")
    assert [
        (r["learner"], r["id"], r["own-questions"], r["points"], r["possible"]) for r in lines
    ] == [
        ("Ada", "7", "1.0", "1.0", "1"),
        ("bo", "", "0.0", "0.0", "1"),
        ("cy", "", "", "0.0", "1"),
        ("di", "", "0.0", "0.0", "1"),
    ]
    assert [r["look_at_by_hand"] for r in lines] == ["", "", "own-questions", ""]
    page = write_report(book)
    assert "Points for each person" in page
    for name in ("Ada", "bo", "cy", "di"):
        assert f'<th scope="row">{name}</th>' in page


def test_no_separator_turns_a_cell_into_a_formula(
    folder: Path, tmp_path: Path, small: bank.Bank
) -> None:
    evil = [
        "=1+1",
        "a;=1+1;b",
        "a\t@x",
        "x,-1+1",
        'q"=1',
        "a|+1",
        "\uff1d1",
        ' ; "=1',
        "\u200b=1",
        "a\n=1",
    ]
    for number, name in enumerate(evil):
        write(folder, {f"{number}.json": own({"penguin": name}, name)})
        write(folder, {f"x;=HYPERLINK(a)'{number}.json": own(RIGHT, name)})
    write_tables(grade(collect(folder), small), tmp_path)
    for table in tmp_path.glob("*.csv"):
        text = table.read_text(encoding="utf-8-sig")
        for delimiter in ",;\t|:":
            for row in csv.reader(io.StringIO(text), delimiter=delimiter):
                for cell in row:
                    start = cell.strip(' \t\r\n"\u200b')[:1]
                    assert start not in {*"=+@\uff1d"}, (table.name, delimiter, cell)


def test_equal_hand_ins_are_shown(folder: Path, small: bank.Bank) -> None:
    write(folder, {f"{name}.json": own(WRONG, "Ann") for name in ("ann", "bob")})
    write(folder, {"cy.json": own(WRONG, "Cy")})
    book = grade(collect(folder), small)
    assert book.same == (("the same file", ("ann", "bob")),)
    assert "Handed in alike" in write_report(book)
    assert_is_a_safe_page(write_report(book))


LAB = {
    "cells": [
        {
            "cell_type": "code",
            "id": "worked",
            "metadata": {},
            "source": "shown = {'penguin': 'bird'}\nfirst = check('own-questions', shown)",
        },
        {
            "cell_type": "code",
            "id": "task",
            "metadata": {"tags": ["exercise"]},
            "source": "answers = {'penguin': ...}\ncheck('own-questions', answers)",
        },
    ]
}


def changed(**cell: object) -> bytes:
    """Return the lab with its worked example changed."""
    return json.dumps({"cells": [LAB["cells"][0] | cell, LAB["cells"][1]]}).encode()


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(LAB).encode(),
        changed(id="other"),
        changed(source='shown = {"penguin": "bird"}\n\n\nfirst = check("own-questions", shown)'),
        changed(
            id=None,
            source="shown = {\n    'penguin': 'fish',\n}\nfirst = check('own-questions', shown)",
        ),
        changed(source="check('own-questions', {'penguin': 'bird'})"),
    ],
)
@pytest.mark.parametrize("tagged", [True, False])
def test_a_worked_example_earns_nothing(tmp_path: Path, raw: bytes, tagged: bool) -> None:
    (tmp_path / "lab.ipynb").write_text(json.dumps(LAB))
    labs = CourseLabs.read(tmp_path, tmp_path / "data")
    content = read_notebook(raw if tagged else raw.replace(b'"tags"', b'"lost"'), labs)
    assert (content.answers, content.unread) == ({}, {})


def test_files_that_the_course_itself_writes_and_reads_are_nobodys_answers(tmp_path: Path) -> None:
    code = 'mine = Path(f"nests-{name}.json")\nother = Path("neighbour.json")'
    (tmp_path / "labs").mkdir()
    (tmp_path / "labs" / "lab.ipynb").write_text(notebook(code), encoding="utf-8")
    labs = CourseLabs.read(tmp_path / "labs", tmp_path / "data")
    handed_in = tmp_path / "handed in"
    handed_in.mkdir()
    for name in ("nests-ann.json", "Neighbour.json", "ann.json"):
        write(handed_in, {name: progress({"own-questions": {"penguin": "bird"}}, "Ann")})
    assert [entry.file for entry in collect(handed_in, labs=labs)] == ["ann.json"]


def test_a_worked_example_earns_nothing_where_the_course_is_not_there() -> None:
    content = read_notebook(json.dumps(LAB).encode())
    assert content.answers == {}
    assert content.unread == {
        "own-questions": "Cell 1, line 2: it answers outside the cell of the exercise."
    }


def test_a_small_zip_file_does_not_cost_minutes(folder: Path, small: bank.Bank) -> None:
    dense = "[" + "[]," * 6000 + "]"
    cells = ["a = 1", "check('own-questions', {'penguin': 'bird', 'x': a})"]
    for number in range(20):
        cells += [f"a = {dense}#{number}", "a = {" + "1:1," * 4000 + "}", "-" * 9000 + "a"]
    write(folder, {"slow.zip": zipped({f"{n}.ipynb": notebook(*cells) for n in range(40)})})
    write(folder, {"ann.json": own(RIGHT)})
    started = time.monotonic()
    assert points(folder, small)["ann"] == 1
    assert time.monotonic() - started < 30
