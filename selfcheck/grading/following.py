"""Follow everyday Python by reading it: nothing that a learner wrote is executed.

The reader keeps track of texts, numbers, lists, tuples, sets and dictionaries, and of what simple
code does with them. What it does not know becomes `Unread`, and so does every container that such
code could have changed. Hence a value is either what Python would have there, or it says that
reading does not tell. Steps, sizes and depth have limits.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

MOST_STEPS = 60_000
"""How many steps of a notebook are followed; a large container takes several."""

LARGEST = 10_000
"""Most entries of a container, and most characters of a text, that are followed."""

GREATEST = 10**12
"""Numbers are followed up to here."""

DEEPEST = 12
"""How deep functions may call each other."""

WATCHED = frozenset({"check", "check_rule"})
"""The functions whose calls are noted."""

_ANYWHERE = frozenset({"exec", "eval", "globals", "locals", "vars", "get_ipython", "setattr"})
_HARMLESS = frozenset(
    {"print", "display", "repr", "type", "id", "pprint", "questions", "another_round", "isinstance"}
)
_HARMLESS_METHODS = frozenset({"dumps", "dump", "pprint", "display", "print", "questions"})
_HARMLESS_HOMES = frozenset({"IPython.display", "pprint", "exercises"})
_HARMLESS_CONTEXTS = frozenset({"open", "catch_warnings", "redirect_stdout", "nullcontext"})

Value = Any
"""What a name stands for: a plain value, a container of such values, `Unread` or `Function`."""


@dataclass(frozen=True, eq=False)
class Unread:
    """Stands for a value that reading does not tell.

    Attributes:
        place: The cell and line, such as ``Cell 3, line 2``.
        reason: Why, as the rest of a sentence that starts with the place.
    """

    place: str
    reason: str

    def __str__(self) -> str:
        """Say both in one sentence."""
        return f"{self.place}: {self.reason}."


@dataclass(frozen=True, eq=False)
class BareName(Unread):
    """Stands for a name that nothing defines, most often a text without quotation marks."""

    name: str


@dataclass(frozen=True, eq=False)
class Function:
    """A function that a notebook defines.

    Attributes:
        node: Its definition.
        cell: The number of the cell with the definition.
        frames: The names around it, its own defaults first.
        plain: Whether its calls can be followed at all.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    cell: int
    frames: Frames
    defaults: Mapping[str, Value]
    plain: bool


@dataclass(eq=False)
class _Lazy:
    """Stands for something that makes its entries when they are asked for, and has no others.

    Attributes:
        make: Returns them as they are at that time, or why reading does not tell.
        base: The dictionary that a view shows; an iterator has none, and gives its entries once.
        spent: Why nothing more can be asked of it.
    """

    make: Callable[[], list[Value] | Unread]
    base: dict[Any, Any] | None = None
    spent: Unread | None = None


@dataclass(frozen=True)
class Call:
    """A call of a function that is watched.

    Attributes:
        name: Its name, one of `WATCHED`.
        given: The values given by position.
        named: The values given by name.
        place: Where the call stands.
        cell: The number of the cell.
        kept: The dictionaries among the values themselves, not as they were at the call.
    """

    name: str
    given: tuple[Value, ...]
    named: Mapping[str, Value]
    place: str
    cell: int
    kept: tuple[dict[Any, Any], ...] = ()


@dataclass
class _Frame:
    """The names of a function, or of the notebook."""

    names: dict[str, Value] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()


Frames = tuple[_Frame, ...]
"""The names that code sees, the innermost first."""


class _ReturnSignal(Exception):  # noqa: N818
    """A function returns."""

    def __init__(self, value: Value) -> None:
        self.value = value


class _BreakSignal(Exception):  # noqa: N818
    """A loop ends."""


class _ContinueSignal(Exception):  # noqa: N818
    """A loop goes on with the next round."""


class _StopSignal(Exception):  # noqa: N818
    """Python would stop here with an error."""


class _AstraySignal(Exception):  # noqa: N818
    """Where the code goes on is not known."""

    def __init__(self, unread: Unread) -> None:
        self.unread = unread


class _TooMuchError(Exception):
    """The steps are used up."""


class Follower:
    """Follows the cells of one notebook in their order.

    Attributes:
        calls: The calls that were noted so far; see `Call`.
    """

    def __init__(self, noted: Callable[[Call], None]) -> None:
        """Start without any name.

        Args:
            noted: Hears of each call of a function that is watched, at the time of the call.
        """
        self._noted = noted
        self._globals = _Frame()
        self._steps = MOST_STEPS
        self._patience = 10 * MOST_STEPS
        self._depth = 0
        self._cell = 0
        # Containers that unknown code may have changed; kept, so that no id is used again.
        self._doubtful: dict[int, tuple[Value, Unread]] = {}
        self._given_up: set[int] = set()

    # Cells

    def cell(self, number: int, tree: ast.Module) -> None:
        """Follow a cell.

        Args:
            number: Its number, as messages say it.
            tree: What is in it.
        """
        self._cell = number
        self._depth = 0
        frames = (self._globals,)
        for done, statement in enumerate(tree.body):
            try:
                self._run([statement], frames)
            except _StopSignal:
                for rest in tree.body[done:]:
                    self._give_up(rest, frames, self._unread(rest, "Python stops before this"))
                return
            except (_TooMuchError, RecursionError, MemoryError):
                self._lose_all(self._unread(statement, "this asks for too much to be followed"))
                for rest in tree.body[done:]:
                    self._lost_calls(rest, self._unread(rest, "too much was asked for before"))
                return
            except _AstraySignal as astray:
                self._give_up(statement, frames, astray.unread)
            except (_ReturnSignal, _BreakSignal, _ContinueSignal):
                self._give_up(statement, frames, self._unread(statement, "this stands alone"))

    def take(self, names: Iterable[str], place: str) -> None:
        """Take names for bound to something that is none of a learner's answers."""
        for name in names:
            if name not in WATCHED and name not in _HARMLESS:
                reason = f"{name} is a name of the lab's own code there, and no text"
                self._globals.names[name] = Unread(place, reason)

    def lose(self, text: str, unread: Unread) -> None:
        """Take every name in a text that is no Python for one that may have got another value."""
        for name in set(re.findall(r"[^\W\d]\w*", text)):
            if name in self._globals.names:
                self._doubt(self._globals.names[name], unread)
                self._globals.names[name] = unread

    def is_still(self, kept: dict[Any, Any], before: Mapping[Any, Value]) -> bool:
        """Tell whether a dictionary is what it was at a call."""
        try:
            return self._is_known(kept) and kept == before
        except RecursionError:  # lists that hold themselves have no end to compare
            return False

    def call(self, function: Function, given: Iterable[Value]) -> Value:
        """Follow one call of a function from outside the notebook.

        Returns:
            What it returns, `Unread` if that cannot be told.
        """
        before, self._steps = self._steps, min(self._steps, MOST_STEPS // 20)
        spent = self._steps
        try:
            return self._enter(function, list(given), {}, function.node)
        except (_StopSignal, _TooMuchError, _AstraySignal, RecursionError, MemoryError):
            self._depth = 0
            return self._unread(function.node, "the function cannot be followed to its end")
        finally:
            self._steps = before - (spent - max(self._steps, 0))

    # Statements

    def _run(self, statements: Iterable[ast.stmt], frames: Frames) -> None:
        for statement in statements:
            self._spend(1)
            self._statement(statement, frames)

    def _statement(self, node: ast.stmt, frames: Frames) -> None:
        match node:
            case ast.Expr(value=value):
                self._value(value, frames)
            case ast.Assign(targets=targets, value=value):
                found = self._value(value, frames)
                for target in targets:
                    self._store(target, found, frames)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._store(target, self._value(value, frames), frames)
            case ast.AugAssign():
                self._augment(node, frames)
            case ast.If(test=test, body=body, orelse=orelse):
                holds = self._truth(test, frames)
                if holds is None:
                    self._leave(node, frames, "depends on something that reading does not know")
                else:
                    self._run(body if holds else orelse, frames)
            case ast.For():
                self._for(node, frames)
            case ast.While():
                self._while(node, frames)
            case ast.With(items=items, body=body) if all(map(_lets_errors_through, items)):
                for item in items:
                    self._value(item.context_expr, frames)
                    if item.optional_vars is not None:
                        found = self._unread(item, "a file or the like is opened")
                        self._store(item.optional_vars, found, frames)
                self._run(body, frames)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._bind(node.name, self._function(node, frames), frames)
            case ast.Return(value=value):
                raise _ReturnSignal(None if value is None else self._value(value, frames))
            case ast.Delete(targets=targets):
                for target in targets:
                    self._delete(target, frames)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                for alias in names:
                    self._import(node, alias, frames)
            case ast.Global(names=global_names) | ast.Nonlocal(names=global_names):
                frames[0].elsewhere.update(global_names)
            case ast.Match(subject=subject, cases=cases):
                self._match(node, self._value(subject, frames), cases, frames)
            case ast.Assert(test=test):
                if self._truth(test, frames) is False:
                    raise _StopSignal
            case ast.Raise():
                raise _StopSignal
            case ast.Break():
                raise _BreakSignal
            case ast.Continue():
                raise _ContinueSignal
            case ast.Pass() | ast.AnnAssign():
                pass
            case _:
                self._leave(node, frames, "is in a block that reading cannot follow")

    def _leave(self, node: ast.stmt, frames: Frames, reason: str) -> None:
        """Go on after a statement whose effect is unknown, if it is known where to go on."""
        unread = self._unread(node, reason)
        self._give_up(node, frames, unread)
        jumps = (ast.Return, ast.Break, ast.Continue)
        if any(isinstance(inner, jumps) for inner in ast.walk(node)) and len(frames) > 1:
            raise _AstraySignal(unread)
        if not isinstance(node, ast.For | ast.While) and any(
            isinstance(inner, ast.Break | ast.Continue) for inner in ast.walk(node)
        ):
            raise _AstraySignal(unread)

    def _truth(self, test: ast.expr, frames: Frames) -> bool | None:
        """Tell whether a condition holds; ``None`` where reading does not tell."""
        found = self._value(test, frames)
        return bool(found) if self._is_known(found) else None

    def _for(self, node: ast.For, frames: Frames) -> None:
        holder = self._value(node.iter, frames)
        entries = self._entries(holder)
        if entries is None:
            self._leave(node, frames, "is in a loop over something that reading does not know")
            return
        self._repeat(node, self._entered(node, holder, entries, frames), frames)

    def _while(self, node: ast.While, frames: Frames) -> None:
        self._repeat(node, self._holding(node, frames), frames)

    def _entered(
        self, node: ast.For, holder: Value, entries: Iterable[Value], frames: Frames
    ) -> Iterator[bool]:
        """Enter a loop with each of the entries; last, say so if reading does not tell them."""
        if isinstance(holder, _Lazy) and holder.base is not None:
            holder = holder.base
        if type(holder) is list:
            entries = holder  # what is appended on the way has its turn, too
        size = len(holder) if type(holder) is dict else None
        for entry in entries:
            if size is not None and len(holder) != size:
                break
            if id(holder) in self._doubtful:
                yield False
            self._spend(1)
            self._store(node.target, entry, frames)
            yield True
        if size is not None and len(holder) != size:
            raise _StopSignal  # Python refuses to go on with what has grown

    def _holding(self, node: ast.While, frames: Frames) -> Iterator[bool]:
        """Enter a loop while its condition holds; last, say so if reading does not tell."""
        while holds := self._truth(node.test, frames):
            self._spend(1)
            yield True
        if holds is None:
            yield False

    def _repeat(self, node: ast.For | ast.While, rounds: Iterator[bool], frames: Frames) -> None:
        """Run the body of a loop for each round; one that nobody knows leaves the loop."""
        known = True
        try:
            for known in rounds:
                if not known:
                    break
                try:
                    self._run(node.body, frames)
                except _ContinueSignal:
                    continue
        except _BreakSignal:
            return
        except _AstraySignal:
            known = False
        if not known:
            self._leave(node, frames, "is in a loop that reading cannot follow")
            return
        self._run(node.orelse, frames)

    def _match(
        self, node: ast.Match, subject: Value, cases: list[ast.match_case], frames: Frames
    ) -> None:
        for case in cases:
            bound: dict[str, Value] = {}
            fits = self._fits(case.pattern, subject, frames, bound)
            if fits:
                for name, value in bound.items():
                    self._bind(name, value, frames)
            if fits and case.guard is not None:
                fits = self._truth(case.guard, frames)
            if fits is None:
                self._leave(node, frames, "depends on something that reading does not know")
                return
            if fits:
                self._run(case.body, frames)
                return

    def _fits(
        self, pattern: ast.pattern, subject: Value, frames: Frames, bound: dict[str, Value]
    ) -> bool | None:
        """Tell whether a pattern fits; ``None`` where reading does not tell.

        Args:
            pattern: The pattern.
            subject: What is matched with it.
            frames: The names that the pattern sees.
            bound: Gets what the pattern binds, which holds only if all of it fits.
        """
        if not self._is_known(subject):
            return None
        match pattern:
            case ast.MatchValue(value=value):
                found = self._value(value, frames)
                return None if not self._is_known(found) else bool(found == subject)
            case ast.MatchSingleton(value=single):
                return subject is single
            case ast.MatchOr(patterns=patterns):
                fits = [self._fits(each, subject, frames, bound) for each in patterns]
                return None if None in fits else any(fits)
            case ast.MatchAs(pattern=None, name=name):
                if name is not None:
                    bound[name] = subject
                return True
            case ast.MatchSequence(patterns=patterns) if not any(
                isinstance(each, ast.MatchStar) for each in patterns
            ):
                if type(subject) not in (list, tuple) or len(subject) != len(patterns):
                    return False
                pairs = zip(patterns, subject, strict=True)
                fits = [self._fits(each, part, frames, bound) for each, part in pairs]
                return None if None in fits else all(fits)
        return None

    def _import(self, node: ast.Import | ast.ImportFrom, alias: ast.alias, frames: Frames) -> None:
        bound = alias.asname or alias.name.split(".")[0]
        if bound == "*":
            self._lose_all(self._unread(node, "names from another module may replace others"))
            return
        frames[0].names.pop(bound, None)
        home = node.module if isinstance(node, ast.ImportFrom) else alias.name
        if bound in _HARMLESS and home in _HARMLESS_HOMES:
            return
        if alias.name in WATCHED:
            if bound != alias.name:
                self._bind(bound, _Watched(alias.name), frames)
            return
        self._bind(bound, self._unread(node, f"{bound} comes from another module"), frames)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frames: Frames
    ) -> Function:
        """Return the function that a definition makes."""
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args]
        values = [self._value(each, frames) for each in arguments.defaults]
        defaults = dict(
            zip([a.arg for a in named[len(named) - len(values) :]], values, strict=True)
        )
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if default is not None:
                defaults[argument.arg] = self._value(default, frames)
        plain = not (
            isinstance(node, ast.AsyncFunctionDef)
            or arguments.vararg
            or arguments.kwarg
            or getattr(node, "decorator_list", None)
            or any(isinstance(n, ast.Yield | ast.YieldFrom | ast.Await) for n in ast.walk(node))
        )
        return Function(node, self._cell, frames, defaults, plain)

    # Names and places

    def _find(self, name: str, frames: Frames) -> Value:
        for frame in frames:
            if name in frame.names:
                return frame.names[name]
            if name in frame.own:
                return _UNBOUND
        return _MISSING

    def _bind(self, name: str, value: Value, frames: Frames) -> None:
        if name in frames[0].elsewhere:
            outer = next((f for f in frames[1:-1] if name in f.names), frames[-1])
            outer.names[name] = value
        else:
            frames[0].names[name] = value

    def _store(self, target: ast.expr, value: Value, frames: Frames) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(name, value, frames)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                entries = self._entries(value)
                if entries is None or len(entries) != len(targets):
                    unread = self._why(value, target)
                    entries = [unread] * len(targets)
                for each, entry in zip(targets, entries, strict=True):
                    self._store(each, entry, frames)
            case ast.Subscript(value=holder_node, slice=key_node):
                holder = self._value(holder_node, frames)
                key = self._value(key_node, frames)
                self._put(holder, key, value, target)
            case ast.Attribute(value=holder_node):
                holder = self._value(holder_node, frames)
                unread = self._unread(target, "it is kept where reading cannot follow")
                self._doubt(holder, unread)
                self._doubt(value, unread)
            case ast.Starred(value=inner):
                self._store(inner, self._why(value, target), frames)

    def _put(self, holder: Value, key: Value, value: Value, node: ast.expr) -> None:
        if not self._is_known(holder):
            self._doubt(value, self._why(holder, node))
        elif type(holder) is dict and self._is_known(key) and _is_hashable(key):
            holder[key] = value
            self._fit(holder, node)
        elif type(holder) is list and type(key) is int and -len(holder) <= key < len(holder):
            holder[key] = value
        else:
            self._doubt(holder, self._why(key, node))

    def _delete(self, target: ast.expr, frames: Frames) -> None:
        match target:
            case ast.Name(id=name):
                if frames[0].names.pop(name, _MISSING) is _MISSING:
                    raise _StopSignal
            case ast.Subscript(value=holder_node, slice=key_node):
                holder, key = self._value(holder_node, frames), self._value(key_node, frames)
                if not self._is_known(holder) or not self._is_known(key):
                    self._doubt(holder, self._why(key, target))
                elif type(holder) is dict and _is_hashable(key):
                    if key not in holder:
                        raise _StopSignal
                    del holder[key]
                elif (
                    type(holder) is list and type(key) is int and -len(holder) <= key < len(holder)
                ):
                    del holder[key]
                else:
                    self._doubt(holder, self._why(key, target))
            case _:
                self._give_up(target, frames, self._unread(target, "cannot be followed"))

    def _augment(self, node: ast.AugAssign, frames: Frames) -> None:
        place = _as_load(node.target)
        before = self._value(place, frames)
        other = self._value(node.value, frames)
        # A container changes in its place, so that its other names see the change.
        if type(before) in (dict, list, set) and self._is_known(before):
            method = {
                ("dict", ast.BitOr): "update",
                ("list", ast.Add): "extend",
                ("set", ast.BitOr): "update",
            }.get((type(before).__name__, type(node.op)))
            if method is None:
                self._doubt(before, self._unread(node, "is changed in a way that is not followed"))
            else:
                self._method(before, method, [other], {}, node.value)
            return
        self._store(node.target, self._binary(node.op, before, other, node.value), frames)

    # Expressions

    def _value(self, node: ast.expr, frames: Frames) -> Value:
        self._spend(1)
        match node:
            case ast.Constant(value=value):
                known = type(value) in _PLAIN
                return value if known else self._unread(node, "is of a kind that is not followed")
            case ast.Name(id=name):
                return self._named(node, name, frames)
            case ast.Dict():
                return self._dict(node, frames)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self._sequence(node, elements, frames)
            case ast.JoinedStr(values=parts):
                return self._joined(node, parts, frames)
            case ast.Call():
                return self._call(node, frames)
            case ast.Subscript(value=holder, slice=key):
                return self._item(self._value(holder, frames), key, node, frames)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(op, self._value(left, frames), self._value(right, frames), node)
            case ast.BoolOp(op=op, values=values):
                return self._either(op, values, frames)
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(op, self._value(operand, frames), node)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compare(left, ops, others, frames)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                found = self._value(test, frames)
                if self._is_known(found):
                    return self._value(body if found else orelse, frames)
                unread = self._why(found, node)
                self._give_up(body, frames, unread)
                self._give_up(orelse, frames, unread)
                return unread
            case ast.Lambda():
                return self._function(node, frames)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehension(node, frames)
            case ast.Attribute(value=holder):
                found = self._value(holder, frames)
                return self._unread(node, self._reason(found, "reads something of an object"))
            case _:
                unread = self._unread(node, "is written in a way that is not followed")
                self._give_up(node, frames, unread)
                return unread

    def _named(self, node: ast.Name, name: str, frames: Frames) -> Value:
        found = self._find(name, frames)
        if found is _UNBOUND:
            raise _StopSignal
        if found is not _MISSING:
            return found
        if name in WATCHED:
            return _Watched(name)
        if name in _BUILTINS or name in _ANYWHERE or name in _HARMLESS:
            return _Builtin(name)
        place = self._place(node)
        return BareName(place, f"{name} is no name that the notebook defines", name)

    def _dict(self, node: ast.Dict, frames: Frames) -> Value:
        made: dict[Any, Any] = {}
        self._spend(len(node.keys))
        trouble: Unread | None = None
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            value = self._value(value_node, frames)
            if key_node is None:
                if type(value) is dict and self._is_known(value):
                    self._spend(len(value))
                    made.update(value)
                else:
                    trouble = trouble or self._why(value, value_node)
                continue
            key = self._value(key_node, frames)
            if self._is_known(key) and _is_hashable(key):
                made[key] = value
            else:
                trouble = trouble or self._why(key, key_node)
        if trouble is not None:
            return trouble
        return self._fit(made, node)

    def _sequence(
        self, node: ast.List | ast.Tuple | ast.Set, elements: list[ast.expr], frames: Frames
    ) -> Value:
        found: list[Value] = []
        for element in elements:
            if isinstance(element, ast.Starred):
                value = self._value(element.value, frames)
                entries = self._entries(value)
                if entries is None:
                    return self._why(value, element)
                found += entries
            else:
                found.append(self._value(element, frames))
        return self._make({ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)], found, node)

    def _make(self, kind: type, entries: list[Value], node: ast.expr) -> Value:
        """Return a list, tuple or set."""
        if kind is set and not all(self._is_known(e) and _is_hashable(e) for e in entries):
            return self._unread(node, "is a set of what reading does not know")
        return self._fit(kind(entries), node)

    def _joined(self, node: ast.JoinedStr, parts: list[ast.expr], frames: Frames) -> Value:
        text = ""
        for part in parts:
            found = self._value(
                part.value if isinstance(part, ast.FormattedValue) else part, frames
            )
            plain = not isinstance(part, ast.FormattedValue) or (
                part.format_spec is None and part.conversion in (-1, ord("s"))
            )
            if not plain or type(found) not in _PLAIN or not self._fits_in(found):
                return self._why(found, node)
            text += str(found)
            if len(text) > LARGEST:
                return self._unread(node, "is too large to be followed")
        return self._fit(text, node)

    def _item(self, holder: Value, key_node: ast.expr, node: ast.expr, frames: Frames) -> Value:
        if isinstance(key_node, ast.Slice):
            bounds = [
                None if bound is None else self._value(bound, frames)
                for bound in (key_node.lower, key_node.upper, key_node.step)
            ]
            sliced = self._is_known(holder) and type(holder) in (list, tuple, str)
            if sliced and all(b is None or type(b) is int for b in bounds) and bounds[2] != 0:
                return self._fit(holder[slice(*bounds)], node)
            return self._why(holder, node)
        key = self._value(key_node, frames)
        if not self._is_known(holder) or not self._is_known(key):
            return self._why(holder if not self._is_known(holder) else key, node)
        if type(holder) is dict and _is_hashable(key):
            if key in holder:
                return holder[key]
            raise _StopSignal
        if type(holder) in (list, tuple, str) and type(key) is int:
            if -len(holder) <= key < len(holder):
                return holder[key]
            raise _StopSignal
        return self._unread(node, "is looked up in a way that is not followed")

    def _binary(self, op: ast.operator, one: Value, other: Value, node: ast.expr) -> Value:
        if not self._is_known(one) or not self._is_known(other):
            return self._why(one if not self._is_known(one) else other, node)
        kinds = {type(one), type(other)}
        numbers = kinds <= {int, float, bool}
        made: Value = _MISSING
        if numbers and self._fits_in(one) and self._fits_in(other):
            compute = _ARITHMETIC.get(type(op))
            if compute is not None and not (other == 0 and compute in _DIVISIONS):
                made = compute(one, other)
        elif len(kinds) == 1 and kinds <= {str, list, tuple} and isinstance(op, ast.Add):
            if len(one) + len(other) <= LARGEST:
                made = one + other
        elif kinds == {dict} and isinstance(op, ast.BitOr):
            made = one | other
        elif kinds == {set} and type(op) in _SETS:
            made = _SETS[type(op)](one, other)
        elif isinstance(op, ast.Mult) and type(other) is int and type(one) in (str, list, tuple):
            made = one * other if 0 <= other * len(one) <= LARGEST else _MISSING
        if made is _MISSING:
            return self._unread(node, "is computed in a way that is not followed")
        return self._fit(made, node)

    def _unary(self, op: ast.unaryop, found: Value, node: ast.expr) -> Value:
        if not self._is_known(found):
            return self._why(found, node)
        if isinstance(op, ast.Not):
            return not found
        if type(found) in (int, float, bool) and isinstance(op, ast.USub | ast.UAdd):
            return -found if isinstance(op, ast.USub) else +found
        return self._unread(node, "is computed in a way that is not followed")

    def _either(self, op: ast.boolop, values: list[ast.expr], frames: Frames) -> Value:
        found: Value = None
        for position, value in enumerate(values):
            found = self._value(value, frames)
            if not self._is_known(found):
                unread = self._why(found, value)
                for rest in values[position + 1 :]:
                    self._give_up(rest, frames, unread)
                return unread
            if bool(found) is isinstance(op, ast.Or):
                return found
        return found

    def _compare(
        self, left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr], frames: Frames
    ) -> Value:
        one = self._value(left, frames)
        for op, node in zip(ops, others, strict=True):
            other = self._value(node, frames)
            if isinstance(other, _Lazy) and isinstance(op, ast.In | ast.NotIn):
                entries = self._entries(other)
                other = self._why(other, node) if entries is None else entries
            if not self._is_known(one) or not self._is_known(other):
                return self._why(one if not self._is_known(one) else other, node)
            holds = self._holds(op, one, other)
            if holds is None:
                return self._unread(node, "is compared in a way that is not followed")
            if not holds:
                return False
            one = other
        return True

    def _holds(self, op: ast.cmpop, one: Value, other: Value) -> bool | None:
        if isinstance(op, ast.Is | ast.IsNot):
            single = (None, ..., True, False)
            if not any(one is each or other is each for each in single):
                return None
            return (one is other) is isinstance(op, ast.Is)
        deep = (dict, list, tuple, set)
        if isinstance(op, ast.In | ast.NotIn):
            texts = type(one) is str and type(other) is str
            if not texts and type(other) not in deep:
                return None
            if type(other) in (dict, set) and not _is_hashable(one):
                return None
            if type(other) in (list, tuple) and not all(map(self._is_flat, other)):
                return None
            self._spend(len(other) // 10)
            return (one in other) is isinstance(op, ast.In)
        if not self._is_flat(one) or not self._is_flat(other):
            return None
        if isinstance(op, ast.Eq | ast.NotEq):
            return (one == other) is isinstance(op, ast.Eq)
        numbers = {type(one), type(other)} <= {int, float, bool}
        if not numbers and not (type(one) is str and type(other) is str):
            return None
        return bool(_ORDER[type(op)](one, other))

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        frames: Frames,
    ) -> Value:
        inner: Frames = (_Frame(), *frames)
        pairs: list[tuple[Value, Value]] = []
        # Python looks for what a generator goes through at once, and for the rest when asked.
        first = self._value(node.generators[0].iter, frames)
        if isinstance(node, ast.GeneratorExp):
            return _Lazy(partial(self._generated, node, first, inner))
        trouble = self._rounds(node, node.generators, inner, pairs, first)
        if trouble is not None:
            self._give_up(node, inner, trouble)
            return trouble
        if isinstance(node, ast.DictComp):
            keys = [key for key, _ in pairs]
            if not all(self._is_known(key) and _is_hashable(key) for key in keys):
                return self._unread(node, "has keys that reading does not know")
            return self._fit(dict(pairs), node)
        kind = set if isinstance(node, ast.SetComp) else list
        return self._make(kind, [value for _, value in pairs], node)

    def _generated(
        self, node: ast.GeneratorExp, first: Value, frames: Frames
    ) -> list[Value] | Unread:
        """Return what a generator gives when it is asked."""
        pairs: list[tuple[Value, Value]] = []
        trouble = self._rounds(node, node.generators, frames, pairs, first)
        if trouble is not None:
            self._give_up(node, frames, trouble)
            return trouble
        return [value for _, value in pairs]

    def _rounds(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        generators: list[ast.comprehension],
        frames: Frames,
        pairs: list[tuple[Value, Value]],
        found: Value,
    ) -> Unread | None:
        """Add what each round makes; return what stands in the way.

        Args:
            node: The comprehension.
            generators: Its loops that are still to be gone through, the outermost first.
            frames: The names that it sees.
            pairs: Gets what is made.
            found: What the outermost of the loops goes through.
        """
        if not generators:
            if isinstance(node, ast.DictComp):
                key = self._value(node.key, frames)
                pairs.append((key, self._value(node.value, frames)))
            else:
                pairs.append((None, self._value(node.elt, frames)))
            return None
        first, *rest = generators
        entries = self._entries(found)
        if entries is None or first.is_async:
            return self._why(found, first.iter)
        for entry in entries:
            self._spend(1)
            self._store(first.target, entry, frames)
            holds = [self._value(test, frames) for test in first.ifs]
            unknown = next((each for each in holds if not self._is_known(each)), None)
            if unknown is not None:
                return self._why(unknown, first.iter)
            if all(holds):
                below = self._value(rest[0].iter, frames) if rest else None
                trouble = self._rounds(node, rest, frames, pairs, below)
                if trouble is not None:
                    return trouble
        return None

    # Calls

    def _call(self, node: ast.Call, frames: Frames) -> Value:
        holder: Value = _MISSING
        called: Value
        if isinstance(node.func, ast.Attribute):
            holder = self._value(node.func.value, frames)
            called = _Watched(node.func.attr) if node.func.attr in WATCHED else None
        else:
            called = self._value(node.func, frames)
            # The set-up of a lab defines a stand-in of the same name, for want of the package.
            if isinstance(node.func, ast.Name) and node.func.id in WATCHED:
                called = _Watched(node.func.id)
        given: list[Value] = []
        unclear: Unread | None = None
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                found = self._value(argument.value, frames)
                entries = self._entries(found)
                if entries is None:
                    unclear = self._why(found, argument)
                    given.append(unclear)
                else:
                    given += entries
            else:
                given.append(self._value(argument, frames))
        named: dict[str, Value] = {}
        for keyword in node.keywords:
            found = self._value(keyword.value, frames)
            if keyword.arg is not None:
                named[keyword.arg] = found
            elif type(found) is dict and self._is_known(found):
                named.update({str(key): value for key, value in found.items()})
            else:
                unclear = self._why(found, keyword.value)
        if isinstance(called, _Watched):
            return self._watch(called.name, given, named, node)
        if isinstance(called, Function) and unclear is None:
            return self._enter(called, given, named, node)
        if isinstance(called, _Builtin) and called.name in _BUILTINS and unclear is None:
            return self._builtin(called.name, given, named, node)
        if holder is not _MISSING and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            builtin = isinstance(holder, _Builtin) and (holder.name, method) == ("dict", "fromkeys")
            if builtin and unclear is None:
                return self._fromkeys(given, node)
            if type(holder) in _METHODS and unclear is None:
                return self._method(holder, method, given, named, node)
            if method in _HARMLESS_METHODS:
                return self._unread(node, "calls something that is not followed")
        elif isinstance(called, _Builtin) and called.name in _HARMLESS:
            return self._unread(node, "calls something that is not followed")
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in ("copy", "deepcopy") and len(given) == 1 and not isinstance(called, Function):
            made = self._copied(given[0])
            if made is not None:
                return self._fit(made, node)
        return self._unknown_call(node, called, holder, [*given, *named.values()], frames)

    def _unknown_call(
        self, node: ast.Call, called: Value, holder: Value, given: list[Value], frames: Frames
    ) -> Unread:
        """Note that a call may have changed whatever it was given."""
        name = node.func.id[:40] if isinstance(node.func, ast.Name) else "a method"
        unread = self._unread(node, f"{name} does something that reading cannot follow")
        for value in (called, holder, *given):
            self._doubt(value, unread)
        if isinstance(called, _Builtin) and called.name in _ANYWHERE:
            self._lose_all(unread)
            for frame in frames:
                for value in frame.names.values():
                    self._doubt(value, unread)
        passed_on = next((v.name for v in given if isinstance(v, _Watched)), None)
        if passed_on is not None:
            which = next((v for v in given if type(v) is str), unread)
            self._noted(Call(passed_on, (which, unread), {}, self._place(node), self._cell))
        return unread

    def _copied(self, value: Value) -> Value:
        """Return a copy of a container that holds no other, or nothing."""
        if type(value) not in (dict, list) or not self._is_known(value):
            return None
        parts = value.values() if type(value) is dict else value
        if any(type(part) in (dict, list, set, tuple) for part in parts):
            return None
        return value.copy()

    def _watch(
        self, name: str, given: list[Value], named: dict[str, Value], node: ast.Call
    ) -> Unread:
        for value in (*given, *named.values()):
            if type(value) is dict:
                self._spend(len(value))
        place = self._place(node)
        kept = tuple(v for v in (*given, *named.values()) if type(v) is dict and self._is_known(v))
        seen = tuple(map(self._seen, given))
        self._noted(Call(name, seen, self._all_seen(named), place, self._cell, kept))
        return self._unread(node, "is the result of a check")

    def _seen(self, value: Value) -> Value:
        """Return a value as it is now, `Unread` if it may have been changed."""
        if id(value) in self._doubtful:
            return self._doubtful[id(value)][1]
        if type(value) is not dict:
            return value
        return {
            key: _no_answer(each) if isinstance(each, _Lazy) else each
            for key, each in value.items()
        }

    def _all_seen(self, named: Mapping[str, Value]) -> dict[str, Value]:
        return {key: self._seen(value) for key, value in named.items()}

    def _enter(
        self,
        function: Function,
        given: list[Value],
        named: Mapping[str, Value],
        node: ast.AST,
    ) -> Value:
        """Follow a call of the notebook's own function."""
        arguments = function.node.args
        positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        every = {*positional, *(a.arg for a in arguments.kwonlyargs)}
        values = {**function.defaults, **dict(zip(positional, given, strict=False)), **named}
        fits = len(given) <= len(positional) and set(values) == every
        fits = fits and named.keys().isdisjoint(positional[: len(given)])
        if not function.plain or not fits or self._depth >= DEEPEST:
            unread = self._unread(node, "calls a function that reading cannot follow")
            for value in (function, *given, *named.values()):
                self._doubt(value, unread)
            return unread
        own = _names_of(function.node)
        frames: Frames = (_Frame(dict(values), own=own), *function.frames)
        body = [] if isinstance(function.node, ast.Lambda) else function.node.body
        before = self._cell
        self._depth += 1
        self._cell = function.cell
        try:
            if isinstance(function.node, ast.Lambda):
                return self._value(function.node.body, frames)
            self._run(body, frames)
        except _ReturnSignal as returned:
            return returned.value
        except _AstraySignal as astray:
            for statement in body:
                self._give_up(statement, frames, astray.unread)
            return astray.unread
        finally:
            self._depth -= 1
            self._cell = before
        return None

    def _builtin(
        self, name: str, given: list[Value], named: dict[str, Value], node: ast.expr
    ) -> Value:
        made = _MISSING if name != "dict" and named else self._built(name, given, named, node)
        if made is not _MISSING:
            return made
        unread = self._unread(node, f"{name} is used in a way that is not followed")
        unknown = next((g for g in given if not self._is_known(g)), unread)
        return self._why(unknown, node)

    def _built(
        self, name: str, given: list[Value], named: dict[str, Value], node: ast.expr
    ) -> Value:
        if name == "dict" and len(given) <= 1:
            pairs = self._pairs(given[0]) if given else []
            return _MISSING if pairs is None else self._fit(dict(pairs) | named, node)
        if name in ("list", "tuple", "set") and len(given) <= 1:
            entries = self._entries(given[0]) if given else []
            kind = {"list": list, "tuple": tuple, "set": set}[name]
            return _MISSING if entries is None else self._make(kind, entries, node)
        if name == "zip" and all(map(self._has_entries, given)):
            return _Lazy(partial(self._zipped, given, node))
        if name == "range" and 1 <= len(given) <= 3 and all(type(g) is int for g in given):
            if len(given) == 3 and given[2] == 0:
                return _MISSING
            numbers = range(*given)
            return self._fit(list(numbers), node) if len(numbers) <= LARGEST else _MISSING
        if len(given) != 1:
            return _MISSING
        only = given[0]
        if name == "enumerate" and self._has_entries(only):
            return _Lazy(partial(self._numbered, only, node))
        if name == "reversed" and type(only) in (list, tuple, str) and self._is_known(only):
            return _Lazy(partial(self._reversed, only, node))
        if name == "len" and isinstance(only, _Lazy) and only.base is None:
            raise _StopSignal
        entries = self._entries(only)
        if name == "len" and entries is not None:
            return len(entries)
        if name == "sorted" and entries is not None and {type(e) for e in entries} <= {str}:
            return self._fit(sorted(entries), node)
        if name in ("any", "all") and entries is not None and all(map(self._is_known, entries)):
            return any(entries) if name == "any" else all(entries)
        if name == "str" and type(only) in _PLAIN and self._fits_in(only):
            return self._fit(str(only), node)
        if name == "bool" and self._is_known(only):
            return bool(only)
        if name == "int" and type(only) in (int, bool):
            return int(only)
        return _MISSING

    def _zipped(self, columns: list[Value], node: ast.expr) -> list[Value] | Unread:
        found = []
        for column in columns:
            entries = self._entries(column)
            if entries is None:
                return self._why(column, node)
            found.append(entries)
        return list(zip(*found, strict=False))

    def _numbered(self, value: Value, node: ast.expr) -> list[Value] | Unread:
        entries = self._entries(value)
        return self._why(value, node) if entries is None else list(enumerate(entries))

    def _reversed(self, value: Value, node: ast.expr) -> list[Value] | Unread:
        entries = self._entries(value)
        return self._why(value, node) if entries is None else entries[::-1]

    def _shown(self, name: str, holder: dict[Any, Any], node: ast.expr) -> list[Value] | Unread:
        """Return what a view of a dictionary shows."""
        if not self._is_known(holder):
            return self._why(holder, node)
        return list(getattr(holder, name)())

    def _fromkeys(self, given: list[Value], node: ast.expr) -> Value:
        entries = self._entries(given[0]) if given else None
        value = given[1] if len(given) > 1 else None
        hashable = entries is not None and all(
            self._is_known(e) and _is_hashable(e) for e in entries
        )
        if entries is None or not hashable:
            return self._why(given[0] if given else None, node)
        return self._fit(dict.fromkeys(entries, value), node)

    def _method(
        self,
        holder: Value,
        name: str,
        given: list[Value],
        named: dict[str, Value],
        node: ast.expr,
    ) -> Value:
        """Follow a method of a built-in kind of value."""
        if not self._is_known(holder):
            unread = self._why(holder, node)
            for value in given:
                self._doubt(value, unread)
            return unread
        made = _MISSING
        if name in _METHODS.get(type(holder), ()):
            if name in ("keys", "values", "items") and not given and not named:
                return _Lazy(partial(self._shown, name, holder, node), holder)
            work = getattr(self, f"_of_{type(holder).__name__}")
            made = work(holder, name, given, named)
        if made is not _MISSING:
            return self._fit(made, node) if type(made) in _SIZED else made
        unread = self._unread(node, f"{name} is used in a way that is not followed")
        unread = next((g for g in given if isinstance(g, Unread)), unread)
        for value in (holder, *given):
            self._doubt(value, unread)
        return unread

    def _of_dict(
        self, holder: Any, name: str, given: list[Value], named: dict[str, Value]
    ) -> Value:
        if name == "update" and len(given) <= 1:
            pairs = self._pairs(given[0]) if given else []
            if pairs is None:
                return _MISSING
            holder.update(pairs)
            holder.update(named)
            self._limit(holder)
            return None
        if named:
            return _MISSING
        if name == "copy" and not given:
            self._spend(len(holder))
            return dict(holder)
        if name == "clear" and not given:
            holder.clear()
            return None
        if name == "popitem" and not given and holder:
            return tuple(holder.popitem())
        if not 1 <= len(given) <= 2 or not self._is_known(given[0]) or not _is_hashable(given[0]):
            return _MISSING
        key, default = given[0], (given[1] if len(given) == 2 else None)
        if name == "get":
            return holder.get(key, default)
        if name == "setdefault":
            return holder.setdefault(key, default)
        if name == "pop":
            if len(given) == 1 and key not in holder:
                raise _StopSignal
            return holder.pop(key, default)
        return _MISSING

    def _of_list(
        self, holder: Any, name: str, given: list[Value], named: dict[str, Value]
    ) -> Value:
        if named:
            return _MISSING
        if name == "append" and len(given) == 1:
            holder.append(given[0])
        elif name == "extend" and len(given) == 1:
            entries = self._entries(given[0])
            if entries is None:
                return _MISSING
            holder.extend(entries)
        elif name == "insert" and len(given) == 2 and type(given[0]) is int:
            holder.insert(*given)
        elif name == "reverse" and not given:
            holder.reverse()
        elif name == "copy" and not given:
            return list(holder)
        elif name == "pop" and holder and all(type(g) is int for g in given) and len(given) <= 1:
            if given and not -len(holder) <= given[0] < len(holder):
                raise _StopSignal
            return holder.pop(*given)
        else:
            return _MISSING
        self._limit(holder)
        return None

    def _of_set(self, holder: Any, name: str, given: list[Value], named: dict[str, Value]) -> Value:
        entries = self._entries(given[0]) if name == "update" and len(given) == 1 else given
        known = entries is not None and all(self._is_known(e) and _is_hashable(e) for e in entries)
        if named or entries is None or not known or len(given) != 1:
            return _MISSING
        if name == "discard":
            holder.discard(given[0])
        else:
            holder.update(entries)
        self._limit(holder)
        return None

    def _of_str(self, holder: Any, name: str, given: list[Value], named: dict[str, Value]) -> Value:
        if name == "join" and len(given) == 1 and not named:
            parts = self._entries(given[0])
            if parts is None or not all(type(part) is str for part in parts):
                return _MISSING
            size = sum(len(part) + len(holder) for part in parts)
            return holder.join(parts) if size <= LARGEST else _MISSING
        if named or not all(map(self._is_known, given)):
            return _MISSING
        if name == "replace" and len(given) == 2 and all(type(g) is str for g in given):
            if len(given[1]) > 100 or len(holder) > 1000:
                return _MISSING
            return holder.replace(*given)
        if name == "splitlines" and given:
            return _MISSING
        if all(type(g) is str for g in given) and len(given) <= 1:
            if name in ("split", "rsplit") and given == [""]:
                raise _StopSignal
            needs = name in ("startswith", "endswith", "count", "removeprefix", "removesuffix")
            if needs is bool(given) or name in ("split", "strip", "lstrip", "rstrip"):
                return getattr(holder, name)(*given)
        return _MISSING

    # What is known

    def _is_known(self, value: Value) -> bool:
        if isinstance(value, Unread | _Watched | _Builtin | Function | _Lazy):
            return False
        return id(value) not in self._doubtful

    def _is_flat(self, value: Value) -> bool:
        """Tell whether a value is known and holds no other."""
        return type(value) in _PLAIN

    def _fits_in(self, value: Value) -> bool:
        return not isinstance(value, int | float) or -GREATEST <= value <= GREATEST

    def _has_entries(self, value: Value) -> bool:
        """Tell whether a loop over a value is one that reading can follow."""
        if isinstance(value, _Lazy):
            return value.spent is None
        # The order of a set is not the same in every run.
        return (
            type(value) in _SIZED
            and self._is_known(value)
            and not (type(value) is set and len(value) > 1)
        )

    def _entries(self, value: Value) -> list[Value] | None:
        """Return what a loop over a value would give; ``None`` where reading does not tell."""
        if isinstance(value, _Lazy):
            return self._asked(value)
        if not self._has_entries(value):
            return None
        self._spend(len(value))
        return list(value)

    def _asked(self, lazy: _Lazy) -> list[Value] | None:
        if lazy.spent is not None:
            return None
        if lazy.base is None:
            lazy.spent = Unread(f"Cell {self._cell}", "what gives its entries once was used up")
        made = lazy.make()
        if isinstance(made, Unread):
            lazy.spent = made
            return None
        self._limit(made)
        return made

    def _pairs(self, value: Value) -> list[tuple[Any, Any]] | None:
        """Return the pairs that make a dictionary; ``None`` where reading does not tell."""
        if type(value) is dict and self._is_known(value):
            self._spend(len(value))
            return list(value.items())
        entries = self._entries(value)
        if entries is None:
            return None
        pairs = [self._entries(entry) for entry in entries]
        if not all(pair is not None and len(pair) == 2 for pair in pairs):
            return None
        found = [(pair[0], pair[1]) for pair in pairs if pair is not None]
        hashable = all(self._is_known(key) and _is_hashable(key) for key, _ in found)
        return found if hashable else None

    def _fit(self, value: Any, node: ast.expr) -> Value:
        """Return a value that was made, `Unread` if it is too large."""
        if type(value) in _SIZED:
            if len(value) > LARGEST:
                return self._unread(node, "is too large to be followed")
            self._spend(len(value) // 4)
        elif not self._fits_in(value):
            return self._unread(node, "is too large to be followed")
        return value

    def _limit(self, value: Any) -> None:
        if len(value) > LARGEST:
            raise _TooMuchError
        self._spend(1 + len(value) // 50)

    def _spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise _TooMuchError

    # What is not known

    def _place(self, node: ast.AST) -> str:
        line = getattr(node, "lineno", None)
        return f"Cell {self._cell}" + (f", line {line}" if line else "")

    def _unread(self, node: ast.AST, reason: str) -> Unread:
        return Unread(self._place(node), reason)

    def _reason(self, value: Value, otherwise: str) -> str:
        return value.reason if isinstance(value, BareName) else otherwise

    def _why(self, value: Value, node: ast.AST) -> Unread:
        """Return why a value is not known."""
        if isinstance(value, Unread):
            return value
        if isinstance(value, _Lazy) and value.spent is not None:
            return value.spent
        if id(value) in self._doubtful:
            return self._doubtful[id(value)][1]
        return self._unread(node, "is computed in a way that is not followed")

    def _doubt(self, value: Value, unread: Unread, *, deep: bool = True) -> None:
        """Take a container, and all that it holds, for one that may have been changed."""
        waiting = [value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Function):
                if deep and id(each.node) not in self._given_up:
                    self._given_up.add(id(each.node))
                    self._give_up(each.node, each.frames, unread)
                    self._given_up.discard(id(each.node))
            elif isinstance(each, _Lazy):
                each.spent = each.spent or unread
            elif type(each) in (dict, list, set, tuple) and id(each) not in self._doubtful:
                self._doubtful[id(each)] = (each, unread)
                waiting += each.values() if type(each) is dict else each

    def _lose_all(self, unread: Unread) -> None:
        """Take every value of the notebook for unknown."""
        for name, value in self._globals.names.items():
            self._doubt(value, unread, deep=False)
            self._globals.names[name] = unread

    def _give_up(self, node: ast.AST, frames: Frames, unread: Unread) -> None:
        """Take everything that some code touches for unknown."""
        for inner in ast.walk(node):
            self._patience -= 1
            if self._patience < 0:
                raise _TooMuchError
            match inner:
                case ast.Name(id=name, ctx=ast.Load()):
                    found = self._find(name, frames)
                    if found not in (_MISSING, _UNBOUND):
                        self._doubt(found, unread)
                case ast.Name(id=name):
                    self._bind(name, unread, frames)
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    whole = inner is node and isinstance(inner, ast.FunctionDef)
                    if not whole and name not in WATCHED:
                        self._bind(name, unread, frames)
                case ast.Import(names=names) | ast.ImportFrom(names=names):
                    for alias in names:
                        if alias.name not in WATCHED:
                            self._bind(alias.asname or alias.name.split(".")[0], unread, frames)
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in WATCHED:
                    self._lost_call(inner, name, unread)

    def _lost_calls(self, node: ast.AST, unread: Unread) -> None:
        for inner in ast.walk(node):
            match inner:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in WATCHED:
                    self._lost_call(inner, name, unread)

    def _lost_call(self, node: ast.Call, name: str, unread: Unread) -> None:
        """Note a call of which nothing is known but the exercise that it names."""
        named = {k.arg: k.value for k in node.keywords if k.arg}
        given = [*node.args, *(named[n] for n in ("exercise_id", "answers") if n in named)]
        if len(given) < 2:
            return
        first = given[0].value if isinstance(given[0], ast.Constant) else unread
        self._noted(Call(name, (first, unread), {}, self._place(node), self._cell))


@dataclass(frozen=True)
class _Watched:
    """A function whose calls are noted."""

    name: str


@dataclass(frozen=True)
class _Builtin:
    """A function of Python that is known by name."""

    name: str


_MISSING = object()
_UNBOUND = object()
_PLAIN = (str, int, float, bool, type(None), type(...))
_SIZED = (dict, list, tuple, set, str)
_BUILTINS = frozenset(
    {
        *("dict", "list", "tuple", "set", "str", "int", "bool", "len", "range", "zip"),
        *("enumerate", "reversed", "sorted", "any", "all"),
    }
)
_METHODS: Mapping[type, frozenset[str]] = {
    dict: frozenset(
        {
            *("update", "copy", "get", "setdefault", "pop", "popitem", "clear"),
            *("items", "keys", "values"),
        }
    ),
    list: frozenset({"append", "extend", "insert", "reverse", "copy", "pop"}),
    set: frozenset({"add", "discard", "update"}),
    str: frozenset(
        {
            *("lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold"),
            *("replace", "split", "splitlines", "join", "startswith", "endswith", "count"),
            *("removeprefix", "removesuffix"),
        }
    ),
}
_ARITHMETIC: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_DIVISIONS = (operator.truediv, operator.floordiv, operator.mod)
_SETS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.Sub: operator.sub,
}
_ORDER: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _is_hashable(value: Value) -> bool:
    """Tell whether a value can be the key of a dictionary."""
    return type(value) in _PLAIN or (type(value) is tuple and all(map(_is_hashable, value)))


def _no_answer(lazy: _Lazy) -> Unread:
    """Return what stands for a view or an iterator that is given as an answer."""
    return lazy.spent or Unread("An answer", "it is no text")


def _lets_errors_through(item: ast.withitem) -> bool:
    """Tell whether a block under this context ends where Python stops, as without it."""
    match item.context_expr:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _HARMLESS_CONTEXTS
    return False


def _names_of(node: ast.AST) -> frozenset[str]:
    """Return the names that a function binds as its own, wherever in its body."""
    found: set[str] = set()
    elsewhere: set[str] = set()
    waiting: list[ast.AST] = [*ast.iter_child_nodes(node)]
    while waiting:
        match waiting.pop():
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name.split(".")[0] for alias in names}
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                elsewhere |= {*names}
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                pass
            case ast.GeneratorExp():
                pass
            case inner:
                waiting += ast.iter_child_nodes(inner)
    return frozenset(found - elsewhere - WATCHED)


def _as_load(target: ast.expr) -> ast.expr:
    """Return a target as an expression that reads its value."""
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Subscript(value=value, slice=key):
            return ast.copy_location(ast.Subscript(value, key, ast.Load()), target)
        case ast.Attribute(value=value, attr=attr):
            return ast.copy_location(ast.Attribute(value, attr, ast.Load()), target)
    return target
