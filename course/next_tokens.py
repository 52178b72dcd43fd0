"""Odds for the next token: ``{next-tokens}`` draws what a language model said, as bars.

The numbers come from a file of recorded answers, as the labs keep them, so a figure and a lab
show the same.  What the bars leave out is a bar as well, and all together make 100 percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils.parsers.rst import directives

from course.next_tokens_drawing import describe, draw_odds, most_characters
from lessondeck.figures.drawn import DrawnFigure

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from lessondeck.figures.inline import Alternative

BARS: Final = 5
"""How many tokens have a bar of their own, if the author does not say."""


@dataclass(frozen=True)
class Recording:
    """What a model said: its name, the day, and for each prompt the tokens and their odds."""

    model: str
    day: date
    odds: dict[str, list[tuple[str, float]]]


class NextTokens(DrawnFigure):
    """Draws the likeliest next tokens after each of the ``:prompts:``, one a line."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        **DrawnFigure.option_spec,
        "prompts": directives.unchanged_required,
        "bars": directives.positive_int,
    }

    def draw(self) -> tuple[Alternative, str, str]:
        """Return the bars that the prompts have in the file."""
        file, bars = self.arguments[0], self.options.get("bars", BARS)
        prompts = [line.strip() for line in self.options.get("prompts", "").splitlines()]
        if not any(prompts):
            raise ValueError("there is nothing to draw; name prompts in :prompts:, one a line")
        recording = read_recording(self.data(), file)
        for prompt in prompts:
            if len(recording.odds.get(prompt, [])) < bars:
                known = ", ".join(
                    repr(name) for name, odds in recording.odds.items() if odds[bars - 1 :]
                )
                raise ValueError(
                    f"{file} has no odds of {bars} tokens after {prompt!r}; there are: {known}"
                )
            if len(prompt) > most_characters(len(prompts)):
                raise ValueError(
                    f"the prompt {prompt!r} is too long for its place; choose one of at most "
                    f"{most_characters(len(prompts))} characters"
                )
        panels = [(prompt, recording.odds[prompt][:bars]) for prompt in prompts]
        by = f"{recording.model}, recorded on {day_in_words(recording.day)}"
        return describe(panels, by), draw_odds(panels, by), draw_odds(panels, by, narrow=True)


def read_recording(content: Any, name: str) -> Recording:
    """Read recorded answers; of several to a prompt, the one with the most tokens counts.

    Args:
        content: the model, the day and the answers, each with its request.
        name: the file's, for messages.

    Raises:
        ValueError: something is missing or of another kind.
    """
    odds: dict[str, list[tuple[str, float]]] = {}
    try:
        model, day = str(content["model"]), date.fromisoformat(content["recorded"])
        for each in content["answers"]:
            prompt, answer = each["request"][1].get("prompt"), each["answer"]
            if isinstance(answer, list) and len(answer) > len(odds.get(prompt, [])):
                found = [(str(token), float(probability)) for token, probability in answer]
                odds[prompt] = sorted(found, key=lambda pair: -pair[1])
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{name} holds no recorded answers; record them anew") from error
    if any(not 0 <= share <= 1 for shares in odds.values() for _, share in shares):
        raise ValueError(f"{name} has odds that are no probabilities; record it anew")
    return Recording(model, day, odds)


def day_in_words(day: date) -> str:
    """Write a day as in a text."""
    return f"{day.day} {day:%B} {day.year}"


def setup_next_tokens(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("next-tokens", NextTokens)
