"""Grading reads submissions as data: the good ones are graded, the others named."""

from __future__ import annotations

import contextlib
import csv
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises import authoring, bank
from exercises.__main__ import main
from exercises.grading import GradeBook, Refused, Submission, collect, grade
from exercises.grading.reading import read_notebook
from exercises.grading.report import write_report
from exercises.grading.submission import UnreadableError
from exercises.grading.tables import write_tables
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


def test_computed_answers_are_not_computed() -> None:
    content = read_notebook(
        notebook("check('x', dict(a='llm'))\ncheck('y', {'a': 'l' + 'lm', 'b': 'llm'})").encode()
    )
    assert content.remarks == ['The answers to "x" are not written out.']
    assert content.answers["y"]["b"] == "llm"
    assert type(content.answers["y"]["a"]).__name__ == "ComputedValue"


def test_syntax_error_names_cell_and_line() -> None:
    content = read_notebook(notebook("x = 1", "\ncheck('x', {'a': 'llm')").encode())
    assert content.remarks == ["Cell 3, line 2, is not valid Python."]


def test_learners_are_named_by_where_their_files_lie(folder: Path, small: bank.Bank) -> None:
    one, other = {"penguin": "bird"}, {"penguin": "fish"}
    (folder / "ann.json").write_text(progress({"own-questions": one}, "Somebody else"))
    (folder / "bob").mkdir()
    (folder / "bob" / "a.json").write_text(progress({"own-questions": one}))
    (folder / "bob" / "b.json").write_text(progress({"own-questions": other}))
    (folder / "bob" / ".hidden.json").write_text("x")
    (folder / "cy.zip").write_bytes(zipped({"ann.json": progress({"own-questions": other})}))
    book = grade(collect(folder), small)

    results = book.classes[0].results
    assert {name: result.score for name, result in results.items()} == {
        "ann": 1,
        "bob": 1,
        "cy": 0,
    }
    assert book.claimed == {"ann": "Somebody else"}
    assert [(p.learner, p.file) for p in book.problems] == [("bob", "bob/b.json")]
    assert "earlier file of this learner, which counts" in book.problems[0].reason


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
        ("left-blank.json", "own-questions: nothing is answered."),
        ("deep-list.json", "It is nested too deeply."),
        ("latin.json", "It is not UTF-8 text."),
        ("truncated.json", "It is not valid JSON on line 1."),
        ("huge.json", "It is larger than 10,000,000 bytes."),
        ("unknown.json", 'There is no exercise "no-such-exercise".'),
        ("bomb.zip", "A file in it is compressed by more than 100 to 1."),
        ("many.zip", "It holds 501 files; 500 are allowed."),
        ("locked.zip: a.json", "It is protected by a password."),
        ("zip-in.zip: inner.zip", "Its name does not end in one of .json, .ipynb, .zip."),
        ("link.json", "It is a link or a device, not a file."),
        ("pipe.json", "It is a link or a device, not a file."),
        ("essay.pdf", "Its name does not end in one of .json, .ipynb, .zip."),
        ("brackets.ipynb", "It holds no answers. Cell 2, line 1, is not valid Python."),
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
        *("report.html", "learners.csv", "items.csv", "answers.csv", "problems.csv")
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
