"""The table of claims: exercises in parts are listed without saying their title over again."""

from __future__ import annotations

import pytest

from lessondeck.bank.coverage import shortened


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Names, part 1", "Names, part 2"], ["Names, part 1", "part 2"]),
        (["Names, part 2", "Cases, part 1"], ["Names, part 2", "Cases, part 1"]),
        (["Names, part 1", "Pairs", "Names, part 2"], ["Names, part 1", "Pairs", "Names, part 2"]),
        (["Pairs", "Pairs"], ["Pairs", "Pairs"]),
    ],
)
def test_a_part_after_another_goes_by_its_number(titles: list[str], names: list[str]) -> None:
    assert shortened(titles) == names
