"""Styles that a drawing brings along, kept to that drawing.

A ``<style>`` in a page holds for the whole page: for its text as for every other drawing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import tinycss2
from tinycss2.ast import AtRule, HashToken, IdentToken, LiteralToken, ParseError, QualifiedRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tinycss2.ast import Node

GROUPS: Final = frozenset({"container", "layer", "media", "supports"})
"""At-rules that hold rules."""

URL: Final = re.compile(r"""\burl\(\s*(["']?)(?P<address>[^"')]*)\1\s*\)""")


def own_addresses(value: str, prefix: str) -> str:
    """Let ``url(#id)`` in a value name the id with its prefix."""

    def renamed(match: re.Match[str]) -> str:
        address = match["address"]
        if not address.startswith("#"):
            return match[0]
        # An id with a space is one only between quotation marks.
        mark = "'" if re.search(r"\s", address) else ""
        return f"url({mark}#{prefix}{address[1:]}{mark})"

    return URL.sub(renamed, value)


def foreign_addresses(value: str) -> list[str]:
    """Return the addresses in a value that lead out of the drawing."""
    addresses = (match["address"] for match in URL.finditer(value))
    return [address for address in addresses if not address.startswith(("#", "data:image/"))]


def scoped(style: str, root: str, prefix: str) -> tuple[str, list[str]]:
    """Return a style sheet whose rules hold for one drawing alone.

    Args:
        style: the sheet as its file has it.
        root: the id of the drawing in the page.
        prefix: put before every id that the sheet names, and every name that it gives.

    Returns:
        The sheet, and what of it can't be kept.
    """
    rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    names = {
        _word(rule.prelude)
        for rule in rules
        if isinstance(rule, AtRule) and rule.lower_at_keyword.endswith("keyframes")
    }
    losses: list[str] = []
    return "".join(_rules(rules, _Scope(root, prefix, names), losses)), losses


class _Scope:
    """What the rules of a drawing are held to, and which animations it names."""

    def __init__(self, root: str, prefix: str, animations: Iterable[str]) -> None:
        self.prefix = prefix
        self.root = root
        # Of no weight, so that the order of the drawing's own rules stays.
        self.limit = f":where(#{root}, #{root} *)"
        self.animations = frozenset(animations)

    def selectors(self, prelude: list[Node]) -> str:
        """Let each selector of a list match in the drawing alone."""
        parts: list[list[Node]] = [[]]
        for token in prelude:
            if isinstance(token, LiteralToken) and token.value == ",":
                parts.append([])
            else:
                parts[-1].append(token)
        return ", ".join(self._selector(part) for part in parts)

    def _selector(self, tokens: list[Node]) -> str:
        self._rename_ids(tokens)
        text = tinycss2.serialize(tokens).strip()
        # A drawing is the root of its file, and not of the page.
        text = re.sub(r":root\b", f"#{self.root}", text)
        subject, colons, element = text.partition("::")
        return f"{subject}{self.limit}{colons}{element}"

    def _rename_ids(self, tokens: list[Node]) -> None:
        for token in tokens:
            if isinstance(token, HashToken):
                token.value = self.prefix + token.value
            self._rename_ids(getattr(token, "arguments", None) or [])

    def declarations(self, tokens: list[Node]) -> str:
        """Return declarations with the names of the page."""
        for token in tokens:
            if isinstance(token, IdentToken) and token.value in self.animations:
                token.value = self.prefix + token.value
        return own_addresses(tinycss2.serialize(tokens).strip(), self.prefix)


def _rules(rules: Iterable[Node], scope: _Scope, losses: list[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            foreign = foreign_addresses(tinycss2.serialize(rule.content))
            losses += [
                f"its <style> takes {address} from elsewhere; put it into the drawing"
                for address in foreign
            ]
            if not foreign:
                yield f"{scope.selectors(rule.prelude)} {{ {scope.declarations(rule.content)} }}\n"
        elif isinstance(rule, AtRule):
            yield from _at_rule(rule, scope, losses)
        elif isinstance(rule, ParseError):
            losses.append(f"line {rule.source_line} of its <style> can't be read; mend it")


def _at_rule(rule: AtRule, scope: _Scope, losses: list[str]) -> Iterator[str]:
    name = rule.lower_at_keyword
    if name in GROUPS and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        prelude = tinycss2.serialize(rule.prelude).strip()
        yield f"@{name} {prelude} {{\n{''.join(_rules(inner, scope, losses))}}}\n"
    elif name.endswith("keyframes") and rule.content is not None:
        frames = tinycss2.serialize(rule.content).strip()
        yield f"@{name} {scope.prefix}{_word(rule.prelude)} {{ {frames} }}\n"
    elif name == "font-face":
        losses.append(
            "it brings a font of its own, and pages keep to theirs; turn its text into outlines, "
            "or name no font"
        )
    elif name == "import":
        losses.append("its <style> imports another file; copy its rules into the drawing")
    elif name not in {"charset", "namespace"}:
        losses.append(f"its <style> has @{name}, which a page can't keep to it; leave it out")


def _word(tokens: list[Node]) -> str:
    return str(tinycss2.serialize(tokens)).strip()
