"""Facets are data: birds have facets of their own, and each mistake is named with its place."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from selfcheck import Status, authoring, bank, check_exercise
from selfcheck.authoring import BankError, Fault
from selfcheck.authoring.facets import contrast
from tests.extension.engine.sample_bank import line_of
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from selfcheck.bank import Bank
    from selfcheck.facets import Facet

BIRDS: Final = REPOSITORY / "tests" / "birds"


@pytest.fixture(scope="module")
def birds() -> Bank:
    return bank.build(authoring.read(BIRDS))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the bank on birds, to be broken."""
    return shutil.copytree(BIRDS, tmp_path / "birds")


@pytest.fixture
def kind(birds: Bank) -> Facet:
    """The facet of birds that follows from the others."""
    label = birds.label
    assert label is not None
    return label


def test_the_kind_follows_from_bill_and_feet(birds: Bank, kind: Facet) -> None:
    assert kind.decisive == ("bill", "feet")
    assert {key: item.labels for key, item in birds.items.items()} == {
        "kestrel": ("raptor",),
        "mallard": ("duck",),
        "robin": ("songbird",),
        "shrike": ("songbird", "raptor"),
        "osprey": ("raptor",),
        "gannet": ("water bird",),
    }
    assert (birds.items["robin"].feet, birds.items["robin"].bill) == ("perching", "straight")
    with pytest.raises(AttributeError, match="an item has no 'wings'; its facets are bill, feet"):
        _ = birds.items["robin"].wings


def test_a_disputed_facet_has_the_values_that_the_policy_reads_out_of_labels(birds: Bank) -> None:
    shrike = birds.items["shrike"]
    assert shrike.defensible("feet") == ("perching", "grasping")
    assert shrike.defensible("bill") == ("hooked",)


def test_answers_are_read_and_explained_in_the_words_of_the_bank(birds: Bank) -> None:
    answers = {
        "Kestrel": "a bird of prey",
        "mallard": "Water fowl",
        "robin": "bird",
        "shrike": "raptors",
    }
    result = check_exercise(birds.exercises["first-birds"], answers)
    kestrel, mallard, robin, shrike = result.feedback
    assert result.status is Status.PARTIAL
    assert [entry.given for entry in result.feedback] == ["raptor", "water bird", None, "raptor"]
    assert [entry.credit for entry in result.feedback] == [1, 0.5, 0, 1]
    assert mallard.message.startswith('True, but less exact than "duck".')
    assert "They are all birds." in robin.message
    assert '"songbird" can be defended too' in shrike.message
    assert kestrel.message.startswith("The tip of its bill")
    assert result._repr_html_().count("var(--raptor,currentColor)") > 1
    feet = check_exercise(birds.exercises["feet-of-birds"], {"robin": "webbed feet"})
    assert feet.feedback[1].message == birds.items["robin"].because["feet"]
    assert feet.feedback[1].hints == ("What is between the toes?",)


def test_choices_of_an_exercise_may_be_marked_nowhere(birds: Bank) -> None:
    result = check_exercise(birds.exercises["nests"], {"lark": "tree"})
    assert "<svg" not in result._repr_html_()
    assert result.feedback[0].message == "There is none around."


def test_learners_get_facets_and_no_key_of_a_grade(birds: Bank, copied: Path) -> None:
    text = authoring.write_compiled(copied).read_text(encoding="utf-8")
    assert "Canary-osprey" in text  # the stimulus
    assert not [word for word in ("Canary-bill", "Canary-feet", "Canary-hint") if word in text]
    shipped = bank.read_compiled(copied)
    assert shipped.facets == birds.facets
    exam = shipped.exercises["bird-exam"]
    assert exam.facet == birds.label
    assert check_exercise(exam, {"osprey": "bird of prey"}).feedback[0].given == "raptor"


FAULTS: Final = {
    "a facet with one value": (
        "    - id: straight\n    - id: flat\n      also: [broad]\n",
        "",
        ("# of one", "bill: choices", "There have to be 2 or more here; there are 1."),
    ),
    "two facets of one name": (
        "- id: feet\n",
        "- id: bill\n",
        ("- id: bill # again", "bill: id", 'The id "bill" is taken, see birds/facets.yml:1.'),
    ),
    "a combination without a label": (
        "    - {when: {bill: flat, feet: swimming}, then: duck}\n",
        "    - {when: {bill: flat, feet: perching}, then: duck}\n",
        ("  rule:", "kind: rule", 'No kind follows from bill "flat" and feet "swimming".'),
    ),
    "a combination with two rows": (
        "{bill: flat, feet: swimming}",
        "{bill: [flat, straight], feet: swimming}",
        ("then: duck", "kind: rule: 3", 'Two rows are for bill "straight" and feet "swimming".'),
    ),
    "a choice that follows from nothing": (
        "then: duck}",
        "then: water bird}",
        ("- id: duck", "kind: choices: 3", '"duck" follows from nothing.'),
    ),
    "a choice that YAML reads as false": (
        "then: duck}",
        "then: no}",
        ("then: no", "kind: rule: 3: then", "has to be a choice, or a list of choices; it is the"),
    ),
    "a value that YAML reads as true": (
        "{bill: [hooked, straight, flat],",
        "{bill: [yes, straight, flat],",
        ("bill: [yes", "kind: rule: 1: when: bill: 1", "it is the boolean true."),
    ),
    "a row without a condition": (
        "{bill: flat, feet: swimming}",
        "{}",
        ("when: {}", "kind: rule: 3: when", "There have to be 1 or more here; there are 0."),
    ),
    "half of the colours": (
        'colour: {light: "#2f5216", dark: "#b9e08f"}',
        'colour: {light: "#2f5216"}',
        ('light: "#2f5216"', "kind: choices: 4: colour", 'The field "dark" is missing.'),
    ),
    "a colour that is none": (
        "colour: water bird",
        "colour: 5",
        ("colour: 5", "kind: choices: 3: colour", "The value has to be two colours, or the choice"),
    ),
    "a rule about no facet": (
        "{bill: flat, feet: swimming}",
        "{bill: flat, foot: swimming}",
        ("foot: swimming", "kind: rule: 3: when: foot", 'There is no facet "foot"'),
    ),
    "a rule about no value": (
        "{bill: flat, feet: swimming}",
        "{bill: flat, feet: paddling}",
        ("feet: paddling", "kind: rule: 3: when: feet", '"paddling" is not one of the choices'),
    ),
    "a label that is no choice": (
        "then: duck}",
        "then: goose}",
        ("then: goose", "kind: rule: 3: then", '"goose" is not one of the choices.'),
    ),
    "a light colour without contrast": (
        'light: "#2f5216"',
        'light: "#7fae55"',
        ("#7fae55", "kind: choices: 4: colour: light", "The contrast of #7fae55 with #ffffff"),
    ),
    "a dark colour without contrast": (
        'dark: "#b9e08f"',
        'dark: "#4b7a2a"',
        ("#4b7a2a", "kind: choices: 4: colour: dark", "The contrast of #4b7a2a with #14161a"),
    ),
    "a colour of nobody": (
        "      colour: water bird\n",
        "      colour: swan\n",
        ("colour: swan", "kind: choices: 3: colour", '"swan" is no choice of this facet'),
    ),
    "a mark that runs code": (
        '<rect x="3" y="3"',
        '<rect onload="alert()" x="3" y="3"',
        ("onload", "kind: choices: 4: mark", 'A mark has no attribute "onload".'),
    ),
    "a mark in no colour": (
        'fill="{raptor}"',
        'fill="{eagle}"',
        ("{eagle}", "kind: choices: 1: mark", 'There is no choice "eagle" with a colour'),
    ),
    "a name of two choices": (
        "also: [raptors]",
        "also: [Songbird]",
        ("- id: songbird", "kind: choices: 4: id", '"songbird" already stands for "raptor".'),
    ),
    "a facet that items use for something else": (
        "- id: bill\n",
        "- id: title\n",
        ("- id: title", "title: id", '"title" is a field of items already.'),
    ),
    "a second rule": (
        '  hints: ["Look at its tip."]\n',
        "  rule:\n"
        "    - {when: {feet: grasping}, then: hooked}\n"
        "    - {when: {feet: swimming}, then: flat}\n"
        "    - {when: {feet: perching}, then: straight}\n",
        ("# the second", "kind: rule", 'Only one facet can follow from others, and "bill" does.'),
    ),
}

MARKED: Final = {
    "a facet with one value": ("bill like?\n  choices:", "bill like?\n  choices: # of one"),
    "two facets of one name": (
        "- id: bill\n  question: What are",
        "- id: bill # again\n  question: What are",
    ),
    "a second rule": (
        "  rule:\n    - {when: {bill: [hooked",
        "  rule: # the second\n    - {when: {bill: [hooked",
    ),
}
"""What tells apart, by a comment, two lines that would be the same."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_facets_is_named_with_file_line_field_rule_and_fix(
    copied: Path, name: str
) -> None:
    old, new, (marker, field, rule) = FAULTS[name]
    text = (copied / "facets.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new).replace(*MARKED.get(name, ("\0", "")))
    (copied / "facets.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        authoring.read(copied)
    found = [fault for fault in caught.value.faults if rule in fault.rule]
    assert len(found) == 1, str(caught.value)
    assert (found[0].file, found[0].field) == ("birds/facets.yml", field)
    assert found[0].line == line_of(text, marker)
    assert found[0].fix.endswith((".", "?"))


def test_a_bank_with_items_and_without_facets_is_named(copied: Path) -> None:
    for text in (None, "[]\n"):
        if text is None:
            (copied / "facets.yml").unlink()
        else:
            (copied / "facets.yml").write_text(text, encoding="utf-8")
        with pytest.raises(BankError) as caught:
            authoring.read(copied)
        (fault,) = caught.value.faults
        assert str(fault).startswith("birds/facets.yml:1: file: The bank has items and no facets")


def test_questions_with_choices_of_their_own_need_no_facets(copied: Path) -> None:
    (copied / "facets.yml").unlink()
    (copied / "policies.yml").unlink()
    shutil.rmtree(copied / "items")
    text = (copied / "sets.yml").read_text(encoding="utf-8")
    (copied / "sets.yml").write_text(text[text.index("- id: nests") :], encoding="utf-8")
    assert list(bank.build(authoring.read(copied)).exercises) == ["nests"]


def test_facets_without_a_rule_are_asked_as_authors_write_them(copied: Path) -> None:
    text = (copied / "facets.yml").read_text(encoding="utf-8")
    (copied / "facets.yml").write_text(text[: text.index("- id: kind")], encoding="utf-8")
    items = (copied / "items" / "birds.yml").read_text(encoding="utf-8")
    plain = (
        items.replace("  policy: hunting-songbird\n", "")
        .replace(
            "  contested:\n    songbird: It is built like one, and it sings.\n"
            "    raptor: It lives on what it hunts.\n",
            "",
        )
        .replace("  why:\n    raptor: Weed does not run away, so nothing has to be caught.\n", "")
    )
    (copied / "items" / "birds.yml").write_text(plain, encoding="utf-8")
    (copied / "policies.yml").unlink()
    built = bank.build(authoring.read(copied))
    assert built.label is None
    asked = built.exercises["first-birds"].facet
    assert asked is not None
    assert asked.id == "bill"


def test_facts_that_are_no_schema_are_named(copied: Path) -> None:
    (copied / "facts.json").write_text('{"span": {"type": "wings"}}', encoding="utf-8")
    with pytest.raises(BankError, match=r"birds/facts.json: This is no JSON Schema"):
        authoring.read(copied)


@pytest.mark.parametrize("written", ["values: raptor", "labels: 5", "labels: [[raptor, owl]]"])
def test_a_policy_that_is_not_sound_is_named_and_no_item_is_held_to_it(
    copied: Path, written: str
) -> None:
    text = (copied / "policies.yml").read_text(encoding="utf-8")
    labels = "labels: [[songbird, raptor], [raptor]]"
    (copied / "policies.yml").write_text(text.replace(labels, written), encoding="utf-8")
    with pytest.raises(BankError) as caught:
        authoring.read(copied)
    assert {fault.file for fault in caught.value.faults} == {"birds/policies.yml"}


def test_a_fact_of_the_wrong_kind_is_named(copied: Path) -> None:
    items = (copied / "items" / "birds.yml").read_text(encoding="utf-8")
    (copied / "items" / "birds.yml").write_text(
        items.replace("span: 75", "span: wide"), encoding="utf-8"
    )
    with pytest.raises(BankError, match=r"kestrel: span: The value has to be a whole number"):
        authoring.read(copied)


ODD: Final[tuple[object, ...]] = (
    None,
    True,
    5,
    "",
    "x",
    "no",
    [],
    [1],
    ["x"],
    {},
    {"a": "b"},
    "{raptor}",
    "#12",
)
"""Values that somebody may put where others belong."""


def places(data: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield every place in plain data but its root."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield (*place, key)
        yield from places(data[key], (*place, key))


@pytest.mark.parametrize("name", ["facets.yml", "policies.yml", "items/birds.yml", "sets.yml"])
def test_whatever_stands_anywhere_faults_are_named_and_nothing_stops(
    copied: Path, name: str
) -> None:
    rng = random.Random(name)
    text = (copied / name).read_text(encoding="utf-8")
    faults: list[Fault] = []
    for _ in range(40):
        data = yaml.safe_load(text)
        *around, last = rng.choice(list(places(data)))
        part = data
        for key in around:
            part = part[key]
        if rng.random() < 0.25:
            del part[last]
        else:
            part[last] = rng.choice(ODD)
        (copied / name).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        try:
            built = bank.build(authoring.read(copied))
        except BankError as error:
            faults += error.faults
        else:
            assert list(authoring.table_of_choices(built.items.values(), built.facets.values()))
    assert len(faults) > 20
    assert all(fault.rule and fault.fix for fault in faults)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("#ffffff", "#ffffff", 1), ("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    assert contrast(one, other) == pytest.approx(wanted, abs=0.01)
    assert contrast(other, one) == contrast(one, other)
