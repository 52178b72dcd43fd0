"""Courses of any length, each lesson as long and as varied as a real one, and complete."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import yaml

from bench.filler import NOUNS, Filler

PART: Final = 10
"""Lessons in a part of the course, which has an entry of its own in the contents and a deck."""

MINUTES: Final = 15
"""Minutes of a lesson, which are more than it takes to say what is on its slides."""

KEPT: Final = (
    "conf.py",
    "course",
    "exercises",
    "source/_static",
    "source/references.bib",
    "slides/look",
)
"""What a generated course takes from the real one: settings, look, claims and cited works."""


def generate_course(real: Path, target: Path, lessons: int) -> None:
    """Write a course of generated lessons.

    Args:
        real: the folder of the real course.
        target: the folder to write; must not exist.
        lessons: how many, at least one.
    """
    for name in KEPT:
        source = real / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    claims = [entry["id"] for entry in yaml.safe_load((real / "exercises/claims.yml").read_text())]
    works = re.findall(r"^@\w+\{([^,\s]+),", (real / "source/references.bib").read_text(), re.M)
    names = [f"lesson-{number:03}" for number in range(1, lessons + 1)]
    parts = [names[start : start + PART] for start in range(0, lessons, PART)]
    (target / "source/figures").mkdir(parents=True)
    (target / "source/reference").mkdir()
    (target / "slides").mkdir(exist_ok=True)
    for number, name in enumerate(names):
        after = names[(number + 1) % lessons]
        text = lesson(Filler(name), name, after, claims[number % len(claims)], works)
        (target / f"source/{name}.md").write_text(text)
        (target / f"source/figures/{name}.svg").write_text(figure(Filler(name)))
    for number, part in enumerate(parts, start=1):
        (target / f"slides/part-{number:02}.md").write_text(deck(number, part))
    (target / "source/reference/glossary.md").write_text(glossary())
    (target / "source/reference/bibliography.md").write_text(BIBLIOGRAPHY)
    (target / "index.md").write_text(index(parts))


def lesson(filler: Filler, name: str, after: str, claim: str, works: list[str]) -> str:
    """Return a lesson of about a thousand words with a part of every kind.

    Args:
        filler: where its words come from.
        name: its document, which is also the name of its figure.
        after: the document of the next lesson, to link to.
        claim: the id of the claim that it covers.
        works: keys that it may cite.
    """
    terms = [f"{{term}}`{term}`" for term in filler.random.sample(NOUNS, 6)]
    cited = [f"{{cite:p}}`{key}`" for key in filler.random.sample(works, min(3, len(works)))]
    return f"""---
title: {filler.heading()}
minutes: {MINUTES}
claims: [{claim}]
---

:::{{objectives}}
{filler.deeds(4)}
:::

:::{{questions}}
- {filler.sentence()}
:::

## {filler.heading()}

**{filler.sentence()}**

{filler.paragraph(*terms[:3], cited[0])}

{filler.paragraph(terms[3], cited[-1], sentences=4)}

- *{filler.thing().capitalize()}*: {filler.clause()}.
- **{filler.thing().capitalize()}**: {filler.clause()}.
{filler.items(2)}

## {filler.heading()}

:::{{figure}} figures/{name}.svg
:name: fig-{name}

{filler.sentence()}
:::

{filler.paragraph(sentences=6)}

{filler.paragraph(f"({{ref}}`here <fig-{name}>`)", sentences=4)}

### {filler.heading()}

{filler.items(4, "1.")}

{filler.paragraph(*terms[4:], sentences=4)}

## {filler.heading()}

{filler.table(5, 3)}

{filler.paragraph(cited[len(cited) // 2], sentences=6)}

:::{{refutation}} "{filler.sentence()}"
{filler.paragraph(cited[0], sentences=3)}
:::

## {filler.heading()}

```python
def area(width: float, height: float) -> float:
    \"\"\"Return the area of the {filler.thing()}.\"\"\"
    return width * height


print(area({filler.random.randint(2, 9)}, {filler.random.randint(2, 9)}))
```

{filler.paragraph(sentences=4)}

:::{{instructor-note}}
{filler.paragraph(sentences=2)}
:::

## {filler.heading()}

::::{{grid}} 1 1 2 2

:::{{grid-item-card}} {filler.thing().capitalize()}
{filler.sentence()}
:::

:::{{grid-item-card}} {filler.thing().capitalize()}
{filler.sentence()}
:::
::::

{filler.paragraph(sentences=5)}

## {filler.heading()}

{filler.paragraph(sentences=5)}

:::{{slide}} {filler.heading()}
{filler.items(3)}
:::

:::{{note}}
{filler.paragraph(sentences=2)}
:::

:::{{exercise}} {filler.heading()}
:minutes: 3

{filler.paragraph(sentences=2)}

{filler.items(4, "1.")}
:::

:::{{solution}}
{filler.items(4)}
:::

:::{{discussion}} {filler.heading()}
:minutes: 2

{filler.paragraph(sentences=2)}
:::

:::{{page-only}}
Read on: [the next lesson]({after}.md).
:::

:::{{keypoints}}
{filler.items(4)}
:::
"""


def figure(filler: Filler) -> str:
    """Return a drawing of labelled boxes, about as large as a figure of the real course."""
    boxes = "".join(
        f'<rect id="box-{x}-{y}" x="{40 + 300 * x}" y="{60 + 180 * y}" width="260" height="120" '
        'fill="var(--paper, #fff)" stroke="var(--line, #767c85)" stroke-width="4"/>'
        f'<text x="{170 + 300 * x}" y="{130 + 180 * y}" text-anchor="middle" '
        f'fill="var(--ink, #14161a)">{filler.thing()}</text>\n'
        for x in range(4)
        for y in range(3)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 620" font-size="26">\n'
        f"<title>{filler.thing()}</title>\n<desc>{filler.sentence()}</desc>\n{boxes}</svg>\n"
    )


def deck(number: int, lessons: list[str]) -> str:
    """Return a deck that shows the lessons of a part."""
    listed = "\n".join(f"../source/{name}" for name in lessons)
    return f"""---
title: Part {number}
minutes: {MINUTES * len(lessons)}
---

All lessons of part {number} in a row.

```{{toctree}}
{listed}
```
"""


def glossary() -> str:
    """Return a glossary of every noun that the filler uses."""
    filler = Filler("glossary")
    entries = "\n\n".join(f"{noun}\n  {filler.sentence()}" for noun in NOUNS)
    return f"""---
title: Glossary
---

:::{{glossary}}
:sorted:

{entries}
:::
"""


def index(parts: list[list[str]]) -> str:
    """Return the front page: its contents list every lesson, part by part."""
    lessons = "\n\n".join(
        f"```{{toctree}}\n:caption: Part {number}\n:hidden:\n\n"
        + "\n".join(f"source/{name}" for name in part)
        + "\n```"
        for number, part in enumerate(parts, start=1)
    )
    decks = "\n".join(f"slides/part-{number:02}" for number in range(1, len(parts) + 1))
    return f"""---
title: A generated course
---

Lessons of filler text, to see how the build grows.

{lessons}

```{{toctree}}
:caption: Decks
:hidden:

{decks}
```

```{{toctree}}
:caption: Reference
:hidden:

source/reference/glossary
source/reference/bibliography
```
"""


BIBLIOGRAPHY: Final = """---
title: Bibliography
---

:::{bibliography}
:::
"""
