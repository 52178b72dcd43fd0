"""Neutral filler text from a seeded generator: same seed, same words."""

from __future__ import annotations

from random import Random
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES: Final = _words(
    "broad calm clear cold dry early empty even fine flat grey large late level light long low "
    "narrow new old open pale plain quiet round short slow small soft steep still tall thin warm "
    "wide wooden young"
)
NOUNS: Final = _words(
    "barn basket bench bridge bucket cart chair corner crate door fence field garden gate harbour "
    "hill house island kettle ladder lamp lane lantern meadow mill mirror orchard paddle path "
    "pebble pond rail river road roof shelf shore shed stair stone stream table tower valley wall "
    "well wheel window yard"
)
VERBS: Final = _words(
    "borders covers crosses faces follows guards holds joins lines marks meets needs passes "
    "reaches shades shows supports touches"
)
PLACES: Final = (
    "after the rain",
    "all year round",
    "at the far end",
    "before noon",
    "beyond the second bend",
    "in the evening",
    "near the old wall",
    "on most days",
    "on the left side",
    "under the trees",
)
DEEDS: Final = _words("Compare Count Describe Draw Explain Find List Name Sort Tell")


class Filler:
    """Words, sentences and paragraphs without a message."""

    def __init__(self, seed: int | str) -> None:
        """Start a sequence that depends on the seed alone."""
        self.random = Random(seed)

    def thing(self) -> str:
        """Return a noun with an adjective."""
        return f"{self.random.choice(ADJECTIVES)} {self.random.choice(NOUNS)}"

    def clause(self) -> str:
        """Return a clause in lower case, without a full stop."""
        verb = self.random.choice(VERBS)
        return f"the {self.thing()} {verb} the {self.thing()}"

    def sentence(self, extra: str = "") -> str:
        """Return a sentence of ten to twenty words, with something extra before its full stop."""
        words = f"{self.clause()} {self.random.choice(PLACES)}"
        if self.random.random() < 0.5:
            words += f", and {self.clause()}"
        return f"{words[0].upper()}{words[1:]}{extra}."

    def paragraph(self, *extras: str, sentences: int = 5) -> str:
        """Return one sentence per line; each extra ends a sentence of its own."""
        ends = [*extras, *[""] * sentences][:sentences]
        self.random.shuffle(ends)
        return "\n".join(self.sentence(f" {end}" if end else "") for end in ends)

    def heading(self) -> str:
        """Return a heading that says something."""
        words = self.clause()
        return words[0].upper() + words[1:]

    def items(self, count: int, mark: str = "-") -> str:
        """Return a list of short items."""
        return "\n".join(f"{mark} {self.clause().capitalize()}." for _ in range(count))

    def deeds(self, count: int) -> str:
        """Return a list of items that start with a verb."""
        return "\n".join(
            f"- {self.random.choice(DEEDS)} the {self.thing()} and the {self.thing()}."
            for _ in range(count)
        )

    def table(self, rows: int, columns: int) -> str:
        """Return a table with a header."""
        lines = [[self.random.choice(NOUNS) for _ in range(columns)], ["---"] * columns]
        lines += [[self.thing() for _ in range(columns)] for _ in range(rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
