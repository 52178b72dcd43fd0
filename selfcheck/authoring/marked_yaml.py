"""Read a YAML list of entries, remembering the line on which every part stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .faults import Fault

Place = tuple[str | int, ...]
"""Where something stands: the index of its entry, then names and indexes below."""


_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's loader in C, which takes a third of the time, where PyYAML was built with it."""


class _Loader(_Fastest):  # type: ignore[misc]
    """A safe loader that leaves dates as the text that the author wrote."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in _Fastest.yaml_implicit_resolvers.items()
    }


class MarkedFile:
    """One YAML file.

    Attributes:
        name: How the file is shown to the author.
        entries: Its entries; empty if the file cannot be read.
        sound: Those whose shape is known to be as it should, each with its index.
    """

    def __init__(self, path: Path, name: str, *, optional: bool = False) -> None:
        """Read the file. What is wrong with it becomes a fault, not an exception.

        Args:
            path: Where it is.
            name: How it is shown to the author.
            optional: Whether a file that is not there is as good as an empty one.
        """
        self.name = name
        self.entries: list[Any] = []
        self.sound: list[tuple[int, dict[str, Any]]] = []
        self._noted: list[tuple[Place, str, str]] = []
        self._lines: dict[Place, int] = {(): 1}
        if optional and not path.exists():
            return
        try:
            self._parse(path.read_text(encoding="utf-8"))
        except OSError as error:
            self.fault((), f"The file cannot be read: {error.strerror}.", "Check that it exists.")
        except UnicodeDecodeError:
            self.fault((), "The file is not UTF-8 text.", "Save it as UTF-8.")

    @property
    def ids(self) -> list[str]:
        """The ids of its entries, sound or not."""
        named = (entry.get("id") for entry in self.entries if isinstance(entry, dict))
        return [name for name in named if isinstance(name, str)]

    def line(self, place: Place) -> int:
        """Return the line of a place or, where that does not exist, of what surrounds it."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def fault(self, place: Place, rule: str, fix: str) -> None:
        """Note a fault at a place."""
        self._noted.append((place, rule, fix))

    @property
    def faults(self) -> list[Fault]:
        """The faults found so far."""
        return [
            Fault(self.name, self.line(place), self._describe(place), rule, fix)
            for place, rule, fix in self._noted
        ]

    def _describe(self, place: Place) -> str:
        if not place:
            return "file"
        index, *rest = place
        entry = self.entries[int(index)] if self.entries else None
        name = entry.get("id") if isinstance(entry, dict) else None
        first = name if isinstance(name, str) else f"entry {int(index) + 1}"
        return ": ".join([first, *(str(p + 1) if isinstance(p, int) else p for p in rest)])

    def _parse(self, text: str) -> None:
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            data = None if node is None else self._build(loader, node, (), frozenset())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._lines[()] = mark.line + 1 if mark else 1
            self.fault((), f"The file is not valid YAML: {error.problem}.", "Mend this line.")
            return
        except yaml.reader.ReaderError as error:
            self._lines[()] = text.count("\n", 0, error.position) + 1
            self.fault((), "The file has a character that YAML forbids.", "Remove it.")
            return
        if isinstance(data, list):
            self.entries = data
        else:
            self.fault((), "The file has to be a list.", 'Start each entry with "- id: ...".')

    def _build(self, loader: _Loader, node: yaml.Node, place: Place, around: frozenset[int]) -> Any:
        """Turn a node into data and note its line."""
        self._lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in around:
            self.fault(place, "The value refers to itself.", "Write it out.")
            return None
        around |= {id(node)}
        if isinstance(node, yaml.SequenceNode):
            return [
                self._build(loader, child, (*place, index), around)
                for index, child in enumerate(node.value)
            ]
        if isinstance(node, yaml.MappingNode):
            built: dict[str, Any] = {}
            for key_node, child in node.value:
                name = str(key_node.value)
                below = (*place, name)
                self._lines[below] = key_node.start_mark.line + 1
                if name in built:
                    self.fault(below, f'"{name}" stands here twice.', "Keep one of the two.")
                built[name] = self._build(loader, child, below, around)
            return built
        return loader.construct_object(node)
